"""Brings what has the focus in sight, with all that belongs to it, and never slides it there.

Textual scrolls on focus through its animator, to a place reckoned before the first frame found out how
small the screen is: a question would stay hidden above its answer.
"""

from __future__ import annotations

from typing import Any

from textual._context import active_app
from textual.actions import SkipAction
from textual.containers import VerticalScroll
from textual.events import Resize, ScreenResume
from textual.geometry import Offset, Region
from textual.widget import Widget

from mozaik_tui.ui.right_to_left import CLASS, DRAWING
from mozaik_tui.ui.styles import size_classes


def bring_in_sight(widget: Widget, part: Region, least: int | None = None) -> None:
    """Scroll the nearest thing around ``widget`` that scrolls until ``part`` is seen: at once, no further
    than needed.

    ``part`` is in cells from the outer corner of ``widget``. Where it is higher than there is room, its first
    ``least`` rows are seen with what fits below, or else the last of them (of all rows without ``least``). To be
    called after a refresh; twice does no harm.
    """
    top = part.y + widget.virtual_region.y
    for node in widget.ancestors:
        if not isinstance(node, Widget):
            return
        if node.is_scrollable and node.max_scroll_y > 0:
            room = node.content_size.height
            bottom = top + min(part.height, max(part.height if least is None else least, room)) - room
            wanted = max(min(node.scroll_offset.y, top), bottom)
            if wanted != node.scroll_offset.y:
                node.scroll_to(y=wanted, animate=False, immediate=True)
            return
        top += node.gutter.top + node.virtual_region.y - node.scroll_offset.y


def rows_in_sight(widget: Widget) -> int:
    """How many rows of ``widget`` are above the lower edge of what scrolls around it."""
    for node in widget.ancestors:
        if isinstance(node, Widget) and node.is_scrollable and node.max_scroll_y > 0:
            return min(widget.content_region.bottom, node.content_region.bottom) - widget.content_region.y
    return widget.content_size.height


def first_cell(widget: Widget, row: int = 0) -> Offset:
    """Where a row of ``widget`` begins on the screen: on the left, or on the right of a right-to-left screen."""
    region = widget.content_region
    return region.offset + Offset(max(0, region.width - 1) if DRAWING.base else 0, row)


class StaysInSight(Widget):
    """A widget that takes the focus. The frame around it, when there is one, says what must be seen with
    it.
    """

    def scroll_visible(self, *_args: object, **_options: object) -> None:
        """After the next refresh, when all places are known; not if the focus has gone elsewhere by then."""
        self.call_after_refresh(self._come_if_focused)

    def _come_if_focused(self) -> None:
        # It may have been taken away meanwhile; and ``has_focus`` is told of a new focus a turn later.
        if self.is_attached and self.screen.focused is self:
            self.come_in_sight()

    def come_in_sight(self) -> None:
        """Scroll what is around until this widget is seen."""
        of_frame = getattr(self.parent, "come_in_sight", None)
        if of_frame is not None:
            of_frame()
        else:
            bring_in_sight(self, Region(0, 0, *self.outer_size))


class Body(VerticalScroll):
    """The part of a screen that scrolls. When it loses rows (the keys of a new focus may take two), what has the focus
    stays in sight, if it was there.
    """

    _rows = 0

    def action_page_down(self) -> None:
        """The page keys are the screen's: they slide nothing, and leave a line of what was seen."""
        raise SkipAction

    action_page_up = action_page_down

    def on_resize(self, event: Resize) -> None:
        """There is more or less room."""
        lost, self._rows = self._rows - event.size.height, event.size.height
        focused = self.screen.focused if self.is_attached else None
        if lost <= 0 or not isinstance(focused, StaysInSight) or self not in focused.ancestors:
            return
        if focused.region.bottom <= self.region.bottom + lost:
            focused.scroll_visible()


class Still:
    """Mixed into a screen, before ``Screen``: focus scrolls as :class:`StaysInSight` says, and nothing
    slides.

    Without it the screen itself slides the focused widget to its middle, and the label out of sight on 40×12.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._was_seen = False
        app = active_app.get(None)
        if app is not None and isinstance(self, Widget):
            # Before the first frame: else every widget is styled and placed twice, for no size and for
            # its own.
            turned = (CLASS,) if DRAWING.base else ()
            self.add_class(*size_classes(*app.size), *turned, update=False)

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """The widgets of a new screen were styled as they were mounted; once is enough before its first
        frame.
        """
        event.refresh_styles = event.refresh_styles and self._was_seen
        self._was_seen = True

    def scroll_to_center(self, widget: Widget, *_args: object, **_options: object) -> None:
        """In place of Textual's own answer to a new focus."""
        widget.scroll_visible(animate=False)
