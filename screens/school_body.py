"""Screen 6, the school body: one of the 72, found by any part of its name, an acronym, or a former name."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Static

from mozaik_tui.account.contract import SchoolBody
from mozaik_tui.outcome import Outcome
from mozaik_tui.ui.step_screen import StepScreen
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.choices import Choice
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.filter_list import FilterList

ASK_AGAIN = 10
"""Seconds after which a list that was refused is asked for again."""


class SchoolBodyScreen(StepScreen):
    """A field that filters a list. The list comes from the service, which may still be opening."""

    def content(self) -> ComposeResult:
        """The chosen body, a place for the list, the way out for a school that is not in it."""
        chosen = self.session.answer("school_body")
        name = self.words.lead.text("screen.school_body.chosen", name=self.session.school_body_name(chosen))
        yield Static(name if chosen else "", id="chosen", classes="" if chosen else "-hidden", markup=False)
        yield VerticalGroup(id="list")
        yield ActionButton(*self.words.both("screen.school_body.not_listed"), id="not_listed")

    def on_mount(self) -> None:
        """Ask for the list."""
        self._ask_for_list()

    def _ask_for_list(self) -> None:
        self.run_worker(self._fill(), name="bodies", group="bodies", exclusive=True)

    async def _fill(self) -> None:
        outcome = await self.assistant.in_turn(self.session.load_school_bodies)
        if outcome != Outcome():
            self.act(self.session.load_school_bodies)
            return
        if not self.is_attached:  # the assistant ends
            return
        chosen = self.session.answer("school_body") or None
        search = FilterList(
            self._find, chosen=chosen, numbered=False, tell=self._tell, id="bodies", classes="-long"
        )
        label = self.words.both("screen.field.school_body.label")
        hint = self.words.lead.text("screen.field.school_body.hint")
        frame = FieldFrame("school_body", search, label=label.lead, french=label.french, hint=hint)
        await self.query_one("#list").mount(frame)
        if not self.arriving.problems:
            # Until now the focus was on the button below the list; it must not come in sight any more.
            self.set_focus(search.field)
            self.query_one("#body").scroll_home(animate=False, immediate=True)

    def _find(self, query: str) -> Sequence[Choice]:
        return [self._choice(body) for body in self.session.find_school_bodies(query)]

    @staticmethod
    def _choice(body: SchoolBody) -> Choice:
        return Choice(body.id, body.name)

    def _tell(self, count: int) -> str:
        if count == 0:
            return self.words.lead.text("screen.school_body.none")
        return self.words.lead.plural("screen.school_body.found", count)

    def came_back(self, outcome: Outcome) -> None:
        """The service is back: here is the list. A service that refuses it is asked again after a while."""
        super().came_back(outcome)
        if self.query(FieldFrame):
            return
        wait = max((problem.retry_after or ASK_AGAIN for problem in outcome.problems), default=0.01)
        self.set_timer(wait, self._ask_for_list)

    def on_choice_list_highlighted(self, event: ChoiceList.Highlighted) -> None:
        """Moving the mark chooses nothing."""
        event.stop()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Take it, and go on."""
        event.stop()
        if self.assistant.listens():
            self.session.type("school_body", event.choice.value)
            self.submit()

    def action_not_listed(self) -> None:
        """« Mon école n'est pas dans la liste »."""
        self.choose("not_listed")
