"""Screen 1, Language: each by its own name; type to filter, digit to pick. The screen itself needs no reading skill."""

from __future__ import annotations

from textual.app import ComposeResult

from mozaik_tui.language import offered
from mozaik_tui.ui.step_screen import StepScreen
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.choices import Choice
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.filter_list import FilterList, containing


class LanguageScreen(StepScreen):
    """The list of languages; the one that is chosen speaks from the next screen on."""

    def content(self) -> ComposeResult:
        """The list with its filter."""
        choices = [Choice(each.tag, each.name, searched=f"{each.tag} {each.french}") for each in offered()]
        search = FilterList(containing(choices), id="languages")
        label = self.words.both("screen.language.filter")
        yield FieldFrame("language", search, label=label.lead, french=label.french)

    def focus_first(self) -> None:
        """Where one types."""
        self.set_focus(self.query_one(FilterList).field)

    def on_choice_list_highlighted(self, event: ChoiceList.Highlighted) -> None:
        """Moving the mark chooses nothing."""
        event.stop()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Speak it, and go on."""
        event.stop()
        self.session.choose_language(event.choice.value)
        self.move(self.session.submit)

    def actions(self) -> list[str]:
        """The language is chosen here: no button for it."""
        return [name for name in super().actions() if name != "language"]
