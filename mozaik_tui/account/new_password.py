"""The end of a flow: the password makes the account, or replaces the existing one's (account-service.md,
`POST /v1/flow/password`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mozaik_tui.account import audit, signing_in, tokens
from mozaik_tui.account.contract import Refusal, SessionStarted
from mozaik_tui.account.mail import outbox
from mozaik_tui.account.sealed_email import open_email
from mozaik_tui.account.store import account_rows, flow_rows, session_rows
from mozaik_tui.journey.rules.password import normalise, unmet

if TYPE_CHECKING:
    from mozaik_tui.account.context import Caller, Context
    from mozaik_tui.account.inputs import Email
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.account_rows import Credentials
    from mozaik_tui.account.store.flow_rows import FlowRow


def check(tx: Tx, ctx: Context, flow: FlowRow, password: str, confirmation: str) -> Refusal | None:
    """Whether the flow may set this password, before a hash is spent on it: its state, the rules, the
    second entry, and that no other flow made the account, in this order.
    """
    if flow.state == "complete":
        return Refusal("flow_complete")
    if flow.state != "email_verified":
        return Refusal("email_not_verified")
    email = open_email(ctx.keys, flow.email)
    local_part = email.normalised.rpartition("@")[0]
    if missed := unmet(password, refuse_common=ctx.refuse_common, local_part=local_part):
        return Refusal("password_refused", unmet=missed)
    if normalise(password) != normalise(confirmation):
        return Refusal("password_mismatch")
    if flow.kind == "new" and account_rows.find(tx, ctx.keys.macs("email", email.identity)):
        return Refusal("account_exists")
    return None


def store(
    tx: Tx, ctx: Context, caller: Caller, flow: FlowRow, phc: str, now: float
) -> SessionStarted | Refusal:
    """Keep the hashed password and sign in. ``account_exists`` changes nothing. The flow's row is locked by
    its look-up: no other call changes its state meanwhile.
    """
    if flow.state != "email_verified":
        return Refusal("flow_complete")
    email = open_email(ctx.keys, flow.email)
    known = account_rows.find(tx, ctx.keys.macs("email", email.identity))
    account_id = None
    if known is None:
        account_id = _make(tx, ctx, flow, email, phc, now)
    elif flow.kind != "new":
        account_id = known.account_id
    if account_id is None:
        return Refusal("account_exists")
    if known is not None:
        _replace(tx, ctx, caller, email, known, phc)
    flow_rows.mark_complete(tx, flow.id)
    signing_in.clear_tries(tx, ctx, email.identity)
    token, life = tokens.open_session(tx, ctx, account_id, now)
    return SessionStarted(token, life, created=known is None)


def _make(tx: Tx, ctx: Context, flow: FlowRow, email: Email, phc: str, now: float) -> int | None:
    account_id = account_rows.add(
        tx,
        email_key=ctx.keys.mac("email", email.identity),
        email=account_rows.seal_email(ctx.keys, email.normalised, email.identity),
        language=flow.language,
        password=phc,
        now=now,
    )
    if account_id is not None:
        audit.append(tx, ctx, "account_created", email=email.identity)
    return account_id


def _replace(tx: Tx, ctx: Context, caller: Caller, email: Email, known: Credentials, phc: str) -> None:
    account_rows.set_password(tx, known.account_id, phc)
    session_rows.end_all(tx, known.account_id)
    outbox.enqueue_notice(
        tx, ctx, caller, kind="password_changed", email=email.normalised, language=known.language
    )
    audit.append(tx, ctx, "password_replaced", email=email.identity)
