"""Rows of people who do not exist."""

import secrets

from mozaik_tui.account.store import flow_rows


def add_flow_row(
    tx, now: float, language: str, *, email_key: bytes = bytes(32), mailbox_key: bytes = bytes(32)
) -> int:
    """A flow whose code was sent at ``now``, as the service itself adds it: its id."""
    return flow_rows.add(
        tx,
        token=secrets.token_bytes(32),
        salt=bytes(16),
        email_key=email_key,
        mailbox_key=mailbox_key,
        email=b"",
        language=language,
        now=now,
    )
