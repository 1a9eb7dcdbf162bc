"""The audit trail: what was done, when, and by a keyed digest for whom (account-service.md, Audit).

Rows are only ever appended, in the transaction of what they tell. The chain that shows a change afterwards is
made by :mod:`mozaik_tui.account.audit_chain`, so that no sign-up waits for another's commit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mozaik_tui.account.store import audit_rows

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx

PURPOSE = "audit"

# Events, names and words of a row are of our own making: plain words, never what somebody typed.
_WORD = re.compile(r"[A-Za-z0-9_.\-]{1,64}", re.ASCII)


def append(
    tx: Tx,
    ctx: Context,
    event: str,
    *,
    email: str | None = None,
    subject: bytes | None = None,
    details: Mapping[str, int | str] | None = None,
) -> None:
    """Write one row in the caller's transaction.

    ``email`` (its identity key) and ``subject`` (whatever else the event is about: a child's digest, an
    account's number as bytes) enter as keyed digests only. ``details`` holds numbers and words of our own
    (``A-Z a-z 0-9 _ . -``). Raises ``ValueError`` for anything else: a row can never be made to hold what a
    parent typed.
    """
    for word in (event, *(details or {}), *(v for v in (details or {}).values() if isinstance(v, str))):
        if not _WORD.fullmatch(word):
            raise ValueError("audit rows hold words of our own only")
    audit_rows.insert(
        tx,
        at=ctx.clock(),
        event=event,
        email=None if email is None else email_digest(ctx, email),
        subject=None if subject is None else ctx.keys.mac(PURPOSE, "subject", subject),
        details=json.dumps(dict(details or {}), sort_keys=True, separators=(",", ":")),
    )


def email_digest(ctx: Context, email: str) -> bytes:
    """What an e-mail's rows are found by: only who holds the key can ask for an address."""
    return ctx.keys.mac(PURPOSE, "email", email)
