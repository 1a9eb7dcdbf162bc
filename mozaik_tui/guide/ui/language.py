"""The first page: each language by its own name; type to filter, digit to pick."""

from __future__ import annotations

from textual.app import ComposeResult

from ...ui.widgets.choice_list import ChoiceList
from ...ui.widgets.choices import Choice
from ...ui.widgets.field_frame import FieldFrame
from ...ui.widgets.filter_list import FilterList, containing
from .page_screen import PageScreen


class LanguagePage(PageScreen):
    """The list of languages; the one that is chosen speaks from the next page on."""

    def content(self) -> ComposeResult:
        """The list with its filter."""
        choices = [
            Choice(each.tag, each.name, searched=f"{each.tag} {each.french}")
            for each in self.guide_app.languages
        ]
        label = self.words.both("screen.language.filter")
        search = FilterList(containing(choices), id="languages")
        yield FieldFrame("language", search, label=label.lead, french=label.french)

    def focus_first(self) -> None:
        """Where one types."""
        self.set_focus(self.query_one(FilterList).field)

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Speak it, and go on."""
        event.stop()
        if self.listens():
            self.guide_app.speak(event.choice.value, self._go_on)

    def _go_on(self) -> None:
        self.guide.go_on()
        self.guide_app.show_page()

    def buttons(self) -> list[str]:
        """The language is chosen here: no button for it."""
        return [name for name in super().buttons() if name != "language"]
