"""Where the parent is, what was typed, and how one goes forward, back, and round again. Pure: no service, no clock.

The service is asked by the session; what it answered arrives here as the word of a lead ("done", "existing", …).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal

from . import fields, steps

if TYPE_CHECKING:
    from .judging import Verdict

Path = Literal["create", "sign_in", "reset"]


class Journey:
    """One parent's way through the steps. Nothing typed leaves ``answers`` until the parent or the end erases it."""

    __slots__ = ("answers", "at", "path", "return_to", "trail")

    def __init__(self, at: str = "language", trail: Iterable[str] = ()) -> None:
        self.at = at
        self.trail: list[str] = list(trail)
        self.answers: dict[str, str] = {}
        self.path: Path = "create"
        self.return_to: str | None = None
        """A step to come back to: the check, or what a sign-in interrupted. It is always one that is behind us."""

    def __repr__(self) -> str:
        """Where the parent is; never what was typed."""
        return f"Journey({self.at!r}, {self.trail!r})"

    @property
    def step(self) -> steps.Step:
        """The step that is on the screen."""
        return steps.BY_NAME[self.at]

    def answer(self, name: str) -> str:
        """What was typed, or the field's default."""
        return self.answers.get(name, fields.BY_NAME[name].default)

    def type(self, name: str, text: str) -> None:
        """Keep what was typed, as typed. ``KeyError`` for a field that does not exist."""
        self.answers[fields.BY_NAME[name].name] = text

    def judge(self, name: str, today: date, code_digits: int = 6) -> Verdict:
        """The verdict of the field's rule on its present text; ``code_digits``: as the service's codes have."""
        from .judging import judge

        return judge(name, self.answer(name), self.answers, today, code_digits)

    def forward(self, lead: str = "done") -> None:
        """Go where ``lead`` leads. ``KeyError`` when the step has no such lead."""
        target = self.step.leads[lead]
        if self.return_to is not None and steps.RESUMES.get(self.at) == lead:
            target = self.return_to
        self.go(target)

    def go(self, target: str) -> None:
        """Go to a step; a step that is already behind us is gone back to, so that a trail never loops."""
        if steps.BY_NAME[target].wall:
            self.trail.clear()
        elif target in self.trail:
            del self.trail[self.trail.index(target) :]
        elif self.at != target:
            self.trail.append(self.at)
        self._arrive(target)

    def _arrive(self, name: str) -> None:
        self.at = name
        if name == self.return_to or self.return_to not in self.trail:
            self.return_to = None

    def can_go_back(self) -> bool:
        """Whether « Précédent » leads somewhere."""
        return bool(self.trail)

    def back(self) -> None:
        """Go to the step before, keeping all that was typed. A step without one stays."""
        if self.trail:
            self._arrive(self.trail.pop())

    def edit(self, name: str) -> None:
        """From the check-your-answers screen to one part of the form, and straight back when it is done."""
        self.trail.append(self.at)
        self.return_to, self.at = self.at, name

    def interrupt(self, target: str) -> None:
        """Go and do ``target`` first (sign in again), then come back to the present step.

        On the way to an account there is nothing to come back to: the step's code is spent.
        """
        resume = self.step
        self.go(target)
        if resume.number >= steps.FIRST_OF_ACCOUNT and resume.name in self.trail:
            self.return_to = resume.name

    def signed_in(self) -> None:
        """The account is there: what led to it cannot be gone back to, and its secrets are forgotten."""
        self.trail = [] if self.at == "family" else ["family"]
        self.return_to = None
        self.forget("code", "password", "confirmation", "sign_in_password")

    def forget(self, *names: str) -> None:
        """Erase what was typed in these fields."""
        for name in names:
            self.answers.pop(name, None)

    def next_child(self) -> None:
        """« Répéter pour un autre enfant »: the school body is kept, the rest of the form is empty (journey.md, 7)."""
        self.forget(*(f.name for f in fields.FIELDS if f.of_child and not f.kept_for_next_child))
        self.return_to = None

    def typed_of_child(self) -> bool:
        """Whether a child's form was begun and would be lost by stopping."""
        form = (f for f in fields.FIELDS if f.of_child and not f.kept_for_next_child)
        return any(self.answer(f.name) != f.default for f in form)

    def furthest_child_part(self, today: date) -> str:
        """The first part of the child form that is not yet acceptable, ``check`` when all are."""
        from .judging import acceptable

        for name in steps.CHILD_FORM:
            if not all(
                acceptable(f, self.answer(f), self.answers, today) for f in steps.BY_NAME[name].fields
            ):
                return name
        return "check"
