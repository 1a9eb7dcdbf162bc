"""A live list of rules: each line has a sign and a word, so that no colour is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Literal

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from mozaik_tui.ui.widgets.marks import DONE, FREE, WRONG

State = Literal["done", "todo", "wrong"]
SIGNS: Mapping[str, str] = {"done": DONE, "todo": FREE, "wrong": WRONG}
BESIDE = 76
"""Cells from which the rules stand in two columns."""
_STYLES: Mapping[str, str] = {"done": "$good", "todo": "$foreground", "wrong": "bold $alarm"}


class Checklist(Static):
    """``rules`` are ``(name, text)``; ``words`` say each state in the reader's language (``done``,
    ``todo``, ``wrong``).

    Redrawn only when a state changes, not with every key.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Checklist { height: auto; }
    """

    def __init__(
        self,
        rules: Sequence[tuple[str, str]],
        words: Mapping[State, str],
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self._rules = tuple(rules)
        self._words = dict(words)
        self.states: dict[str, State] = {name: "todo" for name, _text in rules}
        self._columns = 1
        super().__init__(self._drawn(), id=id, classes=classes)

    def mark(self, states: Mapping[str, State]) -> None:
        """Set the state of some rules (KeyError for a rule that is not there)."""
        unknown = states.keys() - self.states.keys()
        if unknown:
            raise KeyError(sorted(unknown)[0])
        changed = {**self.states, **states}
        if changed != self.states:
            self.states = changed
            self.update(self._drawn())

    @property
    def lines(self) -> list[str]:
        """The list as text: ``✓ fait : 8 à 16 caractères``."""
        told = [(self.states[name], text) for name, text in self._rules]
        return [f"{SIGNS[state]} {self._words[state]} {text}" for state, text in told]

    def _drawn(self) -> Content:
        parts = [
            Content.styled(line, _STYLES[self.states[name]])
            for line, (name, _text) in zip(self.lines, self._rules, strict=True)
        ]
        if self._columns == 1:
            return Content("\n").join(parts)
        half = -(-len(parts) // 2)
        rows = []
        for left, right in zip_longest(parts[:half], parts[half:], fillvalue=Content("")):
            blanks = " " * (BESIDE // 2 - left.cell_length)
            rows.append(Content("").join([left, Content(blanks), right]))
        return Content("\n").join(rows)

    def on_resize(self) -> None:
        """Two columns where each line has room in half the width."""
        widest = max((cell_len(line) for line in self.lines), default=0)
        columns = 2 if self.content_size.width >= BESIDE and widest < BESIDE // 2 else 1
        if columns != self._columns:
            self._columns = columns
            self.update(self._drawn())
