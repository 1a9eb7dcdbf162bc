"""What an agent can do on the service, as the office may: see why a mail is late, have a code sent anew, lift a wait.

Never read a code, never set a password: there is no call for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from mozaik_tui.account import flows
from mozaik_tui.account.assist import lines
from mozaik_tui.account.assist.contract import MailTrouble, MailWord
from mozaik_tui.account.budgets import EmailTries, Sends
from mozaik_tui.account.child_tries import forget_tries
from mozaik_tui.account.contract import CodeSent, Refusal
from mozaik_tui.account.inputs import Email, judged_email
from mozaik_tui.account.sealed_email import open_email
from mozaik_tui.account.signing_in import clear_tries, lock_of
from mozaik_tui.account.store import account_rows, code_rows, flow_rows, outbox_rows

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.assist_rows import AssistRow
    from mozaik_tui.account.store.flow_rows import FlowRow

_FATES: Mapping[str, MailWord] = {
    outbox_rows.SENT: "sent",
    outbox_rows.FAILED: "refused",
    outbox_rows.DROPPED: "dead",
}


def _flow(tx: Tx, ctx: Context, row: AssistRow, now: float) -> FlowRow | None:
    limits = ctx.limits
    if row.flow_id is None:
        return None
    return flow_rows.of_id(tx, row.flow_id, now=now, ttl=limits.flow_ttl, idle=limits.flow_idle)


def mail_trouble(tx: Tx, ctx: Context, row: AssistRow, now: float) -> MailTrouble:
    """How the newest mail with a code of the parent's flow fares."""
    flow = _flow(tx, ctx, row, now)
    code = None if flow is None else next(iter(code_rows.of_flow(tx, flow.id)), None)
    found = None if code is None else outbox_rows.fate_of_code(tx, code.id)
    if found is None:
        return MailTrouble("none")
    state, attempts = found
    return MailTrouble(_FATES.get(state) or ("relay" if attempts else "waiting"), attempts)


def resend(tx: Tx, ctx: Context, row: AssistRow, now: float) -> CodeSent | Refusal:
    """A new code in the parent's flow, under the rules and on the budgets of the parent's own resend."""
    flow = _flow(tx, ctx, row, now)
    if flow is None:
        return Refusal("flow_expired")
    sent = flows.resend(tx, ctx, lines.caller_of(ctx, row), flow, now)
    if not isinstance(sent, Refusal):
        lines.note(tx, ctx, row, "assist_resent")
    return sent


def lift(tx: Tx, ctx: Context, row: AssistRow, lock: str, now: float) -> Refusal | None:
    """End a wait of the parent, each kind once an assist; ``nothing_to_lift`` where there is none."""
    lifted = row.lifted.split(",") if row.lifted else []
    email = _addressee(tx, ctx, row, now)
    if email is None or lock in lifted or not _LIFTS[lock](tx, ctx, row, email, now):
        return Refusal("nothing_to_lift")
    lines.note(tx, ctx, row, "assist_lock_lifted", lock=lock)
    lines.change(tx, row, lifted=",".join([*lifted, lock]))
    return None


def _addressee(tx: Tx, ctx: Context, row: AssistRow, now: float) -> Email | None:
    """The address that this assist is about; nobody is shown it."""
    flow = _flow(tx, ctx, row, now)
    if flow is not None:
        return open_email(ctx.keys, flow.email)
    account = None if row.account_id is None else account_rows.get(tx, ctx.keys, row.account_id)
    judged = None if account is None else judged_email(account.email)
    return judged if isinstance(judged, Email) else None


# Each answers whether there was such a wait; what is lifted is counted afresh.
def _sends(tx: Tx, ctx: Context, row: AssistRow, email: Email, now: float) -> bool:
    sends = Sends(tx, ctx, lines.caller_of(ctx, row), email, now)
    return sends.lock() > 0 and sends.forget()


def _codes(tx: Tx, ctx: Context, row: AssistRow, email: Email, now: float) -> bool:
    tries = EmailTries(tx, ctx, lines.caller_of(ctx, row), email.identity, now)
    return tries.lock() > 0 and tries.forget()


def _sign_ins(tx: Tx, ctx: Context, _row: AssistRow, email: Email, now: float) -> bool:
    if not lock_of(tx, ctx, email.identity, now):
        return False
    clear_tries(tx, ctx, email.identity)
    return True


def _children(tx: Tx, ctx: Context, _row: AssistRow, email: Email, now: float) -> bool:
    return forget_tries(tx, ctx, email.identity, now)


_LIFTS: Mapping[str, Callable[[Tx, Context, AssistRow, Email, float], bool]] = {
    "send_locked": _sends,
    "email_locked": _codes,
    "sign_in_locked": _sign_ins,
    "child_locked": _children,
}
