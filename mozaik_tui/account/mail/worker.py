"""The workers that empty the outbox (account-service.md, Mail). Any number of processes may run some."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.mail.errands import Claimed, LeasedErrand, Stopped, claim
from mozaik_tui.account.mail.transport import Rejected, RelayFault, Transport
from mozaik_tui.account.store import listener, outbox_rows

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context

_log = logging.getLogger("mozaik_tui.mail")

# The outbox is looked into this often by workers that nobody woke: another process may have put something in.
POLL_SECONDS = 1.0
# As often where others ring: what is put off comes due by itself, and a ring may be lost.
HEARING_SECONDS = 5.0
# The same alert is logged once in this time: a relay that is down would tell it for every mail.
_ALERT_EVERY = 60.0


@dataclass(frozen=True, slots=True)
class Tally:
    """What a worker did since it was made: mails handed over, refused for good, and no longer needed."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0


class Worker:
    """Threads that claim mails and hand them to ``transport``. They are daemons: no mail holds up the
    interpreter's exit, a lease that was held is taken over by the next worker.

    ``start`` and ``stop`` once each; ``wake`` from any thread, after the transaction that enqueued has
    committed. ``direct``: where it hears of mails that other processes put in (``service.database_direct``);
    without it, it looks for them once a second.
    """

    def __init__(
        self, ctx: Context, transport: Transport, *, workers: int = 2, direct: str | None = None
    ) -> None:
        self._ctx = ctx
        self._transport = transport
        self._listener = listener(direct, self.wake)
        self._threads = [
            threading.Thread(target=self._run, name=f"mail-{n + 1}", daemon=True)
            for n in range(max(1, workers))
        ]
        self._bell = threading.Condition()
        self._rung = 0
        self._stopping = False
        self._tally = Tally()
        self._alerted: dict[str, float] = {}

    @property
    def tally(self) -> Tally:
        """What was done so far."""
        with self._bell:
            return self._tally

    def start(self) -> None:
        """Let the threads run."""
        for thread in self._threads:
            thread.start()
        if self._listener is not None:
            self._listener.start()

    def wake(self) -> None:
        """Something was put into the outbox: look now."""
        with self._bell:
            self._rung += 1
            self._bell.notify()  # one mail, one worker: the others would find nothing

    def stop(self, timeout: float = 5.0) -> bool:
        """Stop within about ``timeout`` seconds: a mail that is being taken may end in the first half, then
        its connection is cut. Whether every thread has ended.
        """
        with self._bell:
            self._stopping = True
            self._bell.notify_all()
        if self._listener is not None:
            self._listener.stop()
        started = [thread for thread in self._threads if thread.ident is not None]
        self._join(started, timeout / 2)
        if any(thread.is_alive() for thread in started):
            self._transport.abort()
            self._join(started, timeout / 2)
        return not any(thread.is_alive() for thread in started)

    @staticmethod
    def _join(threads: list[threading.Thread], seconds: float) -> None:
        until = time.monotonic() + seconds
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))

    def run_once(self) -> int:
        """Hand over all that is due now, in the calling thread; how many mails were tried."""
        tried = 0
        while (found := self._step()) is not None:
            tried += found
        return tried

    def _run(self) -> None:
        while not self._stopping:
            seen = self._rung
            try:
                found = self._step()
            except ServiceFault as fault:
                self._alert(f"the outbox cannot be read: {fault.code}")
                found = None
            except Exception as broken:
                # A worker never dies of one mail. The type alone: a message may hold what a parent typed.
                self._alert(f"mail worker: {type(broken).__name__}")
                found = None
            if found is None:
                self._rest(seen)

    def _rest(self, seen: int) -> None:
        """Sleep until somebody rings (after ``seen`` times), the worker stops, or it is time to look
        again.
        """
        hears = self._listener is not None and self._listener.hears
        seconds = HEARING_SECONDS if hears else POLL_SECONDS
        with self._bell:
            self._bell.wait_for(lambda: self._stopping or self._rung != seen, seconds)

    def _step(self) -> int | None:
        """Claim and carry one mail: 1, or 0 when only dead ones were met; ``None`` when there is nothing to
        do now.
        """
        options, now = self._transport.options, self._ctx.clock()
        due = self._ctx.store.read(
            lambda tx: outbox_rows.any_due(tx, now, lease=options.lease, retry_max=options.retry_max)
        )
        if not due:
            return None
        haul = claim(self._ctx, options)
        self._count(dropped=haul.dropped, failed=haul.unreadable)
        if haul.unreadable:
            self._alert(f"{haul.unreadable} mails cannot be opened: their key is gone")
        if haul.mail is None:
            return 0 if haul.dropped or haul.unreadable else None
        self._carry(haul.mail)
        return 1

    def _carry(self, mail: Claimed) -> None:
        errand = LeasedErrand(self._ctx, self._transport.options, mail, lambda: self._stopping)
        try:
            self._transport.deliver(errand)
        except Stopped:
            errand.put_back(counted=False)
        except RelayFault as fault:
            errand.put_back()
            self._tell_fault(fault, mail.attempts)
        except Rejected as rejected:
            errand.refused()
            self._count(failed=1)
            _log.warning("mail refused for good: stage=%s reply=%s", rejected.stage, rejected.reply)
        except Exception:
            # Handed over but not written down: the lease runs out and the mail goes again, with its
            # Message-ID.
            if not errand.sent:
                errand.put_back()
            raise
        else:
            if not errand.sent:
                errand.unused()
            self._count(sent=int(errand.sent), dropped=int(errand.dead))

    def _tell_fault(self, fault: RelayFault, attempt: int) -> None:
        if fault.alert:
            self._alert(f"mail relay: stage={fault.stage} reply={fault.reply} {fault.reason}".rstrip())
        else:
            _log.warning(
                "mail put off: stage=%s reply=%s attempt=%d %s",
                fault.stage,
                fault.reply,
                attempt,
                fault.reason,
            )

    def _alert(self, text: str) -> None:
        """Call the operator, once a minute for one thing."""
        now = time.monotonic()
        with self._bell:
            if now - self._alerted.get(text, -_ALERT_EVERY) < _ALERT_EVERY:
                return
            self._alerted[text] = now
        _log.error("%s", text)

    def _count(self, *, sent: int = 0, failed: int = 0, dropped: int = 0) -> None:
        with self._bell:
            was = self._tally
            self._tally = Tally(was.sent + sent, was.failed + failed, was.dropped + dropped)
