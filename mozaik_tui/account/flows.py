"""Flows: an e-mail address on its way to being verified (account-service.md, `POST /v1/flows` and what
follows).

Each function runs in the caller's transaction and returns its refusals: what they cost must be committed.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, cast

from mozaik_tui.account import audit, codes
from mozaik_tui.account.budgets import EmailTries, Sends, standing_lock
from mozaik_tui.account.contract import (
    AccountKind,
    CodeSent,
    FlowStarted,
    FlowState,
    FlowStateName,
    Refusal,
    Verified,
)
from mozaik_tui.account.inputs import Email
from mozaik_tui.account.mail import outbox
from mozaik_tui.account.sealed_email import open_email, seal_email
from mozaik_tui.account.store import code_rows, flow_rows
from mozaik_tui.account.throttles import whole_seconds
from mozaik_tui.account.tokens import new_token
from mozaik_tui.journey.rules.verdict import Refused
from mozaik_tui.journey.rules.verification_code import judge_code

if TYPE_CHECKING:
    from mozaik_tui.account.context import Caller, Context
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.flow_rows import FlowRow


def start(
    tx: Tx, ctx: Context, caller: Caller, email: Email, language: str, now: float
) -> FlowStarted | Refusal:
    """A new flow and its first code. Nothing here looks at accounts: every e-mail is treated alike."""
    sends = Sends(tx, ctx, caller, email, now)
    tries = EmailTries(tx, ctx, caller, email.identity, now)
    if refused := standing_lock(sends, tries) or sends.take():
        return refused
    token, salt = new_token(), secrets.token_bytes(16)
    flow_id = flow_rows.add(
        tx,
        token=ctx.keys.mac("token", "flow", token),
        salt=salt,
        email_key=ctx.keys.mac("email", email.identity),
        mailbox_key=ctx.keys.mac("mailbox", email.mailbox),
        email=seal_email(ctx.keys, email),
        language=language,
        now=now,
    )
    life = codes.send_code(
        tx, ctx, caller, flow_id=flow_id, salt=salt, email=email, language=language, now=now
    )
    audit.append(tx, ctx, "flow_started", email=email.identity)
    return FlowStarted(
        flow_token=token,
        expires_in=ctx.limits.flow_ttl,
        resend_in=ctx.limits.resend_wait,
        code_expires_in=life,
    )


def state_of(tx: Tx, ctx: Context, caller: Caller, flow: FlowRow, now: float) -> FlowState:
    """Where a flow stands. Once verified there is nothing to wait for: both waits are 0."""
    code = code_rows.of_flow(tx, flow.id)[0]
    waits = (0, 0)
    if flow.state == "code_sent":
        email = open_email(ctx.keys, flow.email)
        tries = EmailTries(tx, ctx, caller, email.identity, now)
        waits = (
            codes.resend_in(tx, ctx, caller, flow, email, tries, now),
            codes.life_left(ctx, code, now),
        )
    return FlowState(
        state=cast(FlowStateName, flow.state),
        delivery=outbox.delivery_of(tx, code.id),
        resend_in=waits[0],
        code_expires_in=waits[1],
        account=cast("AccountKind | None", flow.kind),
    )


def resend(tx: Tx, ctx: Context, caller: Caller, flow: FlowRow, now: float) -> CodeSent | Refusal:
    """A new code in the same flow. In a verified flow no code is of use any more: ``code_used``."""
    if refused := _over(flow):
        return refused
    if flow.state == "email_verified":
        return Refusal("code_used")
    email = open_email(ctx.keys, flow.email)
    sends = Sends(tx, ctx, caller, email, now)
    tries = EmailTries(tx, ctx, caller, email.identity, now)
    if refused := standing_lock(sends, tries, codes.resend_wait(ctx, flow, now)) or sends.take():
        return refused
    flow_rows.mark_sent(tx, flow.id, now)
    life = codes.send_code(
        tx,
        ctx,
        caller,
        flow_id=flow.id,
        salt=flow.salt,
        email=email,
        language=flow.language,
        now=now,
        earlier=code_rows.of_flow(tx, flow.id),
    )
    audit.append(tx, ctx, "code_resent", email=email.identity)
    return CodeSent(
        expires_in=whole_seconds(flow.created_at + ctx.limits.flow_ttl - now, ctx.limits.flow_ttl),
        resend_in=ctx.limits.resend_wait,
        code_expires_in=life,
    )


def verify(tx: Tx, ctx: Context, caller: Caller, flow: FlowRow, text: str, now: float) -> Verified | Refusal:
    """Spend a code. Malformed costs nothing."""
    if refused := _over(flow):
        return refused
    judged = judge_code(text, ctx.limits.code_digits)
    if isinstance(judged, Refused):
        return Refusal(judged.code, reason=judged.reason)
    return codes.spend(tx, ctx, caller, flow, open_email(ctx.keys, flow.email), judged.value, now)


def cancel(tx: Tx, ctx: Context, flow: FlowRow) -> Refusal | None:
    """The code and the token are dead."""
    if refused := _over(flow):
        return refused
    flow_rows.cancel(tx, flow.id)
    audit.append(tx, ctx, "flow_cancelled", email=open_email(ctx.keys, flow.email).identity)
    return None


def _over(flow: FlowRow) -> Refusal | None:
    """A complete flow's token only reads the flow."""
    return Refusal("flow_complete") if flow.state == "complete" else None
