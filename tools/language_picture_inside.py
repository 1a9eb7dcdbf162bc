"""One part of the child's form in one language, on the terminal that this is started in: for tools/language_pictures.py.

The terminal is asked who it is, as the program does. Where it can show the language only line by line, the plain lines
are shown. ``said`` (a file) gets the name of the profile once the screen is painted.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from mozaik_tui.language.languages import language
from mozaik_tui.language.terminals.asking import Asked
from mozaik_tui.language.terminals.here import Here, here
from mozaik_tui.language.terminals.profiles import showing
from mozaik_tui.plain.run import converse
from mozaik_tui.session import Session
from mozaik_tui.ui import themes
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.terminal_widths import install
from mozaik_tui.ui.web.app import WebAssistant
from mozaik_tui.ui.web.on_page import IDLE
from mozaik_tui.ui.web.terminal import TERMINAL
from tests.snapshots.prepared import prepared

STEP, BORN = "birth_date", date(2014, 3, 9)


class Painted(Assistant):
    """Says that its first frame has gone to the terminal."""

    def __init__(self, session: Session, said: Path, terminal: Here) -> None:
        super().__init__(session, theme=themes.DARK, terminal=terminal)
        self._said = said

    def on_ready(self) -> None:
        """As any."""
        super().on_ready()
        self.call_after_refresh(self._said.write_text, self.terminal.profile.name)


def standing(tag: str) -> Session:
    """The date of birth is typed."""
    session = prepared(STEP, tag)
    session.journey.type("birth_date", BORN.isoformat())
    return session


def main() -> None:
    """Show it until the end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", required=True)
    parser.add_argument("--said", type=Path)
    parser.add_argument("--terminal")
    options = parser.parse_args()
    session = standing(options.language)
    if options.said is None:
        install(TERMINAL.marks)
        WebAssistant(session, idle=IDLE, theme=themes.DARK, terminal=TERMINAL).run(mouse=False)
        return
    known = here(options.terminal, Asked(sys.stdin.fileno(), os.environ).replies(), os.environ)
    if showing(known.profile, options.language, language(options.language).script) in ("well", "odd"):
        install(known.marks)
        app = Painted(session, options.said, known)
        themes.fit_terminal(app)
        app.run()
    else:
        options.said.write_text(f"{known.profile.name}, line by line")
        converse(session, known.profile.name)


if __name__ == "__main__":
    main()
