"""The service is away: nothing is lost, and the same action is tried again until it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from ..language.pair import Pair
from ..outcome import Outcome, Problem
from ..wording import sentence
from .ask_screen import Question
from .widgets.choices import Choice

RETRY_SECONDS = 5.0
"""How long a service that is away is left in peace before it is tried again."""


class DownScreen(Question[Outcome | None], inherit_bindings=True):
    """Answers with the outcome once the service has one, or ``None`` when the parent goes back to the screen.

    ``fault`` is an outcome with a fault; ``ask`` the action that met it, one at a time.
    """

    def __init__(
        self, words: Pair, fault: Outcome, contact: Sequence[str], ask: Callable[[], Awaitable[Outcome]]
    ) -> None:
        self._ask = ask
        self._contact = contact
        self._tried = 1
        self._trying = self._going_back = False
        choices = [
            Choice("retry", *words.both("screen.down.retry")),
            Choice("back", *words.both("screen.down.back")),
        ]
        self.words = words
        super().__init__(words, "screen.down.title", self._told(fault), choices, escape="back")

    def _told(self, outcome: Outcome) -> list[str]:
        assert outcome.fault is not None
        problem = Problem(outcome.fault, retry_after=outcome.retry_after)
        lead = self.words.lead
        return [
            f"{sentence(problem, lead)} ({problem.support_number})",
            f"{lead.text('screen.down.kept')} ({lead.plural('screen.down.tried', self._tried)})",
            *self._contact,
        ]

    def on_mount(self) -> None:
        """Go on by itself."""
        self.set_interval(RETRY_SECONDS, self._retry)

    def answered(self, value: str) -> None:
        """Try now, or go back; back waits for an attempt that is under way, which may yet succeed."""
        if value == "retry":
            self._retry()
        elif self._trying:
            self._going_back = True
        else:
            self.settle(None)

    def _retry(self) -> None:
        if not self._trying and self.is_active and not self.settled:
            self._trying = True
            self.run_worker(self._try(), name="retry")

    async def _try(self) -> None:
        outcome = await self._ask()
        await self.uppermost()
        self._trying = False
        if outcome.fault is None or self._going_back:
            self.settle(None if outcome.fault is not None else outcome)
            return
        self._tried += 1
        self.say(self._told(outcome))
