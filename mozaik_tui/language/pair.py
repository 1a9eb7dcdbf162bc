"""The reader's language and French together: French is always on the screen (journey.md, Rules for every
screen).
"""

from typing import NamedTuple

from mozaik_tui.language.isolates import left_to_right
from mozaik_tui.language.places import FRENCH, RIGHT_TO_LEFT
from mozaik_tui.language.translator import Translator


class Both(NamedTuple):
    """A text in the reader's language, and in French unless that would say the same again."""

    lead: str
    french: str | None

    def joined(self, separator: str = " / ") -> str:
        """Both in one line, or the one there is."""
        return self.lead if self.french is None else f"{self.lead}{separator}{self.french}"


class Pair:
    """Two translators: ``lead`` speaks the reader's language, ``french`` French (the same object when that
    is French).
    """

    __slots__ = ("french", "lead")

    def __init__(self, tag: str) -> None:
        self.lead = Translator(tag)
        self.french = self.lead if tag == FRENCH else Translator(FRENCH)

    def __repr__(self) -> str:
        return f"Pair({self.lead.tag!r})"

    @property
    def tag(self) -> str:
        """The tag of the leading language."""
        return self.lead.tag

    @property
    def right_to_left(self) -> bool:
        """Whether the reader's language is written from right to left; French beside it is then an isolate."""
        return self.lead.tag in RIGHT_TO_LEFT

    def both(self, key: str, /, **params: object) -> Both:
        """``key`` in both languages, once when they say the same."""
        return self._both(self.lead.text(key, **params), self.french.text(key, **params))

    def both_plural(self, key: str, n: int, /, **params: object) -> Both:
        """As :meth:`both`, in the grammatical number of ``n``."""
        return self._both(self.lead.plural(key, n, **params), self.french.plural(key, n, **params))

    def _both(self, lead: str, french: str) -> Both:
        if french == lead:
            return Both(lead, None)
        return Both(lead, left_to_right(french) if self.right_to_left else french)
