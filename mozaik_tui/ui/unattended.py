"""The assistant where nobody looks after it: an absent parent is asked, then erased, and each has a process of their own.

What the place asks for stands in its policy (``renewed``, ``watched``): the kiosk and the page in the browser.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any, NamedTuple

from textual import events

from ..outcome import Outcome
from ..session import Session
from .app import LEAVE_PATIENCE, Assistant
from .idle_screen import IdleScreen

LOOK = 0.25
"""Seconds between two looks at the clock."""

NEXT = "next"
"""The word of an ordinary end: the next parent's turn."""


class Idle(NamedTuple):
    """Seconds without a key before the countdown, and how long that runs."""

    quiet: float
    warning: float


class Unattended(Assistant):
    """``ending`` is told the word of the end, before the app closes; ``counted`` what happened, for the day's figures."""

    def __init__(
        self,
        session: Session,
        *,
        idle: Idle,
        ending: Callable[[str], None] = lambda _word: None,
        counted: Callable[[str], None] = lambda _word: None,
        **options: Any,
    ) -> None:
        super().__init__(session, **options)
        self.idle = idle
        self.counted = counted
        self._ending = ending
        self._journey = session.journey
        self._touched = monotonic()
        self._untouched = True
        self._over = False

    def on_ready(self) -> None:
        """As the assistant, and the clock runs."""
        super().on_ready()
        if self.session.policy.watched:
            self._touched = monotonic()
            self.set_interval(LOOK, self._look_at_clock)

    # -- signs of life
    async def on_event(self, event: events.Event) -> None:
        """A key, a paste or a click is a sign of life. While the countdown is on, that is all it is."""
        if isinstance(event, events.Key | events.Paste | events.MouseDown) and not event.is_forwarded:
            self._touched, self._untouched = monotonic(), False
            if isinstance(self.screen, IdleScreen):
                self.screen.settle()
                return
        await super().on_event(event)

    def _look_at_clock(self) -> None:
        quiet = monotonic() - self._touched
        if self._untouched or quiet < self.idle.quiet:
            return
        left = self.idle.quiet + self.idle.warning - quiet
        if self.nothing_to_erase():
            self.end_with(NEXT)
        elif left <= 0:
            self.counted("idle")
            self._untouched = True
            self.end()
        elif isinstance(self.screen, IdleScreen):
            self.screen.tell(left)
        else:
            self.push_screen(IdleScreen(self.words, left))

    def nothing_to_erase(self) -> bool:
        """Whether the parent is still on the first screen, with nothing over it."""
        return self.session.step.name == "language" and not self.over_step()

    # -- the end of one parent
    def show_step(self, outcome: Outcome | None = None) -> None:
        """A journey that began anew belongs to a new process: nothing of the last one is in its memory."""
        if self.session.policy.renewed and self.session.journey is not self._journey:
            self.end_with(NEXT)
        else:
            super().show_step(outcome)

    async def _leave(self) -> None:
        try:
            await asyncio.wait_for(self.in_turn(self.session.leave), LEAVE_PATIENCE)
        except TimeoutError:
            self.session.erase()
        self.end_with(NEXT)

    def end_with(self, word: str) -> None:
        """Close the app, once, and say with which word."""
        if not self._over:
            self._over = True
            self._ending(word)
            self.exit(0)
