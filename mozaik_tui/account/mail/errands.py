"""One claimed mail on its way: claiming, the last look before DATA, and how it ended (account-service.md,
Mail).
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.mail.messages import code_letter, notice_letter
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.mail.outbox import PURPOSE
from mozaik_tui.account.mail.transport import Letter
from mozaik_tui.account.store import code_rows, outbox_rows

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx

_chance = secrets.SystemRandom()

# Dead rows dropped in one transaction before a claim gives way to others.
_DEAD_AT_ONCE = 50
# How often the end of a mail is written again when the database is busy: losing it means a second delivery.
_TELL_TRIES = 5


class Stopped(Exception):
    """The worker stops: the row is let go and not counted as tried."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A leased row, opened. ``created_at`` is when the code was issued, ``minute`` where its budget was
    taken.
    """

    row: int
    kind: str
    code_id: int | None
    token: str
    lease_token: str
    attempts: int
    created_at: float
    minute: int
    recipient: str = field(repr=False)
    language: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Haul:
    """What one claim brought: a mail or none, and how many rows were ended unsent on the way to it."""

    mail: Claimed | None
    dropped: int = 0
    unreadable: int = 0


def claim(ctx: Context, options: MailSettings) -> Haul:
    """Lease the mail whose turn it is, in one transaction; dead codes before it are dropped, unmailed.

    Takes one of the minute's hand-overs (``mail_minute``); with none left, nothing is leased.
    """
    return ctx.store.write(lambda tx: _claim(tx, ctx, options))


def _claim(tx: Tx, ctx: Context, options: MailSettings) -> Haul:
    now = ctx.clock()
    minute = int(now // 60)
    if not outbox_rows.take_budget(tx, minute=minute, cap=ctx.limits.mail_minute):
        return Haul(None)
    dropped = unreadable = 0
    for _ in range(_DEAD_AT_ONCE):
        lease_token = secrets.token_hex(16)
        row = outbox_rows.claim(
            tx, now=now, lease=options.lease, retry_max=options.retry_max, lease_token=lease_token
        )
        if row is None:
            break
        if row.code_id is not None and not code_rows.is_live(tx, ctx, row.code_id, now):
            outbox_rows.done(tx, row.id, outbox_rows.DROPPED, now)
            dropped += 1
            continue
        try:
            content = json.loads(ctx.keys.open(PURPOSE, row.sealed, bound=row.message_token.encode()))
        except ServiceFault:
            outbox_rows.done(tx, row.id, outbox_rows.FAILED, now)
            unreadable += 1
            continue
        outbox_rows.take_turn(tx, row.address, now)
        mail = Claimed(
            row=row.id,
            kind=row.kind,
            code_id=row.code_id,
            token=row.message_token,
            lease_token=lease_token,
            attempts=row.attempts,
            created_at=row.created_at,
            minute=minute,
            recipient=content["to"],
            language=content["language"],
            code=content.get("code", ""),
        )
        return Haul(mail, dropped, unreadable)
    outbox_rows.give_back_budget(tx, minute)
    return Haul(None, dropped, unreadable)


class LeasedErrand:
    """What the transport works with (:class:`~mozaik_tui.account.mail.transport.Errand`); used by one
    thread.
    """

    def __init__(
        self, ctx: Context, options: MailSettings, mail: Claimed, stopping: Callable[[], bool] = lambda: False
    ) -> None:
        self._ctx = ctx
        self._options = options
        self._stopping = stopping
        self.mail = mail
        self.sent = False
        self.dead = False
        # Measured on a clock that nobody sets: the lease in the database is by the service's clock.
        self._held_since = time.monotonic()

    @property
    def recipient(self) -> str:
        """The normalised e-mail address."""
        return self.mail.recipient

    @property
    def data_seconds(self) -> float:
        """What is left of the lease, less a twentieth: DATA ends before another worker may take the row."""
        return max(0.05, self._options.lease * 0.95 - (time.monotonic() - self._held_since))

    def keep(self) -> None:
        """Between two stages. Raises :class:`Stopped` when the worker stops; holds on to a lease that is half
        over.
        """
        if self._stopping():
            raise Stopped
        if time.monotonic() - self._held_since > self._options.lease / 2:
            self._ctx.store.write(self._hold)

    def _hold(self, tx: Tx) -> bool:
        until = self._ctx.clock() + self._options.lease
        held = outbox_rows.keep(tx, self.mail.row, self.mail.lease_token, until)
        if held:
            self._held_since = time.monotonic()
        return held

    def letter(self) -> Letter | None:
        """The mail as it reads now; ``None`` when the code has died since the claim, or the lease was
        lost.
        """
        if self._stopping():
            raise Stopped
        if not self._ctx.store.write(self._still_wanted):
            return None
        mail = self.mail
        if mail.code_id is None:
            return notice_letter(mail.kind, token=mail.token, date=mail.created_at, language=mail.language)
        limits = self._ctx.limits
        dies_at = min(
            mail.created_at + limits.code_ttl_cap,
            max(mail.created_at + limits.code_ttl, self._ctx.clock() + limits.code_after_handover),
        )
        return code_letter(
            token=mail.token, date=mail.created_at, language=mail.language, code=mail.code, dies_at=dies_at
        )

    def _still_wanted(self, tx: Tx) -> bool:
        if not self._hold(tx):
            return False
        now = self._ctx.clock()
        if self.mail.code_id is not None and not code_rows.is_live(tx, self._ctx, self.mail.code_id, now):
            self.dead = outbox_rows.done(tx, self.mail.row, outbox_rows.DROPPED, now)
            return False
        return True

    def handed_over(self) -> None:
        """The relay has it: the row is done and its body erased, the code's life is counted from now."""
        self.sent = True
        self._tell(self._sent)

    def _sent(self, tx: Tx) -> None:
        now = self._ctx.clock()
        outbox_rows.done(tx, self.mail.row, outbox_rows.SENT, now)
        if self.mail.code_id is not None:
            code_rows.mark_handed_over(tx, self.mail.code_id, now)

    def refused(self) -> None:
        """The relay will never take it."""
        self._tell(self._failed)

    def _failed(self, tx: Tx) -> None:
        outbox_rows.done(tx, self.mail.row, outbox_rows.FAILED, self._ctx.clock())
        outbox_rows.give_back_budget(tx, self.mail.minute)

    def put_back(self, *, counted: bool = True) -> None:
        """Not now: tried again after a wait that doubles; at once, when the try does not count."""
        self._tell(lambda tx: self._put_back(tx, counted=counted))

    def _put_back(self, tx: Tx, *, counted: bool) -> None:
        wait = retry_wait(self._options, self.mail.attempts) if counted else 0.0
        next_try = self._ctx.clock() + wait
        outbox_rows.release(tx, self.mail.row, self.mail.lease_token, next_try=next_try, counted=counted)
        outbox_rows.give_back_budget(tx, self.mail.minute)

    def unused(self) -> None:
        """The letter was not wanted any more: the minute's budget gets its hand-over back."""
        self._tell(lambda tx: outbox_rows.give_back_budget(tx, self.mail.minute))

    def _tell(self, work: Callable[[Tx], None]) -> None:
        for _ in range(_TELL_TRIES - 1):
            try:
                self._ctx.store.write(work)
            except ServiceFault:
                continue
            return
        self._ctx.store.write(work)


def retry_wait(
    options: MailSettings,
    attempts: int,
    jitter: Callable[[float, float], float] = _chance.uniform,
) -> float:
    """Seconds until the next try after ``attempts`` of them: ``retry_first`` doubling to ``retry_max``, each
    wait a fifth longer or shorter by chance, so that mails which failed together do not come back together.
    """
    base = options.retry_first * 2.0 ** min(attempts - 1, 30)
    return min(options.retry_max, min(base, options.retry_max) * jitter(0.8, 1.2))
