"""Starts the full-screen front end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..assembly import assembled
from .environment import remove_switches

if TYPE_CHECKING:
    from ..settings import Settings


def run(settings: Settings) -> int:
    """Until the parent ends it; the exit code of command-line.md."""
    remove_switches(os.environ)
    from ..crash import write
    from .app import Assistant
    from .themes import theme_name

    with assembled(settings) as assembly:
        app = Assistant(
            assembly.session,
            theme=theme_name(settings.interface.theme, os.environ),
            open_service=assembly.opening.begin,
            reference=lambda error: write(settings.data_dir, error),
        )
        app.run()
        return app.return_code or 0
