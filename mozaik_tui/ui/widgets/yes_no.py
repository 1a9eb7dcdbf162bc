"""« Oui » or « Non »: two options, one of them always chosen, told by ● and ○ and by its place in the
words.
"""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive

from mozaik_tui.ui.right_to_left import DRAWING
from mozaik_tui.ui.widgets.in_sight import StaysInSight, first_cell
from mozaik_tui.ui.widgets.marks import CHOSEN, FREE, POINTER


class YesNo(StaysInSight, can_focus=True, inherit_bindings=False):
    """One tab stop with two options. Arrows and Space change the answer, ``1`` is yes and ``2`` is no.

    Posts :class:`Changed` with each change, :class:`Submitted` on Enter.
    """

    KEY_HINTS: ClassVar[tuple[str, ...]] = ("submit", "change")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "answer(True)", show=False),
        Binding("down", "answer(False)", show=False),
        Binding("left", "sideways(False)", show=False),
        Binding("right", "sideways(True)", show=False),
        Binding("1", "answer(True)", show=False),
        Binding("2", "answer(False)", show=False),
        Binding("space", "turn", show=False),
        Binding("enter", "submit", show=False),
    ]
    SCOPED_CSS = False
    DEFAULT_CSS = """
    YesNo {
        width: auto; height: auto; max-width: 100%; padding: 0 1; border: solid $edge;
        color: $foreground; background: $background;
    }
    YesNo:focus { border: double $focus; }
    .-short YesNo, .-short YesNo:focus { border: none; padding: 0; }
    """

    yes: reactive[bool] = reactive(False, init=False)

    class Changed(Message):
        """The answer changed. ``yes`` holds it."""

        def __init__(self, asked: YesNo, yes: bool) -> None:
            super().__init__()
            self.asked = asked
            self.yes = yes

        @property
        def control(self) -> YesNo:
            """The two options."""
            return self.asked

    class Submitted(Changed):
        """Enter was pressed. ``yes`` holds the answer."""

    def __init__(
        self,
        yes_label: str,
        no_label: str,
        *,
        yes: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.labels = (yes_label, no_label)
        self.set_reactive(YesNo.yes, yes)

    @property
    def _rows(self) -> list[str]:
        rows = []
        for yes, label in zip((True, False), self.labels, strict=True):
            current = yes is self.yes
            sign = POINTER if current and self.has_focus else " "
            rows.append(f"{sign} {CHOSEN if current else FREE} {label}")
        return rows

    def render(self) -> Content:
        """Two rows; the chosen one is reversed where the focus is here."""
        first, second = (
            Content.styled(row, "reverse" if self.has_focus and yes is self.yes else "")
            for row, yes in zip(self._rows, (True, False), strict=True)
        )
        return Content("\n").join([first, second])

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as the longer option."""
        return max(cell_len(label) for label in self.labels) + 4

    @property
    def cursor_screen_offset(self) -> Offset:
        """The terminal's cursor stands on the row of the chosen option."""
        return first_cell(self, 0 if self.yes else 1)

    def watch_yes(self, yes: bool) -> None:
        """Tell of the change."""
        self.post_message(self.Changed(self, yes))

    def action_answer(self, yes: bool) -> None:
        """Choose."""
        self.yes = yes

    def action_sideways(self, right: bool) -> None:
        """Left is the first option and right the second; the other way where one reads from right to left."""
        self.yes = right is bool(DRAWING.base)

    def action_turn(self) -> None:
        """The other one."""
        self.yes = not self.yes

    def action_submit(self) -> None:
        """Go on with this answer."""
        self.post_message(self.Submitted(self, self.yes))

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is not None:
            self.yes = offset.y == 0
