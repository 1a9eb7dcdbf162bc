"""Signed-in parents: their session and their account (account-service.md, `session_*`, `/v1/account`)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from mozaik_tui.account import audit, tokens
from mozaik_tui.account.contract import Account, Refusal
from mozaik_tui.account.store import account_rows, session_rows

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.account_rows import AccountRow


def account_of(tx: Tx, ctx: Context, token: object, now: float) -> AccountRow | Refusal:
    """The account of a session's token, else ``session_expired`` or ``unauthenticated``."""
    session = tokens.session_of(tx, ctx, token, now)
    if isinstance(session, Refusal):
        return session
    account = account_rows.get(tx, ctx.keys, session.account_id)
    return account or Refusal("unauthenticated")


def shown(account: AccountRow) -> Account:
    """The account as its parent sees it."""
    created = datetime.datetime.fromtimestamp(account.created_at, datetime.UTC)
    return Account(
        account.email, account.language, created.isoformat(timespec="seconds").replace("+00:00", "Z")
    )


def sign_out(tx: Tx, ctx: Context, token: object, now: float) -> Refusal | None:
    """End the session."""
    session = tokens.session_of(tx, ctx, token, now)
    if isinstance(session, Refusal):
        return session
    account = account_rows.get(tx, ctx.keys, session.account_id)
    session_rows.end(tx, session.id)
    audit.append(tx, ctx, "signed_out", email=account.identity if account else None)
    return None


def set_language(tx: Tx, account: AccountRow, language: str) -> Account:
    """The language that mails are written in."""
    account_rows.set_language(tx, account.id, language)
    return Account(account.email, language, shown(account).created_at)


def erase(tx: Tx, ctx: Context, account: AccountRow) -> None:
    """The account, its links and its sessions are gone; what children cost stays counted."""
    account_rows.erase(tx, account.id)
    audit.append(tx, ctx, "account_erased", email=account.identity)
