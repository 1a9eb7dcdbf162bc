"""An action of the session in the lines, and what came of it: refusals, losses, doubts, a service that is away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..outcome import Doubt, Outcome, Problem
from .prompts import Prompts

RETRY_SECONDS, TRIES_UNASKED = 5.0, 6
"""How long a service that is away is left in peace, and how often it is tried before the parent is asked."""


class Acting(Prompts):
    """Asks the session, then whatever has to be asked before the next step; ``refused`` is told there."""

    def _act(self, action: Callable[[], Outcome]) -> None:
        outcome = self._answer(action)
        if outcome.loss is not None:
            self._confirm_loss(outcome.loss)
        elif outcome.doubts:
            self._doubts(outcome.doubts)
        else:
            self.refused = outcome.problems

    def _answer(self, action: Callable[[], Outcome]) -> Outcome:
        """What the service says; while it is away the same action is tried again by itself, then when asked for."""
        outcome, words, told = action(), self.words.lead, None
        while outcome.fault is not None:
            if outcome.fault != told:
                told = outcome.fault
                self._error(Problem(told, retry_after=outcome.retry_after))
                self.console.say(words.text("screen.down.kept"))
            for _ in range(TRIES_UNASKED):
                self._pause(RETRY_SECONDS)
                if (outcome := action()).fault is None:
                    return outcome
            if self._pick_key(("screen.down.retry", "screen.down.back"), default=0) == "screen.down.back":
                return Outcome(problems=(Problem(outcome.fault or told),))
            outcome = action()
        return outcome

    def _confirm_loss(self, loss: str) -> None:
        self.console.say(self.words.lead.text(f"screen.loss.{loss}"))
        if self._pick_key(("screen.loss.go_on", "screen.loss.stay"), default=1) == "screen.loss.go_on":
            self._act(lambda: self.session.submit(sure=True))
        else:
            self.session.type("email", self.session.email_sent_to)

    def _doubts(self, doubts: Sequence[Doubt]) -> None:
        for doubt in doubts:
            self._error(doubt)
            typed = self.session.answer(doubt.field).strip()
            offered = ("continue",) if doubt.suggestion is None else ("replace", "keep")
            keys = [f"screen.doubt.{word}" for word in (*offered, "correct")]
            picked = self._pick_key(keys, suggestion=doubt.suggestion, typed=typed)
            if picked == "screen.doubt.correct":
                return
            if picked == "screen.doubt.replace" and doubt.suggestion is not None:
                self.session.type(doubt.field, doubt.suggestion)
            else:
                self.session.keep(doubt)
        self._act(lambda: self.session.submit())
