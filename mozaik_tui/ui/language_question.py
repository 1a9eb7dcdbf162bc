"""Another language, over any screen: the list of the first screen, with the way to read in French only on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from .ask_screen import AskScreen
from .languages_shown import about_language, language_list
from .widgets.choice_list import ChoiceList
from .widgets.filter_list import FilterList
from .widgets.prose import Prose

if TYPE_CHECKING:
    from .app import Assistant


class LanguageQuestion(AskScreen, inherit_bindings=True):
    """Answers with the tag of the language; the present one when none is chosen."""

    def __init__(self, app: Assistant) -> None:
        self._assistant = app
        super().__init__(app.words, "screen.language.title", (), (), escape=app.session.language)

    def chooser(self) -> ComposeResult:
        """The list with its filter, and what is to be known of the marked language."""
        yield language_list(self._assistant, now=self._assistant.session.language)
        yield Prose(id="about")

    def focus_chooser(self) -> None:
        """Where one types."""
        self.query_one(FilterList).focus_field()
        self.tell(self._assistant.session.language)

    def tell(self, tag: str) -> None:
        """What is to be known of ``tag``."""
        self.query_one("#about", Prose).update(about_language(self._assistant, tag))

    def on_choice_list_highlighted(self, event: ChoiceList.Highlighted) -> None:
        """The mark moved."""
        event.stop()
        self.tell(event.choice.value)
