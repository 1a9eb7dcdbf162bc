"""Screen 1, Language: each by its own name; type to filter, digit to pick. The screen itself needs no reading skill."""

from __future__ import annotations

from textual.app import ComposeResult

from mozaik_tui.ui.languages_shown import about_language, language_list
from mozaik_tui.ui.step_screen import StepScreen
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.filter_list import FilterList
from mozaik_tui.ui.widgets.prose import tell


class LanguageScreen(StepScreen):
    """The list of languages; the one that is chosen speaks from the next screen on."""

    def content(self) -> ComposeResult:
        """The list with its filter."""
        label = self.words.both("screen.language.filter")
        search = language_list(self.assistant)
        yield FieldFrame("language", search, label=label.lead, french=label.french)

    def focus_first(self) -> None:
        """Where one types."""
        for search in self.query(FilterList):  # none while the program is being ended
            self.set_focus(search.field)

    def on_choice_list_highlighted(self, event: ChoiceList.Highlighted) -> None:
        """Moving the mark chooses nothing; what is to be known of a language is said before it is chosen."""
        event.stop()
        tell(self.query_one("#body"), "about", about_language(self.assistant, event.choice.value))

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Speak it, and go on."""
        event.stop()
        self.assistant.speak(event.choice.value, then=lambda: self.move(self.session.submit))

    def actions(self) -> list[str]:
        """The language is chosen here: no button for it. What a place adds to its first screen comes last.

        The plain lines need a terminal of one's own: a process that ends with its parent has none to go on in.
        """
        policy = self.session.policy
        lines = ["lines"] if policy.may_quit and not policy.renewed else []
        return [*lines, *(name for name in super().actions() if name != "language"), *policy.first_screen]

    def action_lines(self) -> None:
        """For whoever hears the screen or reads it in braille: the same, line by line."""
        self.assistant.go_on_in_lines(self.session.language)
