"""Part of screens 2 and 6: a picture of each paper shows where the number stands."""

from __future__ import annotations

from textual.app import ComposeResult

from mozaik_tui.ui.widgets.paper_picture import KINDS, PaperPicture

from .reading import ReadingScreen


class PapersScreen(ReadingScreen):
    """All the pictures, one below the other."""

    def reading(self) -> ComposeResult:
        """The pictures."""
        for kind in KINDS:
            yield PaperPicture(kind, self.words.lead)
