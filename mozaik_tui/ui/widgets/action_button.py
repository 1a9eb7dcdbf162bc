"""A button in two languages that becomes one row where there is little room."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message

from mozaik_tui.ui.styles import SHORT_BELOW
from mozaik_tui.ui.widgets.in_sight import StaysInSight, first_cell
from mozaik_tui.ui.widgets.marks import POINTER
from mozaik_tui.wrapping import wrap

SIGN = 2
"""Cells before the words for the sign of the focus."""


class ActionButton(StaysInSight, can_focus=True, inherit_bindings=False):
    """One action: the reader's words, and the French ones unless they are the same.

    Enter, Space or a click post :class:`Pressed`. Focus is shown by a double frame, "▶" and reversed
    text; on a short screen the frame gives way to brackets. ``main`` marks the one main action of a
    screen by bold text.
    """

    KEY_HINTS: ClassVar[tuple[str, ...]] = ("press",)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]
    SCOPED_CSS = False
    DEFAULT_CSS = """
    ActionButton {
        width: auto; height: auto; max-width: 100%; margin: 0 1 0 0; padding: 0 1;
        border: solid $edge; color: $foreground; background: $background; pointer: pointer;
    }
    ActionButton.-main { text-style: bold; }
    ActionButton:focus { border: double $focus; text-style: reverse; }
    ActionButton.-main:focus { text-style: bold reverse; }
    ActionButton:disabled { color: $soft; border: dashed $edge; }
    .-short ActionButton { border: none; padding: 0; margin: 0 1 0 0; }
    .-short ActionButton:focus { border: none; }
    """

    class Pressed(Message):
        """The button was pressed."""

        def __init__(self, button: ActionButton) -> None:
            super().__init__()
            self.button = button

        @property
        def control(self) -> ActionButton:
            """The button."""
            return self.button

    def __init__(
        self,
        lead: str,
        french: str | None = None,
        *,
        main: bool = False,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(id=id, classes=classes, disabled=disabled)
        self.lead = lead
        self.french = None if french == lead else french
        self.set_class(main, "-main")

    def relabel(self, lead: str, french: str | None = None) -> None:
        """Other words on the same button."""
        self.lead, self.french = lead, None if french == lead else french
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[str]:
        """What is drawn in ``width`` cells, without the two cells for the sign of the focus."""
        words = [self.lead] if self.french is None else [self.lead, self.french]
        if self.app.size.height < SHORT_BELOW:
            one = f"[{' / '.join(words)}]"
            fits = self.french is None or cell_len(one) <= width
            words = [one] if fits else [f"[{self.lead} /", f"{self.french}]"]
        return [line for text in words for line in wrap(text, width)]

    def render(self) -> Content:
        """The sign of the focus keeps its place when it is not shown, so that nothing moves."""
        width = self.content_size.width
        first, *others = self._lines(width - SIGN)
        lines = [f"{POINTER if self.has_focus else ' '} {first}", *(f"  {line}" for line in others)]
        widest = max(cell_len(line) for line in lines)
        return Content("\n".join(line + " " * (widest - cell_len(line)) for line in lines))

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as the widest line where there is room for all, with the cells for the sign."""
        lines = self._lines(max(1, container.width - SIGN - self.gutter.width))
        return max(cell_len(line) for line in lines) + SIGN

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the words need at this width."""
        return len(self._lines(width - SIGN))

    @property
    def cursor_screen_offset(self) -> Offset:
        """The terminal's cursor stands on the sign of the focus."""
        return first_cell(self)

    def action_press(self) -> None:
        """Post :class:`Pressed`, unless the button is off."""
        if not self.disabled:
            self.post_message(self.Pressed(self))

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_press()
