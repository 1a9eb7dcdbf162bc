"""Starts the guide on the full screen."""

from __future__ import annotations

import os

from ...ui.environment import remove_switches
from ..assembly import AssembledGuide


def run(assembled: AssembledGuide) -> int:
    """Until the reader closes it; the exit code of command-line.md. A crash is told with a reference, and not written down."""
    remove_switches(os.environ)
    from ...crash import reference
    from ...ui.themes import fit_terminal, theme_name
    from .app import GuideApp

    guide, languages, settings = assembled
    theme = theme_name(settings.interface.theme, os.environ)
    app = GuideApp(guide, languages, theme=theme, reference=reference)
    fit_terminal(app)
    app.run()
    return app.return_code or 0
