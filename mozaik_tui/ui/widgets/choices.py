"""What a list offers, and where each of its rows stands at a given width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mozaik_tui.ui.widgets.wrapping import wrap


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: what it means to the program, the reader's words, the French ones unless they are the same.

    ``searched`` are further words that a filter looks at.
    """

    value: str
    lead: str
    french: str | None = None
    searched: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One drawn line: which choice, which of its lines, whether it is French, and the text."""

    index: int
    line: int
    is_french: bool
    text: str


def number_width(count: int) -> int:
    """Cells that the numbers of ``count`` options need."""
    return len(str(count))


def rows_of(choices: Sequence[Choice], width: int) -> tuple[list[Row], list[int]]:
    """The lines of all options, wrapped to ``width`` cells, and the first line of each option."""
    rows: list[Row] = []
    starts: list[int] = []
    for index, choice in enumerate(choices):
        starts.append(len(rows))
        texts = [(False, line) for line in wrap(choice.lead, width)]
        if choice.french is not None and choice.french != choice.lead:
            texts += [(True, line) for line in wrap(choice.french, width)]
        rows += [Row(index, line, french, text) for line, (french, text) in enumerate(texts)]
    return rows, starts
