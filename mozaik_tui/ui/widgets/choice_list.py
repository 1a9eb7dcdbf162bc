"""A list to choose from with arrows, digits or the pointer; long lists are drawn line by line, only what
is seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mozaik_tui.ui.right_to_left import DRAWING, ordered
from mozaik_tui.ui.widgets.choices import Choice, Row, number_width, rows_of
from mozaik_tui.ui.widgets.in_sight import StaysInSight, bring_in_sight, first_cell, rows_in_sight
from mozaik_tui.ui.widgets.marks import CHOSEN, POINTER
from mozaik_tui.ui.widgets.text_field import any_digits

DIRECT = 9
"""Up to so many options a digit chooses at once; in longer lists it only moves there, since a second may
follow.
"""

KEYS: Mapping[str, tuple[Any, ...]] = {
    "up": ("move", -1),
    "down": ("move", 1),
    "home": ("edge", False),
    "end": ("edge", True),
    "pageup": ("page", -1),
    "pagedown": ("page", 1),
    "enter": ("choose",),
    "space": ("choose",),
}
"""What each key does. No bindings: those wait until a key has gone up to the app, while the digit that was typed after it is
taken at once; of a quick hand's “2, Enter, 1” the list took the 1.
"""

_REVERSE, _BOLD = Style(reverse=True), Style(bold=True)


class ChoiceList(StaysInSight, ScrollView, can_focus=True, inherit_bindings=False, inherit_css=False):
    """Posts :class:`Highlighted` when the marked option changes, :class:`Chosen` when one is taken.

    The marked option carries "▶" and is reversed while the list is active; the one that counts already
    carries "●". Numbers: with nine options or fewer a digit chooses; else digits move the mark (1, then
    12) and Enter chooses. No digit waits for a time-out.
    """

    KEY_HINTS: ClassVar[tuple[str, ...]] = ("choose", "move", "pick")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice-list--french"}
    SCOPED_CSS = False
    DEFAULT_CSS = """
    ChoiceList {
        width: 100%; height: auto; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
        color: $foreground; background: $background;
        scrollbar-color: $edge; scrollbar-color-hover: $edge; scrollbar-color-active: $focus;
        scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-background-active: $background; scrollbar-corner-color: $background;
    }
    ChoiceList > .choice-list--french { color: $soft; }
    """

    highlighted: reactive[int] = reactive(-1, init=False, repaint=False)
    """Index of the marked option, -1 in an empty list."""

    class Highlighted(Message):
        """The mark moved to ``choice``. The repr names the list only."""

        def __init__(self, choices: ChoiceList, choice: Choice) -> None:
            super().__init__()
            self.choices = choices
            self.choice = choice

        @property
        def control(self) -> ChoiceList:
            """The list."""
            return self.choices

    class Chosen(Highlighted):
        """``choice`` was taken."""

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        chosen: str | None = None,
        numbered: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.choices: tuple[Choice, ...] = ()
        self.chosen = chosen
        self.numbered = numbered
        self._active = False
        self._typed = ""
        self._rows: list[Row] = []
        self._starts: list[int] = []
        self._width = 0
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._take(choices, chosen)

    # -- contents
    # -----------------------------------------------------------------------------------------------
    def set_choices(self, choices: Sequence[Choice], highlight: str | None = None) -> None:
        """Show other options; the mark goes to the value ``highlight``, else to the first."""
        self._take(choices, highlight)
        self._lay_out(self._width or self.scrollable_content_region.width)
        self.refresh(layout=True)
        self.call_after_refresh(self.come_in_sight)

    def _take(self, choices: Sequence[Choice], highlight: str | None) -> None:
        self.choices = tuple(choices)
        self._width, self._typed = 0, ""
        values = [choice.value for choice in self.choices]
        index = values.index(highlight) if highlight in values else 0 if values else -1
        self.set_reactive(ChoiceList.highlighted, index)

    @property
    def current(self) -> Choice | None:
        """The marked option."""
        return self.choices[self.highlighted] if 0 <= self.highlighted < len(self.choices) else None

    @property
    def active(self) -> bool:
        """Whether keys act on this list: it has the focus, or its filter field has."""
        return self.has_focus or self._active

    @active.setter
    def active(self, active: bool) -> None:
        self._active = active
        self._repaint(self.highlighted)

    # -- drawing
    # ------------------------------------------------------------------------------------------------
    @property
    def _margin(self) -> int:
        """Cells before the words: the sign, the number, the dot of what counts already."""
        return (
            2 + (number_width(len(self.choices)) + 1 if self.numbered else 0) + 2 * (self.chosen is not None)
        )

    def _lay_out(self, width: int) -> None:
        if width == self._width or width <= 0:
            return
        self._width = width
        self._strips.clear()
        self._rows, self._starts = rows_of(self.choices, width - self._margin)
        # Quietly: it is asked while the screen is laid out, and a size that is set aloud has it laid out once more.
        self.set_reactive(ChoiceList.virtual_size, Size(width, len(self._rows)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """All the lines at this width."""
        self._lay_out(width)
        return len(self._rows)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as there is room."""
        return container.width

    def _on_resize(self, _event: events.Resize) -> None:
        lines = len(self._rows)
        self._lay_out(self.scrollable_content_region.width)
        self.refresh(layout=len(self._rows) != lines)
        self.call_after_refresh(self.come_in_sight)

    def notify_style_update(self) -> None:
        """Colours changed: what was drawn before is worth nothing."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line, drawn once for each of its two looks."""
        width = self.size.width
        number = y + self.scroll_offset.y
        if not 0 <= number < len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[number]
        marked = row.place == self.highlighted
        key = (number, marked and self.active)
        if marked and not self.active:
            return self._draw(row, marked, width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(row, marked, width)
        return strip

    def _draw(self, row: Row, marked: bool, width: int) -> Strip:
        choice, first = self.choices[row.place], row.line == 0
        head = f"{POINTER if marked and first else ' '} "
        if self.chosen is not None:
            head += f"{CHOSEN if first and choice.value == self.chosen else ' '} "
        if self.numbered:
            digits = number_width(len(self.choices))
            head += f"{row.place + 1:>{digits}} " if first else " " * (digits + 1)
        style = self.rich_style
        french = self.get_component_rich_style("choice-list--french")
        if marked and self.active:
            style, french = style + _REVERSE, french + _REVERSE
        ready = choice.seen if DRAWING.takes_forms and row.lead == choice.lead else ""
        parts = [(head, style), (ready or row.lead, style + _BOLD), (row.french, french)]
        if ready or not DRAWING.concerns(row.lead + row.french):
            return Strip([Segment(*part) for part in parts if part[0]]).adjust_cell_length(width, style)
        segments, size = ordered(parts)
        blank = [Segment(" " * max(0, width - size), style)]
        return Strip([*blank, *segments] if DRAWING.base else [*segments, *blank]).crop(0, width)

    def _repaint(self, *indexes: int) -> None:
        for index in indexes:
            if 0 <= index < len(self._starts):
                self.refresh_lines(self._starts[index], self._height_of(index))

    def _height_of(self, index: int) -> int:
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._rows)
        return end - self._starts[index]

    @property
    def cursor_screen_offset(self) -> Offset:
        """The terminal's cursor stands at the beginning of the marked row."""
        row = self._starts[self.highlighted] if 0 <= self.highlighted < len(self._starts) else 0
        return first_cell(self, row - self.scroll_offset.y)

    # -- moving
    # -------------------------------------------------------------------------------------------------
    def watch_highlighted(self, old: int, new: int) -> None:
        """Repaint the two options concerned, bring the new one in sight, tell of it."""
        self._repaint(old, new)
        self.come_in_sight()
        if (choice := self.current) is not None:
            self.post_message(self.Highlighted(self, choice))

    def come_in_sight(self) -> None:
        """Scroll this list, and the body around it, until the marked option is in sight."""
        if not 0 <= self.highlighted < len(self._starts) or not self.is_attached:
            return
        row = Region(0, self._starts[self.highlighted], 1, self._height_of(self.highlighted))
        self.scroll_to_region(row, animate=False, force=True)
        seen = max(1, rows_in_sight(self))
        if seen < self.content_size.height and row.bottom > self.scroll_offset.y + seen:
            # Its own rows move first: the question above stays where it is.
            self.scroll_to(y=min(row.y, row.bottom - seen), animate=False, force=True)
        top = self.content_region.y - self.region.y + row.y - self.scroll_offset.y
        bring_in_sight(self, Region(0, top, 1, row.height))

    def action_move(self, step: int) -> None:
        """One option up or down; the ends stop. Where the text around was read on, the mark comes back in sight."""
        self._go(self.highlighted + step)
        self.come_in_sight()

    def action_edge(self, last: bool) -> None:
        """The first or the last option."""
        self._go(len(self.choices) - 1 if last else 0)

    def action_page(self, direction: int) -> None:
        """As many options as fit on the screen, at least one. A short list leaves the key to the text around it: a mark that
        jumped with it would skip that text, and change what Enter takes.
        """
        if len(self.choices) <= DIRECT:
            raise SkipAction
        if not 0 <= self.highlighted < len(self._starts):
            self.action_move(direction)  # the key came before these options were laid out
            return
        seen = max(1, min(self.size.height, self.screen.size.height - 8))
        target = self._starts[self.highlighted] + direction * seen
        inside = min(max(target, 0), len(self._rows) - 1)
        index = self._rows[inside].place
        before = self.highlighted
        self._go(index if index != before else index + direction)
        if self.highlighted == before:
            raise SkipAction  # at its end the list has no more to show: the key is for the text around it

    def _go(self, index: int) -> None:
        self._typed = ""
        if self.choices:
            self.highlighted = min(max(index, 0), len(self.choices) - 1)

    def action_choose(self) -> None:
        """Take the marked option."""
        if (choice := self.current) is not None:
            self.post_message(self.Chosen(self, choice))

    def pick(self, digit: str) -> bool:
        """Use a typed digit 0–9; whether it meant an option."""
        if not self.numbered:
            return False
        for typed in (self._typed + digit, digit):
            if 1 <= int(typed) <= len(self.choices) and not typed.startswith("0"):
                self.highlighted = int(typed) - 1
                self._typed = typed
                if len(self.choices) <= DIRECT:
                    self.action_choose()
                return True
        return False

    def take(self, key: str) -> bool:
        """Do what ``key`` does; whether it did anything here."""
        if key not in KEYS:
            return False
        name, *how = KEYS[key]
        try:
            getattr(self, f"action_{name}")(*how)
        except SkipAction:
            return False
        return True

    async def _on_key(self, event: events.Key) -> None:
        if self.take(event.key):
            event.stop()
            event.prevent_default()
            return
        digit = any_digits(event.character or "")
        if len(digit) == 1 and digit.isascii() and digit.isdigit() and (self.pick(digit) or digit != "0"):
            event.stop()

    def _on_focus(self, _event: events.Focus) -> None:
        self._repaint(self.highlighted)

    def _on_blur(self, _event: events.Blur) -> None:
        self._typed = ""
        self._repaint(self.highlighted)

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None or not 0 <= offset.y + self.scroll_offset.y < len(self._rows):
            return
        self._go(self._rows[offset.y + self.scroll_offset.y].place)
        self.action_choose()
