"""Rows of people who do not exist, as the service itself would write them."""

import secrets

from mozaik_tui.account.store.tables.flows import flows


def add_flow_row(
    tx, now: float, language: str, *, email_key: bytes = bytes(32), mailbox_key: bytes = bytes(32)
) -> int:
    """A flow whose code was sent at ``now``: its id."""
    row = {
        "token": secrets.token_bytes(32),
        "salt": bytes(16),
        "email_key": email_key,
        "mailbox_key": mailbox_key,
        "email": b"",
        "language": language,
        "state": "code_sent",
        "kind": None,
        "created_at": now,
        "active_at": now,
        "sent_at": now,
        "dead": False,
    }
    return tx.execute(flows.insert().returning(flows.c.id), row).scalar_one()
