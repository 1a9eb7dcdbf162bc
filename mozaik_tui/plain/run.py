"""Starts the plain line front end (command-line.md, The plain front end)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..assembly import assembled
from ..language.isolates import without_controls
from .console import EndOfInput
from .front import PlainFront
from .here import console_here

if TYPE_CHECKING:
    from ..session import Session
    from ..settings import Settings


def run(settings: Settings) -> int:
    """0 after the goodbye, 1 when the input ends early (one line on the error stream says so)."""
    with assembled(settings) as assembly:
        assembly.opening.begin()
        return converse(assembly.session, settings.terminal)


def converse(session: Session, terminal: str | None = None) -> int:
    """Line by line from where ``session`` is; the exit code of command-line.md. ``terminal``: the profile that was told."""
    front = PlainFront(session, console_here(terminal))
    try:
        front.run()
    except EndOfInput:
        session.leave()
        print(without_controls(front.words.lead.text("plain.ended_early")), file=sys.stderr)
        return 1
    return 0
