"""Widgets one below the other from the right edge, where one reads from right to left; Textual knows the left only."""

from __future__ import annotations

from textual.geometry import Region, Size
from textual.layout import ArrangeResult
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

from mozaik_tui.ui.right_to_left import DRAWING


class TurnedVertical(VerticalLayout):
    """As Textual's vertical layout, seen in a mirror."""

    name = "turned"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Every widget as far from the right edge as it would be from the left one."""
        return [
            placed._replace(region=_mirrored(placed.region, size.width))
            for placed in super().arrange(parent, children, size, greedy)
        ]


def _mirrored(region: Region, width: int) -> Region:
    return Region(width - region.right, region.y, region.width, region.height)


def turn(container: Widget) -> None:
    """Let the widgets in ``container`` begin where one begins to read. Call it as the container is made."""
    if DRAWING.base:
        container.styles.set_rule("layout", TurnedVertical())
