"""The row of buttons, the way one reads, and on to another row where the screen is narrow."""

from __future__ import annotations

from fractions import Fraction

from textual.geometry import Region, Size
from textual.layout import ArrangeResult, DockArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from mozaik_tui.ui.right_to_left import DRAWING


class FlowLayout(Layout):
    """Places widgets like words in a paragraph; Textual has rows and columns only."""

    name = "flow"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002
    ) -> ArrangeResult:
        """Where each child goes; a row is as high as its highest child."""
        parent.pre_layout(self)
        viewport = parent.app.viewport_size
        placements: list[WidgetPlacement] = []
        x = y = height = 0
        for child in children:
            model = child._get_box_model(size, viewport, Fraction(size.width), Fraction(size.height))
            wide, high = int(model.width), int(model.height)
            if x and x + wide > size.width:
                x, y, height = 0, y + height, 0
            region = Region(size.width - x - wide if DRAWING.base else x, y, wide, high)
            placements.append(
                WidgetPlacement(region, child.styles.offset.resolve(size, viewport), model.margin, child)
            )
            x += wide + model.margin.right
            height = max(height, high)
        return placements


class ActionBar(Widget, inherit_bindings=False):
    """Holds :class:`~mozaik_tui.ui.widgets.action_button.ActionButton` widgets."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    ActionBar { width: 100%; height: auto; background: $background; }
    """

    def __init__(self, *buttons: Widget, id: str | None = "actions", classes: str | None = None) -> None:
        super().__init__(*buttons, id=id, classes=classes)
        self._default_layout = FlowLayout()  # type: ignore[assignment]

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:
        """Rows of buttons do not depend on how high the bar is: what was found when it was measured is found again."""
        return super().arrange(Size(size.width, self.app.size.height), optimal)
