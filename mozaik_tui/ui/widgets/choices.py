"""What a list offers, and where each of its rows stands at a given width."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from mozaik_tui.wrapping import wrap

BETWEEN = " · "


class Choice(NamedTuple):
    """One option: what it means to the program, the reader's words, the French ones unless they are the same.

    ``searched`` are further words that a filter looks at. ``seen`` is how the reader's words are drawn where they
    are ordered and shaped here, on a screen that runs from left to right, when that is known beforehand.
    """

    value: str
    lead: str
    french: str | None = None
    searched: str = ""
    seen: str = ""


class Row(NamedTuple):
    """One drawn line: which choice, which of its lines, its text in the two languages (one may be empty)."""

    place: int
    line: int
    lead: str
    french: str


def number_width(count: int) -> int:
    """Cells that the numbers of ``count`` options need."""
    return len(str(count))


def rows_of(choices: Sequence[Choice], width: int) -> tuple[list[Row], list[int]]:
    """The lines of all options, wrapped to ``width`` cells, and the first line of each option.

    Both languages share a line where they fit.
    """
    rows: list[Row] = []
    starts: list[int] = []
    for index, choice in enumerate(choices):
        starts.append(len(rows))
        french = choice.french if choice.french and choice.french != choice.lead else ""
        if french and cell_len(choice.lead) + len(BETWEEN) + cell_len(french) <= width:
            texts = [(choice.lead, BETWEEN + french)]
        else:
            texts = [(line, "") for line in wrap(choice.lead, width)]
            texts += [("", line) for line in (wrap(french, width) if french else ())]
        rows += [Row(index, line, *both) for line, both in enumerate(texts)]
    return rows, starts
