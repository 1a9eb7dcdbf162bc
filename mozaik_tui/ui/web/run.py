"""Starts one session of the page."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ...assembly import assembled
from ...policy import BROWSER
from ..environment import remove_switches
from .terminal import TERMINAL

if TYPE_CHECKING:
    from ...settings import Settings


def run(settings: Settings) -> int:
    """Until the parent, the page or the clock ends it; then the service is left, so that no code lives on."""
    remove_switches(os.environ)
    from ...crash import write
    from ..terminal_widths import install
    from ..themes import theme_name
    from .app import WebAssistant
    from .on_page import IDLE

    install(TERMINAL.marks)
    with assembled(settings, BROWSER) as assembly:
        app = WebAssistant(
            assembly.session,
            idle=IDLE,
            theme=theme_name(settings.interface.theme, os.environ),
            open_service=assembly.opening.begin,
            reference=lambda error: write(settings.data_dir, error),
            terminal=TERMINAL,
        )
        app.run(mouse=BROWSER.mouse)
        assembly.session.leave()
        return app.return_code or 0
