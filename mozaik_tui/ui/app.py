"""The full-screen assistant: one session, one screen a step, and what stands over every screen.

The service is asked in worker threads; nothing here blocks the event loop longer than 0.1 s (architecture.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.events import Event, Key

from ..language.pair import Pair
from ..language.terminals.here import Here
from ..outcome import Outcome
from ..session import Session
from .hardening import Reference
from .registry import screen_for
from .speaking import SpeakingApp
from .step_screen import StepScreen

if TYPE_CHECKING:
    from .helped import Helped
    from .threads import Answer

Ask = Callable[[], Outcome]

OPEN_SERVICE_AFTER = 0.1
"""Seconds from the start of the first frame; whoever is quicker waits for the service at the first call."""

LOOK_AGAIN = 0.05
"""Seconds between two looks whether the step is in sight again."""
LEAVE_PATIENCE = 3.0
"""Seconds that a service which does not answer may hold up somebody who stops; flows and sessions end by themselves."""


class Assistant(SpeakingApp):
    """Shows the step that the session is on; every action of a screen goes through :meth:`perform`."""

    def __init__(
        self,
        session: Session,
        *,
        theme: str = "",
        open_service: Callable[[], None] = lambda: None,
        reference: Reference | None = None,
        terminal: Here | None = None,
        remember: Callable[[str], None] = lambda _profile: None,
    ) -> None:
        self.session = session
        self.words = Pair(session.language)
        self._open_service = open_service
        self._performing = False
        self._asking_to_stop = False
        self._service_turn = asyncio.Lock()
        self._helped: Helped | None = None
        super().__init__(
            session.policy, theme=theme, reference=reference, terminal=terminal, remember=remember
        )

    def get_default_screen(self) -> StepScreen:
        """The first frame is the step's own screen: Textual's empty one below it is not even made."""
        screen = screen_for(self.session)
        # Textual takes it for a screen that is never switched; the next step's screen takes its place.
        screen._push_result_callback(screen, None)
        return screen

    def on_ready(self) -> None:
        """Once the first frame is painted the service opens, in a thread that would have slowed that frame down."""
        self.set_timer(OPEN_SERVICE_AFTER, self._open_service)
        if self.words.right_to_left:
            self.speak(self.words.tag)

    # -- showing --------------------------------------------------------------------------------------------------
    @property
    def step_screen(self) -> StepScreen:
        """The screen of the step, under whatever stands over it."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, StepScreen))

    def show_step(self, outcome: Outcome | None = None) -> None:
        """A fresh screen for the step that is on, in the language that is on, with what the last action had to say."""
        if self.over_step():
            self.run_worker(self._show_later(outcome), name="show", group="show")
            return
        if self.words.tag != self.session.language:
            self.words = Pair(self.session.language)
            self.speaks_now()
        screen = screen_for(self.session)
        screen.arriving = outcome or Outcome()
        self.switch_screen(screen)

    async def _show_later(self, outcome: Outcome | None) -> None:
        """A question that stands over the step is answered first: in its place the new screen would leave it open for ever."""
        await self._nothing_over()
        self.show_step(outcome)

    # -- acting ---------------------------------------------------------------------------------------------------
    def move(self, change: Callable[[], object]) -> None:
        """Go to another step without asking the service; not while an action is under way, which moves by itself."""
        if self.listens():
            change()
            self.show_step()

    def perform(self, ask: Ask) -> None:
        """Ask the session in a worker thread, then show what came of it. One action at a time.

        A key that comes late, for a step that is over, does nothing on the step that is on.
        """
        if self.listens():
            self._performing = True
            self.run_worker(self._perform(ask), name="perform", group="perform")

    def listens(self) -> bool:
        """Whether an answer of the step's screen counts: not while an action is under way, which has taken the answers
        already, nor once the step is over and its screen still stands.
        """
        return not self._performing and self.step_screen.shown_step == self.session.step.name

    async def _perform(self, ask: Ask) -> None:
        try:
            following: Ask | None = ask
            while following is not None:
                await self._nothing_over()
                following = await self._show_outcome(await self._answer(following))
        finally:
            self._performing = False
        self.step_screen.listen_again()

    async def _answer(self, ask: Ask) -> Outcome:
        """What the service says in the end, however long it is away; the fault when the parent went back instead."""
        from .down_screen import DownScreen

        self.step_screen.busy(True)
        try:
            outcome = await self.in_turn(ask)
        finally:
            self.step_screen.busy(False)
        if outcome.fault is None:
            return outcome
        await self._nothing_over()
        down = DownScreen(self.words, outcome, self.session.contact(), lambda: self.in_turn(ask))
        return await self.push_screen_wait(down) or outcome

    async def in_turn(self, ask: Callable[[], Answer]) -> Answer:
        """``ask()`` in a worker thread; two actions never change the session at the same time, also where nobody waits for
        the first one any more.
        """
        return await asyncio.shield(self._turn(ask))

    async def _turn(self, ask: Callable[[], Answer]) -> Answer:
        from .threads import in_thread

        async with self._service_turn:
            return await in_thread(ask)

    async def _show_outcome(self, outcome: Outcome) -> Ask | None:
        """Show it; the action that follows from the parent's answer, when there is one."""
        from .asking import ask_doubts, ask_loss

        await self._nothing_over()
        if outcome.fault is not None or self._exit:
            return None
        if outcome.moved:
            self.show_step(outcome)
        elif outcome.loss is not None:
            if await ask_loss(self, outcome.loss):
                return lambda: self.session.submit(sure=True)
            self.session.type("email", self.session.email_sent_to)
            self.show_step()
        elif outcome.doubts:
            settled = await ask_doubts(self, outcome.doubts)
            self.show_step()
            if settled:
                return self.session.submit
        else:
            self.step_screen.came_back(outcome)
        return None

    async def _nothing_over(self) -> None:
        """Help or a list that was opened meanwhile is not taken away from under the reader's eyes."""
        while self.over_step() or not self.step_screen.is_mounted:
            await asyncio.sleep(LOOK_AGAIN)

    def helped(self) -> Helped:
        """The help by phone, from the first time that it is asked for."""
        if self._helped is None:
            from .helped import Helped

            assert self.session.helpline is not None
            self._helped = Helped(self, self.session.helpline)
        return self._helped

    async def on_event(self, event: Event) -> None:
        """Note when a key came: whoever is typing is not interrupted by the help by phone."""
        if self._helped is not None and isinstance(event, Key):
            self._helped.key_at = monotonic()
        await super().on_event(event)

    # -- on every screen ------------------------------------------------------------------------------------------
    def over_step(self) -> bool:
        """Whether something stands over the step's screen."""
        return not isinstance(self.screen, StepScreen)

    def action_ask_to_stop(self) -> None:
        """Ctrl+C and “Arrêter”: say what would be lost, then stop. Also over a question, but asked only once."""
        if not self._asking_to_stop:
            self._asking_to_stop = True
            self.run_worker(self._stop(), name="stop", group="stop")

    async def _stop(self) -> None:
        from .asking import ask_to_leave

        try:
            if await ask_to_leave(self):
                await self._leave()
        finally:
            self._asking_to_stop = False

    async def _leave(self) -> None:
        try:
            await asyncio.wait_for(self.in_turn(self.session.leave), LEAVE_PATIENCE)
        except TimeoutError:
            self.session.erase()
        if self.session.policy.may_quit:
            self.exit(0)
            return
        from .ask_screen import Question

        while isinstance(self.screen, Question):
            self.screen.action_escape()
            await asyncio.sleep(LOOK_AGAIN)
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
            from .limits import settled

            tag = await settled(self, tag) or self.session.language
        if tag != self.session.language:
            self.change_language(tag)
            self.run_worker(self._save_language(), name="save", group="save")

    async def _save_language(self) -> None:
        """Not in the worker of the list: the next list would end it, and a step that it moved was never shown."""
        outcome = await self.in_turn(self.session.save_language)
        if outcome.moved:
            await self._show_outcome(outcome)

    @property
    def spoken(self) -> Pair:
        """The language that is on, and French."""
        return self.words

    def choose_language(self, tag: str) -> None:
        """The session's next screen speaks it."""
        self.session.choose_language(tag)

    def change_language(self, tag: str) -> None:
        """Speak another language from the next frame on; nothing that was typed is lost."""
        self.session.choose_language(tag)
        self.show_step()
