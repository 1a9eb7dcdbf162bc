"""Starts the plain line front end (command-line.md, The plain front end)."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ..assembly import assembled
from ..language.isolates import without_controls
from ..language.terminals.here import here
from ..language.terminals.recognising import Replies
from .console import Console, EndOfInput
from .front import PlainFront

if TYPE_CHECKING:
    from ..session import Session
    from ..settings import Settings


def run(settings: Settings) -> int:
    """0 after the goodbye, 1 when the input ends early (one line on the error stream says so)."""
    with assembled(settings) as assembly:
        assembly.opening.begin()
        return converse(assembly.session, settings.terminal)


def converse(session: Session, terminal: str | None = None) -> int:
    """Line by line from where ``session`` is; the exit code of command-line.md. ``terminal``: the profile that was told.

    Nothing is asked of the terminal here: a line printer would print the question.
    """
    there = sys.stdout.isatty() and here(terminal, Replies(), os.environ).profile.hides
    front = PlainFront(session, Console(isolates=there))
    try:
        front.run()
    except EndOfInput:
        session.leave()
        print(without_controls(front.words.lead.text("plain.ended_early")), file=sys.stderr)
        return 1
    return 0
