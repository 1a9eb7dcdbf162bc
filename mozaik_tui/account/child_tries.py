"""What a mismatch costs, and when a child is under attack (account-service.md, ``child_fails_…``,
``child_target_alert``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mozaik_tui.account import audit
from mozaik_tui.account.budgets import key_of
from mozaik_tui.account.children_form import CheckedForm
from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.store import counter_rows
from mozaik_tui.account.store.counter_rows import Budget
from mozaik_tui.account.throttles import DAY, HOUR, Taken, take, take_all, wait
from mozaik_tui.journey.rules.folding import fold_name

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.account_rows import AccountRow

_HOURLY, _DAILY, _TARGET = "child_fails_hour", "child_fails_day", "child_target"
_PURPOSE = "child"


@dataclass(frozen=True, slots=True)
class Try:
    """A try that was taken from both budgets of an e-mail."""

    email_key: bytes = field(repr=False)
    hourly: Taken
    daily: Taken


def _email_key(tx: Tx, ctx: Context, identity: str) -> bytes:
    """The key of both budgets of an e-mail, which outlive its account and a change of the service's keys."""
    key_of(tx, ctx, _HOURLY, "email", identity)
    return key_of(tx, ctx, _DAILY, "email", identity)


def take_try(tx: Tx, ctx: Context, identity: str, now: float) -> Try | Refusal:
    """Take a try before the match is told; ``child_locked`` when there is none left in the hour or the
    day.
    """
    limits, email_key = ctx.limits, _email_key(tx, ctx, identity)
    budgets = (
        Budget(_HOURLY, email_key, limits.child_fails_hour, HOUR, now),
        Budget(_DAILY, email_key, limits.child_fails_day, DAY, now),
    )
    taken = take_all(tx, budgets, now=now)
    if not isinstance(taken, tuple):
        return Try(email_key, *taken)
    locked = taken[1]
    day = wait(tx, _DAILY, email_key, limit=limits.child_fails_day, window=DAY, now=now)
    return Refusal("child_locked", retry_after=max(locked.retry_after, day))


def give_back_try(tx: Tx, taken: Try) -> None:
    """The try was no mismatch. Earlier ones stay counted: a success resets nothing."""
    counter_rows.give_back(
        tx,
        (_HOURLY, taken.email_key, taken.hourly.started_at),
        (_DAILY, taken.email_key, taken.daily.started_at),
    )


def forget_tries(tx: Tx, ctx: Context, identity: str, now: float) -> bool:
    """Count an e-mail's mismatches afresh, where they lock it; whether they did."""
    limits, email_key = ctx.limits, _email_key(tx, ctx, identity)
    budgets = ((_HOURLY, limits.child_fails_hour, HOUR), (_DAILY, limits.child_fails_day, DAY))
    if not any(
        wait(tx, kind, email_key, limit=most, window=window, now=now) for kind, most, window in budgets
    ):
        return False
    for kind, _, _ in budgets:
        counter_rows.clear(tx, kind, email_key)
    return True


def record_mismatch(tx: Tx, ctx: Context, account: AccountRow, form: CheckedForm, now: float) -> None:
    """Count the mismatch on what it aimed at, and write it down.

    The two targets are the identifier at its school body, and the person at hers: who guesses at the other
    half of a child's data goes through one of them. The alert comes once a target and day; nobody is locked
    by it.
    """
    body = form.school_body.id
    names = (fold_name(form.last_name), fold_name(form.first_name))
    targets = {
        "identifier": key_of(tx, ctx, _TARGET, _PURPOSE, "identifier", body, form.kind, form.identifier),
        "person": key_of(tx, ctx, _TARGET, _PURPOSE, "person", body, *names, form.birth_date),
    }
    audit.append(tx, ctx, "child_no_match", email=account.identity, subject=targets["identifier"])
    limit = ctx.limits.child_target_alert
    for by, target in targets.items():
        counted = take(tx, _TARGET, target, limit=limit, window=DAY, now=now)
        if isinstance(counted, Taken) and counted.count == limit:
            audit.append(
                tx, ctx, "child_target_under_attack", subject=target, details={"by": by, "mismatches": limit}
            )
