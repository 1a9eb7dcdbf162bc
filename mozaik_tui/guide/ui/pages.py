"""Which screen shows which page; a screen's module is imported when its page is first shown."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from ..run_of_guide import Guide, PageKind

if TYPE_CHECKING:
    from .page_screen import PageScreen

SCREENS: Mapping[PageKind, str] = {
    "language": "language:LanguagePage",
    "step": "step:StepPage",
    "check": "check:CheckPage",
    "papers": "reading:PapersPage",
    "sheet": "sheet:SheetPage",
    "child": "sheet:ChildPage",
    "qr": "reading:QrPage",
}
"""Pages that are not here are texts and choices."""


def screen_for(guide: Guide) -> PageScreen:
    """A fresh screen for the page that is on."""
    module, _, name = SCREENS.get(guide.page.kind, "page_screen:PageScreen").partition(":")
    if guide.page == ("check", "password"):
        name = "PasswordPage"
    elif guide.page == ("check", "school_body"):
        name = "SchoolBodyPage"
    made: PageScreen = getattr(import_module(f"{__package__}.{module}"), name)()
    made.shown_page = guide.page
    return made
