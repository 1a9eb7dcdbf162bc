"""Codes: made, sent, and spent (account-service.md, Rules: `code_*`; Atomic)."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from mozaik_tui.account import audit
from mozaik_tui.account.budgets import EmailTries, Sends
from mozaik_tui.account.contract import AccountKind, Refusal, ServiceFault, Verified
from mozaik_tui.account.mail import outbox
from mozaik_tui.account.store import account_rows, code_rows, flow_rows
from mozaik_tui.account.throttles import whole_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mozaik_tui.account.context import Caller, Context
    from mozaik_tui.account.inputs import Email
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.code_rows import CodeRow
    from mozaik_tui.account.store.flow_rows import FlowRow

_DRAWS = 200


def send_code(
    tx: Tx,
    ctx: Context,
    caller: Caller,
    *,
    flow_id: int,
    salt: bytes,
    email: Email,
    language: str,
    now: float,
    earlier: Sequence[CodeRow] = (),
) -> int:
    """A new code for a flow, which supersedes its ``earlier`` ones, and the mail that brings it; its life in
    whole seconds.
    """
    limits = ctx.limits
    code, digest = _fresh(ctx, salt, earlier)
    if earlier:
        code_rows.supersede(tx, flow_id)
    code_id = code_rows.add(
        tx,
        flow_id,
        digest,
        now=now,
        ttl=limits.code_ttl,
        cap=limits.code_ttl_cap,
        after_handover=limits.code_after_handover,
    )
    outbox.enqueue_code(
        tx, ctx, caller, code_id=code_id, email=email.normalised, language=language, code=code
    )
    return min(limits.code_ttl, limits.code_ttl_cap)


def _fresh(ctx: Context, salt: bytes, earlier: Sequence[CodeRow]) -> tuple[str, bytes]:
    """A code that this flow never had, with its digest."""
    known = {row.digest for row in earlier}
    digits = ctx.limits.code_digits
    for _ in range(_DRAWS):
        code = f"{secrets.randbelow(10**digits):0{digits}d}"
        digests = ctx.keys.macs("code", salt, code)
        if known.isdisjoint(digests):
            return code, digests[0]
    raise ServiceFault


def life_left(ctx: Context, code: CodeRow, now: float) -> int:
    """Whole seconds for which the code can still be entered, never past its settings."""
    limits = ctx.limits
    return whole_seconds(
        code.expires_at - now, min(limits.code_ttl_cap, max(limits.code_ttl, limits.code_after_handover))
    )


def resend_in(
    tx: Tx, ctx: Context, caller: Caller, flow: FlowRow, email: Email, tries: EmailTries, now: float
) -> int:
    """Whole seconds until a new code can be asked for, every lock counted."""
    return max(resend_wait(ctx, flow, now), tries.lock(), Sends(tx, ctx, caller, email, now).lock())


def resend_wait(ctx: Context, flow: FlowRow, now: float) -> int:
    """Whole seconds of this flow's own wait between two codes."""
    return whole_seconds(flow.sent_at + ctx.limits.resend_wait - now, ctx.limits.resend_wait)


def spend(
    tx: Tx, ctx: Context, caller: Caller, flow: FlowRow, email: Email, code: str, now: float
) -> Verified | Refusal:
    """Compare a well-formed code, in the contract's order: used, e-mail locked, superseded, expired, take a
    try, compare in constant time, mark used. A refusal is returned: what it cost must be committed.
    """
    if flow.state == "email_verified":
        return Refusal("code_used")
    tries = EmailTries(tx, ctx, caller, email.identity, now)
    if locked := tries.lock():
        return Refusal("email_locked", retry_after=locked)
    newest, *earlier = code_rows.of_flow(tx, flow.id)
    entered = ctx.keys.macs("code", flow.salt, code)
    if any(_same(old, entered) for old in earlier):
        return Refusal("code_superseded")
    if newest.dead or newest.expires_at <= now:
        return Refusal("code_expired")
    if refused := tries.take():
        return refused
    count = code_rows.take_try(tx, newest.id, ctx.limits.code_tries)
    if count is None:
        tries.give_back()
        return Refusal("code_locked", retry_after=resend_in(tx, ctx, caller, flow, email, tries, now))
    if not _same(newest, entered):
        left = min(ctx.limits.code_tries - count, tries.left())
        audit.append(tx, ctx, "code_invalid", email=email.identity, details={"tries_left": left})
        return Refusal("code_invalid", tries_left=left)
    tries.give_back()
    code_rows.give_try_back(tx, newest.id)
    return _verified(tx, ctx, flow, email)


def _same(code: CodeRow, entered: Sequence[bytes]) -> bool:
    """Whether the entry is this code, in constant time, under any of the keys."""
    return any(hmac.compare_digest(code.digest, digest) for digest in entered)


def _verified(tx: Tx, ctx: Context, flow: FlowRow, email: Email) -> Verified:
    known = account_rows.find(tx, ctx.keys.macs("email", email.identity))
    kind: AccountKind = "new" if known is None else "existing"
    flow_rows.mark_verified(tx, flow.id, kind)
    audit.append(tx, ctx, "email_verified", email=email.identity, details={"account": kind})
    return Verified(kind)
