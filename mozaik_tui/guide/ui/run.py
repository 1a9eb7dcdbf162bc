"""Starts the guide on the full screen: of this terminal, or of the page in the browser."""

from __future__ import annotations

import os
import sys

from ...language.terminals.asking import Asked
from ...language.terminals.here import here
from ...language.terminals.memory import Memory
from ...ui.environment import remove_switches
from ..assembly import AssembledGuide


def run(assembled: AssembledGuide) -> int:
    """Until the reader closes it; the exit code of command-line.md. A crash is told with a reference, and not written down."""
    remove_switches(os.environ)
    asked = Asked(sys.stdin.fileno(), os.environ)  # the terminal answers while the interface is loaded
    try:
        from ...crash import reference
        from ...ui.terminal_widths import install
        from ...ui.themes import fit_terminal, theme_name
        from .app import GuideApp
    finally:
        replies = asked.replies()
    guide, languages, settings = assembled
    terminal = here(settings.terminal, replies, os.environ, Memory(settings.data_dir))
    install(terminal.marks)
    theme = theme_name(settings.interface.theme, os.environ)
    app = GuideApp(guide, languages, theme=theme, reference=reference, terminal=terminal)
    fit_terminal(app)
    app.run()
    if app.wants_lines:
        from ..run_plain import converse

        return converse(assembled, app.terminal.profile.name)
    return app.return_code or 0


def run_on_page(assembled: AssembledGuide) -> int:
    """Until the reader, the page or the clock ends it. A crash is told with a reference, and not written down."""
    remove_switches(os.environ)
    from ...crash import reference
    from ...ui.terminal_widths import install
    from ...ui.themes import theme_name
    from ...ui.web.on_page import IDLE
    from ...ui.web.terminal import TERMINAL
    from .web_app import WebGuide

    guide, languages, settings = assembled
    install(TERMINAL.marks)
    theme = theme_name(settings.interface.theme, os.environ)
    app = WebGuide(guide, languages, idle=IDLE, theme=theme, reference=reference, terminal=TERMINAL)
    app.run(mouse=guide.policy.mouse)
    return app.return_code or 0
