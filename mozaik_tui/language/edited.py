"""A line of text that is being edited and may run both ways: where each position is seen, and what is beside it."""

from __future__ import annotations

from collections.abc import Callable

from .bidi import first_strong, resolve
from .bidi.classes import bidi_class
from .lines import Cell, Paragraph, line_cells


def own_direction(text: str) -> int | None:
    """0 or 1 by the first letter of ``text``; ``None`` without one."""
    return first_strong([bidi_class(character) for character in text])


class EditedLine:
    """``text`` as it is seen, from left to right, with a cell for the cursor after its end.

    ``base`` is 1 for a line from right to left; ``measure`` counts the cells of a text; ``forms`` as in
    :func:`~mozaik_tui.language.lines.line_cells`. Positions count characters of ``text``, places count cells of
    the terminal from the left of the line.
    """

    def __init__(self, text: str, base: int, measure: Callable[[str], int], *, forms: bool) -> None:
        self.base = base
        levels, _ = resolve(text, base)
        cells = line_cells(Paragraph(text, tuple(levels), base), 0, len(text), forms=forms)
        end = Cell(" ", len(text), len(text) + 1, base)
        self.cells = [end, *cells] if base else [*cells, end]
        self._places: list[int] = []
        place = 0
        for cell in self.cells:
            self._places.append(place)
            place += measure(cell.drawn)
        self.width = place

    def _index_of(self, position: int) -> int:
        return next(
            (index for index, cell in enumerate(self.cells) if cell.start <= position < cell.end),
            0 if self.base else len(self.cells) - 1,
        )

    def place_of(self, position: int) -> int:
        """The cell where the character at ``position`` is seen."""
        return self._places[self._index_of(position)]

    def position_at(self, place: int) -> int:
        """The character that is seen at ``place``; beyond either side the nearest one."""
        for index in range(len(self.cells) - 1, -1, -1):
            if self._places[index] <= place and self.cells[index].drawn:
                return self.cells[index].start
        return self.cells[0].start

    def beside(self, position: int, step: int) -> int:
        """The position of what is seen to the left (``step`` -1) or to the right (1); the ends stop."""
        index = self._index_of(position) + step
        while 0 <= index < len(self.cells) - 1 and not self.cells[index].drawn:
            index += step
        return self.cells[min(max(index, 0), len(self.cells) - 1)].start
