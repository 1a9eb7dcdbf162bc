"""The guide's sentences in the reader's language and in French, with the portal's labels and addresses filled in.

A label is French in every language and stands between « ». In a line that is read from right to left it stands in
LRI…PDI, so that it is not torn apart (terminal-text.md, Decisions 7); our own catalogues have those marks already.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..language import FRENCH, Pair, Translator
from ..language.isolates import left_to_right
from ..language.pair import Both
from .procedure import Procedure

LRI, PDI = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def quoted(label: str) -> str:
    """A label of the portal as it is shown: between « »."""
    return f"« {label} »"


def isolated(text: str, direction: str) -> str:
    """Text that runs from left to right, kept whole among words of this direction."""
    return f"{LRI}{text}{PDI}" if direction == "rtl" else text


class GuideWords:
    """Speaks two languages. What a school body wrote itself goes before the catalogues.

    Where it wrote only French, every reader gets that: our translation would say what the school no longer says.
    """

    def __init__(self, tag: str, procedure: Procedure) -> None:
        self.pair = Pair(tag)
        self._texts = procedure.texts
        self.bare_labels: Mapping[str, str] = procedure.labels
        """The portal's labels without « », for drawings."""
        self._portal = {
            **{name: quoted(label) for name, label in procedure.labels.items()},
            "address": procedure.portal.typed,
            "host": procedure.portal.host,
            "search": quoted(procedure.portal.search),
        }

    @property
    def lead(self) -> Translator:
        """The reader's language, for texts that are not the guide's."""
        return self.pair.lead

    def text(self, key: str, /, **fields: object) -> str:
        """A text of the guide in the reader's language."""
        return self._filled(self.pair.lead, key, fields)

    def both(self, key: str, /, **fields: object) -> Both:
        """A text of the guide in the reader's language, and in French unless that says the same.

        A field may itself be such a pair: each language gets its own part.
        """
        pairs = {name: value for name, value in fields.items() if isinstance(value, Both)}
        in_french = {name: value.french or value.lead for name, value in pairs.items()}
        lead = self.text(key, **{**fields, **{name: value.lead for name, value in pairs.items()}})
        french = self._filled(self.pair.french, key, {**fields, **in_french})
        if french == lead:
            return Both(lead, None)
        return Both(lead, left_to_right(french) if self.pair.right_to_left else french)

    def label(self, name: str) -> str:
        """A label of the portal, between « »."""
        return isolated(self._portal[name], self.pair.lead.direction)

    def meaning(self, name: str) -> str:
        """A label, and what it means in the reader's language."""
        return self.text("guide.word", label=self._portal[name], meaning=self.text(f"guide.label.{name}"))

    def _filled(self, words: Translator, key: str, fields: Mapping[str, object]) -> str:
        own = self._texts.get(words.tag, {}).get(key) or self._texts.get(FRENCH, {}).get(key)
        if own is None:
            return words.text(key, **{**self._portal, **fields})
        portal = {name: isolated(text, words.direction) for name, text in self._portal.items()}
        return own.format(**{**portal, **fields})
