"""One reader's way through the guide: where they are, how they go on and back. Pure: no terminal, no service, no disk.

A page is a step, the list of what one may see instead, an advice, a check, or one of the few others; the way back is
the trail of pages. What is typed to be checked lives here until the guide ends; a password never comes here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from ..journey import fields
from ..journey.judging import Verdict, judge
from ..policy import HOME, Policy
from .procedure import Procedure, Trouble

PageKind = Literal[
    "language", "step", "troubles", "trouble", "checks", "check", "papers", "sheet", "child", "qr", "end"
]


class Child(NamedTuple):
    """A child whose number the parent asked to have on the sheet."""

    name: str
    number: str

    def __repr__(self) -> str:
        """Without the name and the number."""
        return "Child()"


class Page(NamedTuple):
    """What is on the screen. ``name`` is a step, a trouble or a field, as the kind needs."""

    kind: PageKind
    name: str = ""


class Notice(NamedTuple):
    """The ``key`` of a sentence; ``file`` stands in it where there is one; ``well``: it is good news."""

    key: str
    well: bool
    file: str = ""


class Guide:
    """The guide from the language to the end. ``today`` gives the day that birth dates are measured by."""

    def __init__(
        self,
        procedure: Procedure,
        today: Callable[[], date],
        *,
        language: str | None = None,
        policy: Policy = HOME,
        contacts: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.procedure = procedure
        self.policy = policy
        self.language = language or "fr"
        self._today = today
        self._contacts = contacts or {}
        self._first = Page("language") if language is None else self._of_step(0)
        self.restart()

    def __repr__(self) -> str:
        """Where the reader is; never what was typed."""
        return f"Guide({self.page!r})"

    def restart(self) -> None:
        """Forget everything that was typed, and begin again."""
        self.page = self._first
        self.trail: list[Page] = []
        self.typed: dict[str, str] = {}
        self.children: list[Child] = []
        """For the sheet."""
        self.draft: dict[str, str] = {}
        """What is typed of the next one: ``child`` the name, ``number``. It waits here while the page is left."""
        self.notice: Notice | None = None
        """What the last action came to; the next page says it once."""
        self.step = self.procedure.steps[0]
        """The step that the reader is at, also while something else is on."""

    def _of_step(self, place: int) -> Page:
        return Page("step", self.procedure.steps[place].name)

    # -- where we are ---------------------------------------------------------------------------------------------
    @property
    def number(self) -> int:
        """The number of the step, from 1."""
        return self.procedure.number(self.step.name)

    @property
    def mark(self) -> str:
        """What is read out on the phone: ``G7``, ``G7.2`` (:mod:`.marks`)."""
        from .marks import mark_of  # it asks what is offered on the pages, and those who know that import us

        return mark_of(self)

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return len(self.procedure.steps)

    @property
    def trouble(self) -> Trouble:
        """The trouble that is on."""
        return self.procedure.troubles[self.page.name]

    @property
    def school_body(self) -> str:
        """The id of the school body: what was chosen, else the one that the steps file is of."""
        return self.typed.get("school_body") or self.procedure.school_body

    def contact(self) -> tuple[str, ...]:
        """Whom to ask at the reader's school body."""
        return self.contact_of(self.school_body)

    def contact_of(self, school_body: str) -> tuple[str, ...]:
        """The steps file's own lines for its school body, else the configured ones, else the general ones."""
        own = self.procedure
        if own.contact and (not own.school_body or school_body == own.school_body):
            return own.contact
        return self._contacts.get(school_body) or self._contacts.get("default", ())

    def can_go_back(self) -> bool:
        """Whether there is a page before this one."""
        return bool(self.trail)

    # -- moving ---------------------------------------------------------------------------------------------------
    def choose_language(self, tag: str) -> None:
        """Another language, on any page."""
        self.language = tag

    def open(self, kind: PageKind, name: str = "") -> None:
        """Another page over this one."""
        self._go(Page(kind, name))

    def go_on(self) -> None:
        """The step is done (or the language chosen): the next one, or the end."""
        if self.page.kind == "language":
            self._go(self._of_step(0))
        elif self.number < self.steps:
            self._go(self._of_step(self.number))
        else:
            self._go(Page("end"))

    def take_up(self, step: str) -> None:
        """Go to a step, after an advice: the pages of the advice are no way back."""
        while self.page.kind != "step":
            self.page = self.trail.pop()
        self._go(Page("step", step))

    def stay(self) -> None:
        """Back to the step, whatever stands over it."""
        self.take_up(self.step.name)

    def back(self) -> None:
        """The page before; the first one stays."""
        if self.trail:
            self.page = self.trail.pop()
            self._settle()

    def _go(self, page: Page) -> None:
        """A page that is behind us is gone back to, so that a trail never loops."""
        if page in self.trail:
            del self.trail[self.trail.index(page) :]
        elif page != self.page:
            self.trail.append(self.page)
        self.page = page
        self._settle()

    def _settle(self) -> None:
        self.notice = None
        if self.page.kind == "step":
            self.step = self.procedure.step(self.page.name)

    # -- the sheet ------------------------------------------------------------------------------------------------
    def add_child(self, name: str, number: str) -> None:
        """Put a child on the sheet; the next one is another."""
        self.children.append(Child(name, number))
        self.draft.clear()

    # -- checks ---------------------------------------------------------------------------------------------------
    def type(self, field: str, text: str) -> None:
        """Keep what was typed until the guide ends, since a number is compared with the birth date; no secret."""
        if fields.BY_NAME[field].secret:
            raise ValueError(field)
        self.typed[field] = text

    def judge(self, field: str, text: str) -> Verdict:
        """What the journey's own rule says of a text; nothing is kept by asking."""
        return judge(field, text, {**self.typed, field: text}, self._today())
