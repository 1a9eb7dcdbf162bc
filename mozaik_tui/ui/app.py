"""The full-screen assistant: one session, one screen a step, and what stands over every screen.

The service is asked in worker threads; nothing here blocks the event loop longer than 0.1 s (architecture.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from ..journey.rules.refusals import support_number
from ..language.pair import Pair
from ..outcome import Outcome
from ..session import Session
from .hardening import Reference, SafeApp
from .keys import bindings
from .registry import screen_for
from .step_screen import StepScreen

Ask = Callable[[], Outcome]


class Assistant(SafeApp):
    """Shows the step that the session is on; every action of a screen goes through :meth:`perform`."""

    TITLE = "mozaik-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "ask_to_stop", show=False, priority=True, system=True),
        *bindings(("next_field",)),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        session: Session,
        *,
        theme: str = "",
        open_service: Callable[[], None] = lambda: None,
        reference: Reference | None = None,
    ) -> None:
        self.session = session
        self.words = Pair(session.language)
        self._open_service = open_service
        self._performing = False
        super().__init__(theme=theme, may_copy=session.policy.may_copy, reference=reference, tell_crash=self._tell_of_crash)

    def _tell_of_crash(self, reference: str) -> str:
        return self.words.both("screen.crash", number=support_number("unexpected"), reference=reference).joined("\n")

    def on_mount(self) -> None:
        """The first frame is the step's own screen: Textual's empty one below it is never painted."""
        self.push_screen(screen_for(self.session))

    def on_ready(self) -> None:
        """The first frame is painted: now the service may open, in a thread of its own."""
        self.call_after_refresh(self._open_service)

    # -- showing --------------------------------------------------------------------------------------------------
    @property
    def step_screen(self) -> StepScreen:
        """The screen of the step, under whatever stands over it."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, StepScreen))

    def show_step(self, outcome: Outcome | None = None) -> None:
        """A fresh screen for the step that is on, with what the last action had to say."""
        screen = screen_for(self.session)
        screen.arriving = outcome or Outcome()
        self.switch_screen(screen)

    # -- acting ---------------------------------------------------------------------------------------------------
    def perform(self, ask: Ask) -> None:
        """Ask the session in a worker thread, then show what came of it. One action at a time."""
        if not self._performing:
            self._performing = True
            self.run_worker(self._perform(ask), name="perform")

    async def _perform(self, ask: Ask) -> None:
        screen = self.step_screen
        screen.busy(True)
        try:
            outcome = await asyncio.to_thread(ask)
        finally:
            self._performing = False
            screen.busy(False)
        if outcome.fault is not None:
            outcome = await self._wait_for_service(outcome.fault, ask)
        await self._show_outcome(outcome)

    async def _wait_for_service(self, fault: str, ask: Ask) -> Outcome:
        from .down_screen import DownScreen

        waiting = DownScreen(self.words, fault, self.session.contact(), ask)
        return await self.push_screen_wait(waiting) or Outcome()

    async def _show_outcome(self, outcome: Outcome) -> None:
        from .asking import ask_doubts, ask_loss

        if outcome.moved:
            self.show_step(outcome)
        elif outcome.loss is not None:
            if await ask_loss(self, outcome.loss):
                self.perform(lambda: self.session.submit(sure=True))
            else:
                self.session.type("email", self.session.email_sent_to)
                self.show_step()
        elif outcome.doubts:
            settled = await ask_doubts(self, outcome.doubts)
            self.show_step()
            if settled:
                self.perform(lambda: self.session.submit())
        else:
            self.step_screen.came_back(outcome)

    # -- on every screen ------------------------------------------------------------------------------------------
    def over_step(self) -> bool:
        """Whether something stands over the step's screen."""
        return not isinstance(self.screen, StepScreen)

    def action_ask_to_stop(self) -> None:
        """Ctrl+C and “Arrêter”: say what would be lost, then stop."""
        if not self.over_step():
            self.run_worker(self._stop(), name="stop", exclusive=True, group="stop")

    async def _stop(self) -> None:
        from .asking import ask_to_leave

        if await ask_to_leave(self):
            await self._leave()

    async def _leave(self) -> None:
        await asyncio.to_thread(self.session.leave)
        if self.session.policy.may_quit:
            self.exit(0)
        else:
            self.show_step()

    def end(self) -> None:
        """After the goodbye: erase everything and close."""
        self.run_worker(self._leave(), name="end", exclusive=True, group="stop")

    def action_pick_language(self) -> None:
        """The language list over the present screen."""
        if not self.over_step():
            self.run_worker(self._pick_language(), name="language", exclusive=True, group="language")

    async def _pick_language(self) -> None:
        from .asking import ask_language

        tag = await ask_language(self)
        if tag != self.session.language:
            self.change_language(tag)
            await asyncio.to_thread(self.session.save_language)

    def change_language(self, tag: str) -> None:
        """Speak another language from the next frame on; nothing that was typed is lost."""
        self.session.choose_language(tag)
        self.words = Pair(tag)
        self.show_step()
