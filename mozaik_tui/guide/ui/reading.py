"""Pages that are only looked at: the papers that show the number, and the portal's address as a square for phones."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from ...language.isolates import left_to_right
from ...ui.widgets.paper_picture import KINDS, PaperPicture
from ..sheet.qr import qr_lines
from .page_screen import PageScreen


class PapersPage(PageScreen):
    """All the pictures, one below the other; PageDown reads on."""

    STAYS_AT_TOP: ClassVar[bool] = True

    def content(self) -> ComposeResult:
        """The pictures."""
        yield from super().content()
        for kind in KINDS:
            yield PaperPicture(kind, self.words.lead)


class QrPage(PageScreen):
    """The code is dark on light whatever the theme: phones read it best so."""

    DEFAULT_CSS = """
    QrPage #square { height: auto; }
    QrPage #code { width: auto; height: auto; margin-right: 2; color: #ffffff; background: #000000; }
    QrPage #address { width: 1fr; }
    QrPage.-narrow #square { layout: vertical; }
    """
    STAYS_AT_TOP: ClassVar[bool] = True

    def content(self) -> ComposeResult:
        """The address in words and as a code."""
        address = self.guide.procedure.portal.address
        with Horizontal(id="square"):
            yield Static(left_to_right("\n".join(qr_lines(address))), markup=False, id="code")
            yield Static(address, markup=False, id="address")
