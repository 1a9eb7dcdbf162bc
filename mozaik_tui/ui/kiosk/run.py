"""The life of one front end at the kiosk, in a process of its own that is forked from the supervisor."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from ...kiosk.notes import CRASH, DONE
from ...policy import KIOSK
from ..registry import SCREENS

if TYPE_CHECKING:
    from ...kiosk.notes import Notes
    from ...kiosk.pin import Tries
    from ...settings import Settings

_FURTHER = (
    "mozaik_tui.account.embedded",
    "mozaik_tui.account.http.client",
    "mozaik_tui.steps_of_service",
    "mozaik_tui.ui.kiosk.app",
    "mozaik_tui.ui.kiosk.pin_screen",
    "mozaik_tui.ui.kiosk.staff_screen",
    "mozaik_tui.ui.asking",
    "mozaik_tui.ui.down_screen",
    "mozaik_tui.ui.reading_over",
    "argon2",
)


def load_all() -> None:
    """Import what any front end will need, once, before the first one is forked."""
    screens = {f"mozaik_tui.screens.{place.partition(':')[0]}" for place in SCREENS.values()}
    for name in (*_FURTHER, *sorted(screens)):
        import_module(name)


def front_end(settings: Settings, notes: Notes, tries: Tries) -> None:
    """From the language screen to the end of one parent. The last note says that the terminal is free."""
    from textual._context import message_hook

    from ...assembly import assembled
    from ...crash import write
    from ...language.terminals.here import here
    from ...language.terminals.recognising import Replies
    from ..terminal_widths import install
    from ..themes import fit_terminal, theme_name
    from .app import KioskAssistant

    def reference(error: BaseException) -> str:
        word = write(settings.data_dir, error)
        notes.tell(CRASH, word)
        return word

    # Told by the settings or known by its name: nothing is asked of a terminal that parents may be typing on already.
    terminal = here(settings.terminal, Replies(), os.environ)
    install(terminal.marks)
    with assembled(settings, KIOSK) as assembly:
        app = KioskAssistant(
            assembly.session,
            settings,
            notes,
            tries,
            theme=theme_name(settings.interface.theme, os.environ),
            open_service=assembly.opening.begin,
            reference=reference,
            terminal=terminal,
        )
        fit_terminal(app)
        message_hook.set(app.heard)
        app.run(mouse=KIOSK.mouse)
        notes.tell(DONE)
