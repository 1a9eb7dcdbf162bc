"""The drawings of the papers that hold the number, as a widget (mozaik_tui.pictures draws them)."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from mozaik_tui.language import Translator
from mozaik_tui.pictures import KINDS, Kind, picture_lines

__all__ = ["KINDS", "PaperPicture"]


class PaperPicture(Widget):
    """A drawing, drawn for the width there is."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    PaperPicture { width: 100%; height: auto; }
    """

    def __init__(self, kind: Kind, words: Translator, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.kind = kind
        self._words = words

    def _lines(self, width: int) -> list[str]:
        return picture_lines(self.kind, self._words, max(28, width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The lines at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n".join(self._lines(self.content_size.width)))
