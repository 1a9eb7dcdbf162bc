"""Starts the guide line by line."""

from __future__ import annotations

import sys

from ..language.isolates import without_controls
from ..plain.console import EndOfInput
from ..plain.here import console_here
from .assembly import AssembledGuide
from .plain import PlainGuide


def run(assembled: AssembledGuide) -> int:
    """0 when the guide was closed, 1 when the input ends early (one line on the error stream says so)."""
    return converse(assembled, assembled.settings.terminal)


def converse(assembled: AssembledGuide, terminal: str | None) -> int:
    """Line by line from where the guide is; the exit code as of :func:`run`. ``terminal``: the profile that was told."""
    front = PlainGuide(assembled.guide, console_here(terminal), assembled.languages)
    try:
        front.run()
    except EndOfInput:
        assembled.guide.restart()
        print(without_controls(front.words.lead.text("plain.ended_early")), file=sys.stderr)
        return 1
    return 0
