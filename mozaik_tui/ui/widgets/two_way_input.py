"""An input whose text may run both ways: a Latin address inside Arabic words, with a cursor that moves as it is seen.

Textual's own draws and counts cells in the order of the stored text. That stays for texts that need no order;
what orders them is loaded for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from mozaik_tui.language.ordering import needs_order
from mozaik_tui.ui.right_to_left import DRAWING

if TYPE_CHECKING:
    from mozaik_tui.language.edited import EditedLine

Direction = Literal["auto", "ltr"]
"""``auto``: as the first letter says, else as the screen runs. ``ltr``: an address, a code, a number."""


class TwoWayInput(Input, inherit_bindings=False, inherit_css=False):
    """``direction`` is set by whoever makes it, before the first frame."""

    direction: Direction = "auto"
    _shift = 0
    """Cells of a line that is too long which stand to the left of what is seen."""

    @property
    def drawn_text(self) -> str:
        """What is drawn, one character for each of the value."""
        return self.value

    def seen(self) -> EditedLine | None:
        """The line as it is seen; ``None`` where that is how it is stored."""
        text = self.drawn_text
        turned = bool(DRAWING.base) and self.direction == "auto"
        if not DRAWING.orders or not (turned or needs_order(text)):
            return None
        from mozaik_tui.language.edited import EditedLine, own_direction

        own = own_direction(text) if self.direction == "auto" else 0
        base = DRAWING.base if own is None else own
        return EditedLine(text, base, cell_len, forms=DRAWING.profile.forms)

    def _left_of(self, line: EditedLine) -> int:
        """Cells that are cut off on the left; negative for the blanks before a line that stands on the right."""
        room = max(1, self.scrollable_content_region.width)
        if line.width <= room:
            self._shift = line.width - room if line.base else 0
            return self._shift
        cursor = line.place_of(self.cursor_position)
        shift = self._shift if self._shift >= 0 else (line.width - room if line.base else 0)
        self._shift = min(max(min(shift, cursor), cursor - room + 1, 0), line.width - room)
        return self._shift

    @property
    def content_width(self) -> int:
        """A line that may run both ways scrolls by itself."""
        return super().content_width if self.seen() is None else 1

    def cursor_place(self) -> int:
        """The cell of the cursor from the left edge of what is seen."""
        line = self.seen()
        if line is None:
            return self._position_to_cell(self.cursor_position) - self.scroll_offset.x
        return line.place_of(self.cursor_position) - self._left_of(line)

    def render_line(self, y: int) -> Strip:
        """The one line, each character in the style of what it is: plain, selected, under the cursor."""
        line = self.seen() if y == 0 else None
        if line is None:
            return super().render_line(y)
        left, room = self._left_of(line), max(1, self.scrollable_content_region.width)
        selected = range(*sorted(self.selection))
        marked = self.get_component_rich_style("input--selection")
        cursor = self.get_component_rich_style("input--cursor")
        segments = [Segment(" " * -left)] if left < 0 else []
        for cell in line.cells:
            style = marked if self.has_focus and cell.start in selected else None
            if self.has_focus and self._cursor_visible and cell.start <= self.cursor_position < cell.end:
                style = cursor
            segments.append(Segment(cell.drawn, style))
        strip = Strip(segments).crop(max(left, 0), max(left, 0) + room).extend_cell_length(room)
        return strip.apply_style(self.rich_style)

    def _cell_offset_to_index(self, offset: int) -> int:
        line = self.seen()
        if line is None:
            return super()._cell_offset_to_index(offset)
        return min(line.position_at(offset + self._left_of(line)), len(self.value))

    def _step(self, line: EditedLine, step: int, select: bool) -> None:
        target = line.beside(self.cursor_position, step)
        start = self.selection.start if select else target
        self.selection = Selection(start, target)

    def action_cursor_left(self, select: bool = False) -> None:
        """To what is seen on the left."""
        if (line := self.seen()) is None:
            super().action_cursor_left(select)
        else:
            self._step(line, -1, select)

    def action_cursor_right(self, select: bool = False) -> None:
        """To what is seen on the right."""
        if (line := self.seen()) is None:
            super().action_cursor_right(select)
        else:
            self._step(line, 1, select)
