"""The keys that work now, in the reader's words: nothing that is shown does not work, nothing that works
is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.events import Mount
from textual.geometry import Size
from textual.widget import Widget

from mozaik_tui.language.isolates import isolated
from mozaik_tui.ui.keys import KeyEntry, working
from mozaik_tui.ui.right_to_left import DRAWING
from mozaik_tui.ui.styles import SHORT_BELOW

if TYPE_CHECKING:
    from mozaik_tui.language import Pair

GAP = " "


def fitted(pairs: Sequence[tuple[int, str]], width: int, lines: int) -> list[list[int]]:
    """Which of the ``(rank, text)`` go on which line; the highest ranks are left out first.

    The order is kept. Returns, for each line, the places in ``pairs``.
    """
    kept = list(range(len(pairs)))
    while kept:
        drawn: list[list[int]] = [[]]
        used = 0
        for place in kept:
            size = cell_len(pairs[place][1])
            if drawn[-1] and used + len(GAP) + size > width:
                drawn.append([])
                used = 0
            used += size + (len(GAP) if drawn[-1] else 0)
            drawn[-1].append(place)
        if len(drawn) <= lines and all(cell_len(pairs[place][1]) <= width for place in kept):
            return drawn
        kept.remove(max(kept, key=lambda place: (pairs[place][0], place)))
    return []


class KeyBar(Widget):
    """Follows the focus of its screen: shows ``KEY_HINTS`` of the focused widget and ``always`` of the
    screen.

    The words are the reader's, from the domain ``key`` of the catalogues. At most two rows; one on a short
    screen.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    KeyBar { height: auto; padding: 0 1; color: $bar-text; background: $bar-ground; }
    """

    def __init__(self, words: Pair, extra: Iterable[str] = (), *, id: str | None = "keybar") -> None:
        super().__init__(id=id)
        self._words = words.lead.text
        self._always = tuple(extra)
        self._entries: tuple[KeyEntry, ...] = working(self._always, typing=False)

    def _on_mount(self, _event: Mount) -> None:
        self.watch(self.screen, "focused", self._follow)

    def speak(self, words: Pair) -> None:
        """Another language."""
        self._words = words.lead.text
        self.refresh(layout=True)

    def offer(self, extra: Iterable[str]) -> None:
        """Other keys of the screen."""
        self._always = tuple(extra)
        self._follow(self.screen.focused)

    def _follow(self, focused: Widget | None) -> None:
        hints = getattr(focused, "KEY_HINTS", ())
        entries = working((*hints, *self._always), typing=getattr(focused, "TYPING", False))
        if entries != self._entries:
            self._entries = entries
            self.refresh(layout=True)

    def rows(self, width: int, lines: int) -> list[list[tuple[str, str]]]:
        """``(key, deed)`` for each row that is drawn."""
        pairs = [(self._words(entry.key_label), self._words(entry.deed_label)) for entry in self._entries]
        ranked = [
            (entry.rank, f" {key}  {deed}") for entry, (key, deed) in zip(self._entries, pairs, strict=True)
        ]
        return [[pairs[place] for place in row] for row in fitted(ranked, width, lines)]

    def _lines(self) -> int:
        return 1 if self.app.size.height < SHORT_BELOW else 2

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """One or two rows."""
        return max(1, len(self.rows(width, self._lines())))

    def render(self) -> RenderResult:
        """Each key reversed, what it does beside it."""
        drawn = []
        for row in self.rows(self.content_size.width, self._lines()):
            named = [(isolated(key) if DRAWING.base else key, deed) for key, deed in row]
            parts = [Content.assemble((f" {key} ", "bold reverse"), f" {deed}") for key, deed in named]
            drawn.append(Content(GAP).join(parts))
        return Content("\n").join(drawn)
