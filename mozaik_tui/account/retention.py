"""What is kept no longer (account-service.md, Retention), and what is made anew after a key was changed
(Keys).

Everything goes in small transactions: sign-ups go on between them. A purge that is killed is finished by the
next one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeAlias

from mozaik_tui.account import audit_chain, children
from mozaik_tui.account.assist import lines, staff
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.mail.outbox import PURPOSE as OUTBOX
from mozaik_tui.account.store import retention_rows
from mozaik_tui.account.store.account_rows import open_email, seal_email

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx

DAY = 86400.0
FLOWS_KEPT = SESSIONS_KEPT = ANSWERS_KEPT = MAILS_KEPT = PRACTICE_KEPT = DAY
ASSISTS_KEPT = 60.0
COUNTERS_KEPT = 2 * DAY
CHILD_FAILURES_KEPT = 30 * DAY
AUDIT_KEPT = 365 * DAY
# As long as a mail server tries before it gives up (RFC 5321, 4.5.4.1). Codes are dead long before.
NOTICES_TRIED = 5 * DAY

# The number to go on after (none after the last page) and how many rows were changed.
Page: TypeAlias = tuple[int | None, int]

_log = logging.getLogger("mozaik_tui.retention")


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each were erased; ``rekeyed`` were made anew under the first key, ``old_keys`` are free to
    go.
    """

    flows: int = 0
    sessions: int = 0
    assists: int = 0
    counters: int = 0
    child_failures: int = 0
    answers: int = 0
    mails: int = 0
    practice_mails: int = 0
    audit: int = 0
    rekeyed: int = 0
    old_keys: int = 0

    def counts(self) -> dict[str, int]:
        """Name → count, in order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def purge(ctx: Context) -> Purged:
    """Apply the retention rules now, finish a change of keys, and cut the write-ahead log.

    Raises ``ServiceFault`` when the database cannot be written. An audit chain that is broken is logged and
    left as it is; all else is done.
    """
    now, limits = ctx.clock(), ctx.limits
    _sealed(ctx)
    rekeyed = _rekey(ctx)
    done = Purged(
        flows=_all(
            ctx,
            lambda tx: retention_rows.flows_over(
                tx, now - FLOWS_KEPT - limits.flow_ttl, now - FLOWS_KEPT - limits.flow_idle
            ),
        ),
        sessions=_all(
            ctx,
            lambda tx: retention_rows.sessions_over(
                tx, now - SESSIONS_KEPT - limits.session_ttl, now - SESSIONS_KEPT - limits.session_idle
            ),
        )
        + _all(
            ctx,
            lambda tx: retention_rows.staff_sessions_over(
                tx, now - SESSIONS_KEPT - limits.staff_ttl, now - SESSIONS_KEPT - limits.staff_idle
            ),
        ),
        assists=_assists(ctx, now),
        counters=_all(ctx, lambda tx: retention_rows.counters_over(tx, now - COUNTERS_KEPT, now)),
        child_failures=_all(
            ctx, lambda tx: retention_rows.child_failures_over(tx, now - CHILD_FAILURES_KEPT, now)
        ),
        answers=_all(ctx, lambda tx: retention_rows.answers_over(tx, now - ANSWERS_KEPT)),
        mails=_mails(ctx, now),
        practice_mails=_all(ctx, lambda tx: retention_rows.practice_over(tx, now - PRACTICE_KEPT)),
        audit=audit_chain.cut(ctx, now - AUDIT_KEPT),
        rekeyed=rekeyed,
        # Last: only what is left now can still be under an older key.
        old_keys=ctx.store.write(lambda tx: _forget_old_keys(tx, ctx)),
    )
    ctx.store.truncate_log()
    return done


def _forget_old_keys(tx: Tx, ctx: Context) -> int:
    """Not while the audit chain lies under one: a broken chain is not signed anew, and can be looked into with it only."""
    return retention_rows.forget_old_keys(tx, ctx.keys.ids[0]) if audit_chain.under_first(tx, ctx) else 0


def _all(ctx: Context, work: Callable[[Tx], int]) -> int:
    """Repeat a work of a few hundred rows until it finds no more."""
    total = 0
    while found := ctx.store.write(work):
        total += found
    return total


def _assists(ctx: Context, now: float) -> int:
    """Those that nobody ended are ended in the journal too, before their rows go."""
    _all(ctx, lambda tx: len(lines.sweep(tx, ctx, now)))
    return _all(ctx, lambda tx: retention_rows.assists_over(tx, now - ctx.limits.assist_ttl - ASSISTS_KEPT))


def _mails(ctx: Context, now: float) -> int:
    code_over = now - max(MAILS_KEPT, ctx.limits.code_ttl_cap)
    ctx.store.write(lambda tx: retention_rows.give_up_notices(tx, now - NOTICES_TRIED, now))
    _all(ctx, lambda tx: retention_rows.turns_over(tx, now - COUNTERS_KEPT))
    return _all(ctx, lambda tx: retention_rows.waiting_codes_over(tx, code_over)) + _all(
        ctx, lambda tx: retention_rows.mails_over(tx, now - MAILS_KEPT)
    )


def _sealed(ctx: Context) -> None:
    try:
        audit_chain.seal(ctx)
    except audit_chain.ChainBroken as broken:
        _log.error("audit chain broken: %s at %d; nothing is linked to it", broken.reason, broken.at)


def _rekey(ctx: Context) -> int:
    """Make anew what lies under an older key: the audit chain's keys, accounts' e-mails, waiting mails, typed
    data.

    Practice mails are not: they are gone within a day.
    """
    if len(ctx.keys.ids) == 1:
        return 0
    count = 0
    try:
        count += audit_chain.rekey(ctx)
    except audit_chain.ChainBroken as broken:
        _log.error("audit chain broken: %s at %d; its keys stay as they are", broken.reason, broken.at)
    count += _pages(
        ctx, lambda tx, after: retention_rows.accounts_anew(tx, after, lambda row: _account_again(ctx, row))
    )
    count += _pages(
        ctx, lambda tx, after: retention_rows.waiting_anew(tx, after, lambda row: _mail_again(ctx, row))
    )
    count += _pages(
        ctx, lambda tx, after: retention_rows.apps_anew(tx, after, lambda row: _app_again(ctx, row))
    )
    _pages(ctx, lambda tx, after: (children.reseal(tx, ctx, after), 0))
    return count


def _pages(ctx: Context, step: Callable[[Tx, int], Page]) -> int:
    """Go through a table page by page, a transaction each; how many rows were changed."""
    count, after = 0, 0
    while True:
        following, changed = ctx.store.write(_after(step, after))
        count += changed
        if following is None:
            return count
        after = following


def _after(step: Callable[[Tx, int], Page], place: int) -> Callable[[Tx], Page]:
    """One page's work, its place fixed."""
    return lambda tx: step(tx, place)


