"""The budgets of sends, wrong codes and requests (account-service.md, Rules)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mozaik_tui.account import throttles
from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.store import counter_rows
from mozaik_tui.account.store.counter_rows import Budget
from mozaik_tui.account.throttles import DAY, HOUR, MINUTE, Locked, Taken

if TYPE_CHECKING:
    from mozaik_tui.account.context import Caller, Context
    from mozaik_tui.account.inputs import Email
    from mozaik_tui.account.store import Tx


def key_of(tx: Tx, ctx: Context, kind: str, purpose: str, *parts: str) -> bytes:
    """A budget's key. What was counted under an older key of the service goes on under the first one."""
    macs = ctx.keys.macs(purpose, *parts)
    if len(macs) > 1:
        counter_rows.adopt(tx, kind, macs)
    return macs[0]


def take_request(tx: Tx, ctx: Context, caller: Caller, now: float) -> Refusal | None:
    """Count a request of this caller in the running minute, or ``too_many_requests``."""
    taken = throttles.take(
        tx,
        "requests",
        ctx.keys.mac("address", caller.counted),
        limit=ctx.limits.requests_minute,
        window=MINUTE,
        now=now,
        aligned=True,
    )
    return Refusal("too_many_requests", retry_after=taken.retry_after) if isinstance(taken, Locked) else None


def _longest(*locks: tuple[str, int]) -> Refusal | None:
    """Of several locks the longest one is told."""
    code, seconds = max(locks, key=lambda lock: lock[1])
    return Refusal(code, retry_after=seconds) if seconds > 0 else None


class Sends:
    """The send budgets of one mailbox and one caller."""

    def __init__(self, tx: Tx, ctx: Context, caller: Caller, email: Email, now: float) -> None:
        self._tx, self._limits, self._now = tx, ctx.limits, now
        own = (email.mailbox, caller.counted)
        self._hour = key_of(tx, ctx, "sends_hour", "mailbox", *own)
        self._day = key_of(tx, ctx, "sends_day", "mailbox", *own)
        self._all = key_of(tx, ctx, "sends_day_all", "mailbox", email.mailbox)
        self._address = key_of(tx, ctx, "sends_address", "address", caller.counted)

    def lock(self) -> int:
        """Whole seconds until the longest lock that has begun ends. The hourly cap locks with its first
        refusal only.
        """
        limits, now = self._limits, self._now
        rows = counter_rows.read(
            self._tx, ("sends_hour", self._hour), ("sends_day", self._day), ("sends_day_all", self._all)
        )
        return max(
            throttles.lock_in(rows.get("sends_hour"), now=now),
            throttles.wait_in(rows.get("sends_day"), limit=limits.sends_day, window=DAY, now=now),
            throttles.wait_in(rows.get("sends_day_all"), limit=limits.sends_day_all, window=DAY, now=now),
        )

    def forget(self) -> bool:
        """Count this mailbox's sends afresh; the budget of the address stays as it is."""
        for kind, key in (("sends_hour", self._hour), ("sends_day", self._day), ("sends_day_all", self._all)):
            counter_rows.clear(self._tx, kind, key)
        return True

    def take(self) -> Refusal | None:
        """Count one send, or say why not; a refusal leaves the other budgets as they were."""
        limits, now = self._limits, self._now
        budgets = (
            Budget("sends_address", self._address, limits.sends_address_hour, HOUR, now),
            Budget("sends_day_all", self._all, limits.sends_day_all, DAY, now),
            Budget("sends_day", self._day, limits.sends_day, DAY, now),
            Budget("sends_hour", self._hour, limits.sends_hour, HOUR, now),
        )
        taken = throttles.take_all(self._tx, budgets, now=now, lock=limits.send_lock)
        if not isinstance(taken, tuple):
            return None
        kind, locked = taken
        code = "too_many_requests" if kind == "sends_address" else "send_locked"
        return Refusal(code, retry_after=locked.retry_after)


class EmailTries:
    """The budgets of evaluated wrong codes of one e-mail: of this caller, and of all."""

    def __init__(self, tx: Tx, ctx: Context, caller: Caller, identity: str, now: float) -> None:
        self._tx, self._now = tx, now
        limits = ctx.limits
        everyone = key_of(tx, ctx, "email_tries_all", "email", identity)
        own = key_of(tx, ctx, "email_tries", "email", identity, caller.counted)
        self._budgets = (
            Budget("email_tries_all", everyone, limits.email_tries_all, DAY, now),
            Budget("email_tries", own, limits.email_tries, DAY, now),
        )
        self._taken: list[Taken] = []

    def lock(self) -> int:
        """Whole seconds until codes of this e-mail are compared again; 0 when they are."""
        rows = counter_rows.read(self._tx, *((one.kind, one.key) for one in self._budgets))
        return max(
            throttles.wait_in(rows.get(one.kind), limit=one.limit, window=one.window, now=self._now)
            for one in self._budgets
        )

    def forget(self) -> bool:
        """Count wrong codes of this e-mail afresh."""
        for one in self._budgets:
            counter_rows.clear(self._tx, one.kind, one.key)
        return True

    def take(self) -> Refusal | None:
        """Count one on both, or ``email_locked``."""
        taken = throttles.take_all(self._tx, self._budgets, now=self._now)
        if isinstance(taken, tuple):
            return Refusal("email_locked", retry_after=taken[1].retry_after)
        self._taken = taken
        return None

    def left(self) -> int:
        """How many can still be evaluated, after what was taken here."""
        return min(budget.limit - one.count for budget, one in zip(self._budgets, self._taken, strict=True))

    def give_back(self) -> None:
        """The code was right, or nothing was compared after all."""
        counter_rows.give_back(
            self._tx,
            *(
                (budget.kind, budget.key, one.started_at)
                for budget, one in zip(self._budgets, self._taken, strict=True)
            ),
        )
        self._taken = []


def standing_lock(sends: Sends, tries: EmailTries, resend_wait: int = 0) -> Refusal | None:
    """What stands in the way of a send before anything is counted; the longest is told."""
    return _longest(
        ("email_locked", tries.lock()), ("send_locked", sends.lock()), ("resend_too_soon", resend_wait)
    )
