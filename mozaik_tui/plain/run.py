"""Starts the plain line front end (command-line.md, The plain front end)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..assembly import assembled
from .console import Console, EndOfInput
from .front import PlainFront

if TYPE_CHECKING:
    from ..settings import Settings


def run(settings: Settings) -> int:
    """0 after the goodbye, 1 when the input ends early (one line on the error stream says so)."""
    with assembled(settings) as assembly:
        assembly.opening.begin()
        front = PlainFront(assembly.session, Console())
        try:
            front.run()
        except EndOfInput:
            assembly.session.leave()
            print(front.words.lead.text("plain.ended_early"), file=sys.stderr)
            return 1
    return 0
