"""A paragraph that is broken into lines as French typography wants it: no « : » or « ? » alone at the start of a line."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from mozaik_tui.wrapping import folded, wrap


class Prose(Static):
    """Plain text, never markup. Textual breaks lines at every blank, the unbreakable ones too; this one does not."""

    SCOPED_CSS = False

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(text, markup=False, id=id, classes=classes)

    @property
    def text(self) -> str:
        """What is told."""
        return str(self.content)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as the widest line where there is room for it."""
        return max(cell_len(line) for line in wrap(self.text, container.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The lines at this width."""
        return len(wrap(self.text, width))

    def render(self) -> Content:
        """The lines."""
        return Content(folded(self.text, self.content_size.width))


def tell(parent: Widget, id: str, text: str, *, after: Widget | None = None) -> None:
    """Show ``text`` in the child ``id`` of ``parent``, which is made when there is first something to tell.

    ``after``: the child that it stands below; the last one without it. Nothing to tell takes no row.
    """
    for line in parent.query_children(f"#{id}").results(Prose):
        line.display = bool(text)
        line.update(text)
        return
    if text:
        put(parent, Prose(text, id=id), after=after)


def put(
    parent: Widget, *children: Widget, before: Widget | int | None = None, after: Widget | None = None
) -> None:
    """Mount, unless ``parent`` is gone or the app ends: a key that was typed just then still arrives."""
    if parent.is_attached:
        parent.mount(*children, before=before, after=after)
