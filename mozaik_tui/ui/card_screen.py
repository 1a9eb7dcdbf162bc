"""The test card: the same sentence in two orders, for a terminal that cannot say what it does with letters."""

from __future__ import annotations

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from ..language.isolates import without_controls
from ..language.languages import Language
from ..language.lines import visual
from ..language.pair import Pair
from ..language.translator import Translator
from .ask_screen import Question
from .widgets.choices import Choice

ANSWERS = {
    "terminal.card.first": "visual",
    "terminal.card.second": "logical",
    "terminal.card.neither": "logical",
}
"""What the terminal is taken for after each answer; where neither line reads well, lines are all there is."""

_WORDS = 4
"""Words of the sentence that are shown: enough to tell, and they fit the smallest screen."""


class TwoLines(Widget):
    """The two lines as they are sent, which nothing orders again."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    TwoLines { width: 100%; height: 3; }
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(id="lines")
        self.lines = (visual(sentence, 1), without_controls(sentence))

    def render_line(self, y: int) -> Strip:
        """The first, a blank, the second."""
        text = "" if y == 1 else f"{1 + y // 2}.  {self.lines[y // 2]}"
        return Strip([Segment(text)]).adjust_cell_length(self.size.width).apply_style(self.rich_style)


class CardScreen(Question[str], inherit_bindings=True):
    """Answers with the name of the profile that this terminal is from now on."""

    def __init__(self, words: Pair, language: Language) -> None:
        words_of = without_controls(Translator(language.tag).text("screen.language.question")).split()
        self.sentence = " ".join(words_of[:_WORDS])
        super().__init__(
            words,
            "terminal.card.title",
            [words.lead.text("terminal.card.explain", language=language.french)],
            [Choice(key, *words.both(key)) for key in ANSWERS],
            escape="terminal.card.neither",
        )

    def between(self) -> ComposeResult:
        """The lines, before the choices."""
        yield TwoLines(self.sentence)

    def answered(self, value: str) -> None:
        """What that says of the terminal."""
        self.settle(ANSWERS[value])
