"""What this parent was told last, by its support numbers: for the person on the phone."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .outcome import Outcome


class Told:
    """The numbers that stand beside fields, each with the text that it was said of; kept in this process alone."""

    def __init__(self) -> None:
        self.last: str | None = None
        self._beside: dict[str, tuple[str, str]] = {}
        self._locked_until = 0.0

    def note(self, outcome: Outcome, answers: Mapping[str, str]) -> None:
        """An action is over: what it had to say; a step on takes everything away but the last number."""
        self._beside = {}
        for problem in outcome.problems:
            self.last = problem.support_number
            if problem.field is not None:
                self._beside.setdefault(
                    problem.field, (problem.support_number, answers.get(problem.field, ""))
                )
            if problem.retry_after:
                self._locked_until = time.monotonic() + problem.retry_after

    def of(self, field: str, text: str) -> str | None:
        """The number beside a field whose text is still the one that it was said of."""
        number, said_of = self._beside.get(field, (None, None))
        return number if said_of == text else None

    def locked_for(self) -> int:
        """Whole seconds of the wait that was named last."""
        return max(0, round(self._locked_until - time.monotonic()))

    def __repr__(self) -> str:
        """Without what was typed."""
        return f"Told({self.last!r})"
