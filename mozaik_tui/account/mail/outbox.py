"""The outbox: a mail is decided in the transaction that made it necessary (account-service.md, Mail).

Nothing here speaks to a relay. Recipient, language and code lie sealed in the row until the mail is sent.
"""

from __future__ import annotations

import json
import secrets
import string
from typing import TYPE_CHECKING

from mozaik_tui.account.mail.messages import NOTICES
from mozaik_tui.account.store import outbox_rows

if TYPE_CHECKING:
    from mozaik_tui.account.context import Caller, Context
    from mozaik_tui.account.contract import Delivery
    from mozaik_tui.account.store import Tx

CODE = "code"
PURPOSE = "outbox"

# 28 letters of 26 are 131 bits (the last four come a tenth less often, which costs none of them). Letters only:
# a Message-ID never looks like a code.
_TOKEN_LETTERS = 28
_LETTERS = (string.ascii_lowercase * 10)[:256].encode()


def message_token() -> str:
    """A fresh left part of a Message-ID, fixed when the mail is enqueued and kept through every attempt."""
    return secrets.token_bytes(_TOKEN_LETTERS).translate(_LETTERS).decode()


def enqueue_code(
    tx: Tx, ctx: Context, caller: Caller, *, code_id: int, email: str, language: str, code: str
) -> None:
    """Let ``code`` (row ``code_id``) be mailed to ``email``, the normalised address, in ``language`` and
    French.

    One row in the caller's transaction; wake the worker once that has committed.
    """
    _enqueue(tx, ctx, caller, CODE, code_id, {"to": email, "language": language, "code": code})


def enqueue_notice(tx: Tx, ctx: Context, caller: Caller, *, kind: str, email: str, language: str) -> None:
    """Let a notice of ``kind`` (``password_changed``) be mailed. Raises ``ValueError`` for a kind nobody
    wrote.
    """
    if kind not in NOTICES:
        raise ValueError("no such notice")
    _enqueue(tx, ctx, caller, kind, None, {"to": email, "language": language})


def _enqueue(
    tx: Tx, ctx: Context, caller: Caller, kind: str, code_id: int | None, content: dict[str, str]
) -> None:
    token = message_token()
    outbox_rows.insert(
        tx,
        kind=kind,
        code_id=code_id,
        address=ctx.keys.mac(PURPOSE, "address", caller.counted),
        token=token,
        # Bound to the token: a row's body cannot be moved to another row.
        sealed=ctx.keys.seal(PURPOSE, json.dumps(content).encode(), bound=token.encode()),
        now=ctx.clock(),
    )


def delivery_of(tx: Tx, code_id: int) -> Delivery:
    """How far the mail with this code is. A mail that was never handed over and never will be is ``failed``,
    also when its code died first.
    """
    state = outbox_rows.state_of_code(tx, code_id)
    if state == outbox_rows.SENT:
        return "sent"
    return "failed" if state in (outbox_rows.FAILED, outbox_rows.DROPPED) else "queued"
