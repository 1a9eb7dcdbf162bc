"""The assistant where nobody looks after it: an absent parent is asked, then erased, and each has a process of their own.

What the place asks for stands in its policy (``renewed``, ``watched``): the kiosk and the page in the browser.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from ..outcome import Outcome
from ..session import Session
from .app import LEAVE_PATIENCE, Assistant
from .watched import Watched

NEXT = "next"
"""The word of an ordinary end: the next parent's turn."""


class Unattended(Watched, Assistant):
    """``ending`` is told the word of the end, before the app closes; ``counted`` what happened, for the day's figures."""

    def __init__(
        self,
        session: Session,
        *,
        ending: Callable[[str], None] = lambda _word: None,
        counted: Callable[[str], None] = lambda _word: None,
        **options: Any,
    ) -> None:
        super().__init__(session, **options)
        self.counted = counted
        self._ending = ending
        self._journey = session.journey
        self._over = False

    def nothing_to_erase(self) -> bool:
        """Whether the parent is still on the first screen, with nothing over it."""
        return self.session.step.name == "language" and not self.over_step()

    def begin_anew(self) -> None:
        """The next parent's turn."""
        self.end_with(NEXT)

    def left_alone(self) -> None:
        """Erased, and counted."""
        self.counted("idle")
        self.end()

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
