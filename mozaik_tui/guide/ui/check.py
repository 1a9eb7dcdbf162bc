"""An answer is looked at before it is typed on the portal: nothing is sent, and a password is not even kept here."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from ...outcome import Problem
from ...ui.widgets.checklist import Checklist, State
from ...ui.widgets.choice_list import ChoiceList
from ...ui.widgets.choices import Choice
from ...ui.widgets.field_frame import FieldFrame
from ...ui.widgets.filter_list import FilterList
from ...ui.widgets.password_field import PasswordField
from ...ui.widgets.prose import Prose
from ...ui.widgets.text_field import TextField
from ...views import read_as
from ...wording import sentence
from ..bodies import finder, name_of
from ..checking import doubt_lines, looked_at, password_problems, ticks
from .page_screen import PageScreen


class CheckPage(PageScreen):
    """One field; Enter has it looked at, and what came of it stands below."""

    _looked = False

    @property
    def field(self) -> str:
        """The name of the field."""
        return self.shown_page.name if self.shown_page else ""

    def content(self) -> ComposeResult:
        """The field, then what came of it."""
        yield from super().content()
        yield self._frame(TextField(self.guide.typed.get(self.field, "")))
        yield Prose(id="result")

    def _frame(self, control: TextField | FilterList) -> FieldFrame:
        name, lead = self.field, self.words.lead
        label = self.words.both(f"screen.field.{name}.label")
        hint = f"screen.field.{name}.hint"
        return FieldFrame(
            name,
            control,
            label=label.lead,
            french=label.french,
            hint=lead.text(hint) if lead.has(hint) else "",
        )

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        if self.is_on():
            self.typed(event.value)

    def typed(self, text: str) -> None:
        """Kept while the guide runs, so that another language loses nothing."""
        self.guide.type(self.field, text)
        read = read_as(self.guide.judge(self.field, text), self.words.lead) if text.strip() else None
        self.query_one(FieldFrame).understood(read or "")

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        if event.value.strip() and self.is_on():
            self._looked = True
            self.look(event.value)

    def take_over(self, before: PageScreen) -> None:
        """What came of it too."""
        super().take_over(before)
        self._looked = (
            isinstance(before, CheckPage) and before._looked and before.shown_page == self.shown_page
        )

    def go_on_in_fields(self) -> None:
        """What came of it is told again, in the language that is on now."""
        super().go_on_in_fields()
        if self._looked:
            self.look(self.query_one(TextField).value)

    def look(self, text: str) -> None:
        """Say what the rule says."""
        found = looked_at(self.guide, self.words, self.field, text)
        self.tell(
            found.problems, [*doubt_lines(found.doubts, self.words), *([found.good] if found.good else [])]
        )

    def tell(self, problems: Sequence[Problem], lines: Sequence[str]) -> None:
        """What stands in the way beside the field; all else below it."""
        frame, lead = self.query_one(FieldFrame), self.words.lead
        if problems:
            told = (f"{sentence(problem, lead)} ({problem.support_number})" for problem in problems)
            frame.fail(" ".join(told), word=lead.text("screen.errors.word"))
        else:
            frame.clear()
        self.query_one("#result", Prose).update("\n".join(lines))


class PasswordPage(CheckPage):
    """The portal's rules are ticked while one types; the letters are never shown, and leave the field for nowhere but the same
    field of the same page drawn anew.
    """

    def content(self) -> ComposeResult:
        """The field, the rules, what came of it."""
        yield from PageScreen.content(self)
        yield self._frame(PasswordField())
        lead = self.words.lead
        states: tuple[State, ...] = ("done", "todo", "wrong")
        yield Checklist(
            [(tick.name, lead.text(f"screen.password.rule.{tick.name}")) for tick in ticks("")],
            {state: lead.text(f"screen.password.{state}") for state in states},
            id="rules",
        )
        yield Prose(id="result")

    def typed(self, text: str) -> None:
        """Tick again."""
        self.query_one(Checklist).mark({tick.name: "done" if tick.met else "todo" for tick in ticks(text)})

    def look(self, text: str) -> None:
        """What is missing, or that nothing is."""
        problems = password_problems(text)
        self.tell(problems, [] if problems else [self.words.text("guide.check.good.password")])


class SchoolBodyPage(CheckPage):
    """Any part of the name finds it; what is taken is what the sheet and the contact are for."""

    def content(self) -> ComposeResult:
        """The list with its field; the body that is chosen."""
        yield from PageScreen.content(self)
        chosen = self.guide.school_body
        yield self._frame(FilterList(self._find, chosen=chosen or None, numbered=False, id="bodies"))
        yield Prose(self._full_name(chosen), id="result")

    def _full_name(self, chosen: str) -> str:
        return self.words.text("guide.check.good.school_body", name=name_of(chosen)) if chosen else ""

    @staticmethod
    def _find(query: str) -> list[Choice]:
        return [Choice(body.id, body.name) for body in finder().find(query)]

    def focus_first(self) -> None:
        """Where one types."""
        self.query_one(FilterList).focus_field()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Take it."""
        if event.choices.id == "choices":
            super().on_choice_list_chosen(event)
            return
        event.stop()
        self.guide.type(self.field, event.choice.value)
        self.query_one("#result", Prose).update(self._full_name(event.choice.value))
        self.set_focus(self.query_one("#back"))