def _account_again(ctx: Context, row: Any) -> dict[str, bytes] | None:
    """An account's e-mail under the first key; what no key opens stays as it is."""
    if ctx.keys.made_under_first(row.email):
        return None
    try:
        email, identity = open_email(ctx.keys, row.email)
    except ServiceFault:
        return None
    return {
        "was": row.email,
        "sealed_anew": seal_email(ctx.keys, email, identity),
        "key_anew": ctx.keys.mac("email", identity),
    }


def _mail_again(ctx: Context, row: Any) -> dict[str, bytes] | None:
    """A waiting mail under the first key; what no key opens stays as it is (its worker will say so)."""
    if ctx.keys.made_under_first(row.sealed):
        return None
    bound = row.message_token.encode()
    try:
        plain = ctx.keys.open(OUTBOX, row.sealed, bound=bound)
    except ServiceFault:
        return None
    return {"was": row.sealed, "sealed_anew": ctx.keys.seal(OUTBOX, plain, bound=bound)}


def _app_again(ctx: Context, row: Any) -> dict[str, bytes] | None:
    """The secret of a member's app for codes under the first key; what no key opens stays as it is."""
    try:
        sealed = staff.sealed_again(ctx, row.name, row.totp)
    except ServiceFault:
        return None
    return None if sealed is None else {"was": row.totp, "sealed_anew": sealed}
