"""What an open service consists of (see :mod:`mozaik_tui.account.embedded`)."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mozaik_tui.account.context import Context
from mozaik_tui.account.contract import PracticeFamily, PracticeMessage, ServiceFault
from mozaik_tui.account.housekeeping import Housekeeper
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Tally, Worker
from mozaik_tui.account.passwords import Hashing
from mozaik_tui.account.registry.lookup import close_registry
from mozaik_tui.account.service import LocalService
from mozaik_tui.account.store import clock_rows

if TYPE_CHECKING:
    from mozaik_tui.account.store.postgresql.bell import Ringer


@dataclass(frozen=True, slots=True)
class PracticeParts:
    """What practice adds: the mailbox on the screen, and the invented family."""

    transport: PracticeTransport
    family: PracticeFamily

    def mailbox(self, email: str) -> tuple[PracticeMessage, ...]:
        """The mails for ``email`` that arrived, newest first."""
        return self.transport.mailbox(email)

    def card(self) -> PracticeFamily:
        """The family printed on the practice card."""
        return self.family


class Helpers:
    """The mail workers and the housekeeper, started with the first mail that may be waiting."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: tuple[Worker | Ringer | None, Housekeeper] | None = None
        self._started = False

    def engage(self, mail: Worker | Ringer | None, housekeeper: Housekeeper) -> None:
        """Who is to be started. For the mail: workers; where another process delivers, whoever tells it, or
        nobody.
        """
        self._parts = (mail, housekeeper)

    @property
    def tally(self) -> Tally:
        """What the mail workers of this process have done so far."""
        mail = self._parts[0] if self._parts is not None else None
        return mail.tally if isinstance(mail, Worker) else Tally()

    def wake(self) -> None:
        """There may be something to do."""
        with self._lock:
            if self._parts is None:
                return
            mail, housekeeper = self._parts
            if not self._started:
                self._started = True
                if mail is not None:
                    mail.start()
                housekeeper.start()
        if mail is not None:
            mail.wake()

    def dismiss(self) -> None:
        """Stop them; mails that wait stay in the outbox."""
        with self._lock:
            parts, self._parts = self._parts, None
        if parts is not None and self._started:
            if parts[0] is not None:
                parts[0].stop()
            parts[1].stop()


@dataclass(frozen=True, slots=True)
class EmbeddedParts:
    """An open service. ``close`` when nobody asks it any more; twice does no harm."""

    service: LocalService
    practice: PracticeParts | None
    ctx: Context
    hashing: Hashing
    helpers: Helpers
    help: None = None
    """Of the help by phone there is no other end in one process."""

    def close(self) -> None:
        """Let what was asked come to its end, then let go of everything. Does not raise for a database that
        is full or away: nothing acknowledged is lost by it.
        """
        self.helpers.dismiss()
        self.hashing.close()
        store = self.ctx.store
        with contextlib.suppress(ServiceFault):
            now = self.ctx.clock()
            store.write(lambda tx: clock_rows.note(tx, now))
        close_registry(store)
        store.close()
