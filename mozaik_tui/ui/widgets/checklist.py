"""A live list of rules: each line has a sign and a word, so that no colour is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from mozaik_tui.ui.widgets.marks import DONE, FREE, WRONG
from mozaik_tui.wrapping import wrap

State = Literal["done", "todo", "wrong"]
SIGNS: Mapping[str, str] = {"done": DONE, "todo": FREE, "wrong": WRONG}
BESIDE = 76
"""Cells from which the rules stand in two columns."""
_STYLES: Mapping[str, str] = {"done": "$good", "todo": "$foreground", "wrong": "bold $alarm"}


class Checklist(Widget):
    """``rules`` are ``(name, text)``; ``words`` say each state in the reader's language with what follows it
    ("fait :").

    Redrawn only when a state changes, not with every key. Two columns where each line has room in half
    the width.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Checklist { width: 100%; height: auto; }
    """

    def __init__(
        self,
        rules: Sequence[tuple[str, str]],
        words: Mapping[State, str],
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._rules = tuple(rules)
        self._words = dict(words)
        self.states: dict[str, State] = {name: "todo" for name, _text in rules}

    def mark(self, states: Mapping[str, State]) -> None:
        """Set the state of some rules (KeyError for a rule that is not there)."""
        unknown = states.keys() - self.states.keys()
        if unknown:
            raise KeyError(sorted(unknown)[0])
        changed = {**self.states, **states}
        if changed != self.states:
            width = self.content_size.width
            before = len(self.rows(width))
            self.states = changed
            self.refresh(layout=len(self.rows(width)) != before)

    @property
    def lines(self) -> list[str]:
        """The list as text: ``✓ fait : 8 à 16 caractères``."""
        told = [(self.states[name], text) for name, text in self._rules]
        return [f"{SIGNS[state]} {self._words[state]} {text}" for state, text in told]

    def rows(self, width: int) -> list[list[tuple[str, str]]]:
        """``(text, style)`` of each piece of each row at this width; a line that is too long is broken."""
        styles = [_STYLES[self.states[name]] for name, _text in self._rules]
        pairs = list(zip(self.lines, styles, strict=True))
        if width < BESIDE or any(cell_len(line) >= width // 2 for line in self.lines):
            return [
                [(f"{'  ' if place else ''}{piece}", style)]
                for line, style in pairs
                for place, piece in enumerate(wrap(line, width - 2))
            ]
        half = -(-len(pairs) // 2)
        rows = []
        for place in range(half):
            left, style = pairs[place]
            row = [(left + " " * (width // 2 - cell_len(left)), style)]
            rows.append(row + pairs[half + place : half + place + 1])
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The rows at this width."""
        return len(self.rows(width))

    def render(self) -> Content:
        """The rows, each in the colour of its state."""
        rows = self.rows(self.content_size.width)
        return Content("\n").join([Content.assemble(*row) for row in rows])
