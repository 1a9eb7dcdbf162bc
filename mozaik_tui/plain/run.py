"""Starts the plain line front end (command-line.md, The plain front end)."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from ..assembly import assembled
from ..language.isolates import without_controls
from .console import EndOfInput
from .front import PlainFront
from .here import console_here

if TYPE_CHECKING:
    from ..session import Session
    from ..settings import Settings

LEAVING_PATIENCE = 3.0
"""Seconds that an interrupted run waits for the service to hear that its parent is gone."""


def run(settings: Settings) -> int:
    """0 after the goodbye, 1 when the input ends early (one line on the error stream says so)."""
    with assembled(settings) as assembly:
        assembly.opening.begin()
        return converse(assembly.session, settings.terminal)


def converse(session: Session, terminal: str | None = None) -> int:
    """Line by line from where ``session`` is; the exit code of command-line.md. ``terminal``: the profile that was told.

    Raises ``KeyboardInterrupt``, once the code is cancelled and the parent signed out as far as the service can be reached.
    """
    front = PlainFront(session, console_here(terminal))
    try:
        front.run()
    except EndOfInput:
        said_goodbye = session.step.name == "goodbye"
        session.leave()
        if said_goodbye:
            return 0
        print(without_controls(front.words.lead.text("plain.ended_early")), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        leaving = threading.Thread(target=session.leave, name="leaving", daemon=True)
        leaving.start()
        leaving.join(LEAVING_PATIENCE)
        raise
    return 0
