"""Starts the full-screen front end."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from ..assembly import assembled
from ..language.terminals.asking import Asked
from ..language.terminals.here import here
from ..language.terminals.memory import Memory
from .environment import remove_switches

if TYPE_CHECKING:
    from ..settings import Settings


def run(settings: Settings) -> int:
    """Until the parent ends it; the exit code of command-line.md."""
    remove_switches(os.environ)
    asked = Asked(sys.stdin.fileno(), os.environ)  # the terminal answers while the interface is loaded
    gc.disable()  # a start makes thousands of objects that all stay: collecting them is a twentieth of its time
    try:
        from ..crash import write
        from .app import Assistant
        from .terminal_widths import install
        from .themes import fit_terminal, theme_name
    finally:
        replies = asked.replies()
    memory = Memory(settings.data_dir)
    terminal = here(settings.terminal, replies, os.environ, memory)
    install(terminal.marks)

    def first_frame_is_there() -> None:
        gc.freeze()  # what the start has made is there to stay: the collector need not look at it again
        gc.enable()
        assembly.opening.begin()

    with assembled(settings) as assembly:
        app = Assistant(
            assembly.session,
            theme=theme_name(settings.interface.theme, os.environ),
            open_service=first_frame_is_there,
            reference=lambda error: write(settings.data_dir, error),
            terminal=terminal,
            remember=lambda profile: memory.keep(terminal.identity, profile),
        )
        fit_terminal(app)
        app.run()
        if app.wants_lines:
            from ..plain.run import converse

            return converse(assembly.session, app.terminal.profile.name)
        return app.return_code or 0
