"""One row on top: what this is, and that it is practice when it is."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from mozaik_tui.wrapping import cut


class Banner(Widget):
    """``name`` on the left, ``notice`` on the right; the notice is what stays where room is short.

    ``word`` ("Entraînement") says the same where the whole notice has no room.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Banner { height: 1; padding: 0 1; color: $banner-text; background: $banner-ground; text-style: bold; }
    Banner:ansi { text-style: bold reverse; }
    """

    def __init__(self, name: str, notice: str = "", word: str = "", *, id: str | None = "banner") -> None:
        super().__init__(id=id)
        self._words = (name, notice, word or notice)

    def show(self, name: str, notice: str = "", word: str = "") -> None:
        """Other words."""
        if (words := (name, notice, word or notice)) != self._words:
            self._words = words
            self.refresh()

    def line(self, width: int) -> str:
        """The row in exactly at most ``width`` cells."""
        name, notice, word = self._words
        if not notice:
            return cut(name, width)
        notice = notice if cell_len(notice) <= width else cut(word, width)
        room = width - Content(notice).cell_length - 2
        if room < 4:
            return notice
        name = cut(name, room)
        return name + " " * (room + 2 - Content(name).cell_length) + notice

    def render(self) -> RenderResult:
        """The row."""
        return Content(self.line(self.content_size.width))
