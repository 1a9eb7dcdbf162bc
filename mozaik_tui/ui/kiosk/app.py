"""The assistant at the kiosk: it tells its supervisor that it lives, and has a corner for the staff."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from functools import partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.events import Key
from textual.message import Message
from textual.worker import Worker

from ...account.refusing import Refusal, ServiceFault
from ...journey.rules.refusals import support_number
from ...kiosk.notes import ALIVE, COUNT, END, SPEAKS, Notes
from ...kiosk.pin import Tries
from ...outcome import Outcome
from ...session import Session
from ..threads import in_thread
from ..unattended import Unattended
from ..watched import LOOK, Idle
from .away_screen import AwayScreen

if TYPE_CHECKING:
    from ...settings import Settings

COUNTED: Mapping[str, str] = {"start": "begun", "goodbye": "finished"}
"""Steps whose first showing is counted, and the word of the count."""

ASK_AGAIN = 15.0
"""Seconds between two looks, while nobody is there, whether the service answers."""


class KioskAssistant(Unattended):
    """``notes`` go to the supervisor; ``tries`` are those at the staff's PIN."""

    def __init__(
        self, session: Session, settings: Settings, notes: Notes, tries: Tries, **options: Any
    ) -> None:
        self.settings = settings
        self.notes = notes
        self.tries = tries
        self._counted_journey: set[str] = set()
        self._known: set[str] = set()
        """The children that were counted, or were there when the parent signed in."""
        self._asking: Worker[None] | None = None
        self._told_at = inf  # not before the first screen stands: a slow start has its own patience
        idle = Idle(settings.kiosk.idle, settings.kiosk.warning)
        tell: Callable[[str], Callable[[str], None]] = lambda about: partial(notes.tell, about)  # noqa: E731
        super().__init__(session, idle=idle, ending=tell(END), counted=tell(COUNT), **options)

    def on_ready(self) -> None:
        """From now on a sign of life each quarter of a second; the first question is whether the service is there."""
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # Textual's own answer is to suspend
        self._tell_it_lives()
        self.set_interval(LOOK, self._tell_it_lives)
        self.set_interval(ASK_AGAIN, self._ask_service)
        self._ask_service()

    def _tell_it_lives(self) -> None:
        self._told_at = monotonic()
        self.notes.tell(ALIVE)

    def heard(self, message: Message) -> None:
        """A key that is handled, anywhere in the app, is a sign of life too: the clock's own waits behind a paste of
        hundreds of keys.
        """
        if isinstance(message, Key) and monotonic() - self._told_at > LOOK:
            self._tell_it_lives()

    def show_step(self, outcome: Outcome | None = None) -> None:
        """As any; each step that is counted once a parent, each child that was linked once."""
        super().show_step(outcome)
        self.notes.tell(SPEAKS, self.session.language)
        word = COUNTED.get(self.session.step.name)
        if word and word not in self._counted_journey:
            self._counted_journey.add(word)
            self.counted(word)
        new = {child.id for child in self.session.children} - self._known
        self._known |= new
        if (
            self.session.step.name == "another"
        ):  # where one comes to by linking; any other step shows who was there
            for _ in new:
                self.counted("linked")

    async def _show_outcome(self, outcome: Outcome) -> Callable[[], Outcome] | None:
        for problem in outcome.problems:
            self.counted(problem.support_number)
        if outcome.fault is not None:
            self.counted(support_number(outcome.fault))
        return await super()._show_outcome(outcome)

    # -- the service
    def _ask_service(self) -> None:
        """Not while it was asked and has not answered: one that never answers is found away by the first look."""
        if self.nothing_to_erase() and (self._asking is None or self._asking.is_finished):
            self._asking = self.run_worker(self._look_at_service(), name="service", group="service")

    async def _look_at_service(self) -> None:
        number = await in_thread(self.service_trouble)
        if number and self.nothing_to_erase():
            self.push_screen(AwayScreen(self.words, self.service_trouble, number, self.action_staff))

    def service_trouble(self) -> str:
        """The support number of why no parent can begin: the account service is away, or does not know this terminal.
        Empty when all is well. Blocks.
        """
        service = self.session.wire.service
        try:
            service.ready()
            service.school_bodies()  # the first call that asks for the terminal's token
        except ServiceFault as fault:
            return support_number(fault.code)
        except Refusal as refusal:
            # Any other (a budget that is used up for a moment) is told when it meets a parent.
            return support_number(refusal.code) if refusal.code == "terminal_unknown" else ""
        return ""

    # -- the staff
    def action_staff(self) -> None:
        """The staff corner, behind the PIN."""
        if not self.over_step() or isinstance(self.screen, AwayScreen):
            self.run_worker(self._staff(), name="staff", group="staff")

    async def _staff(self) -> None:
        from .pin_screen import PinScreen
        from .staff_screen import StaffScreen

        if await self.push_screen_wait(
            PinScreen(self.words, self.settings.kiosk.exit_pin_hash, self.tries, self.notes)
        ):
            word = await self.push_screen_wait(StaffScreen(self))
            if word:
                self.end_with(word)
