"""The console of the terminal that this run is on."""

from __future__ import annotations

import os
import sys

from ..language.terminals.here import here
from ..language.terminals.recognising import Replies
from .console import Console


def console_here(terminal: str | None = None) -> Console:
    """Lines with what orders them on this terminal, if it is one. ``terminal``: the profile that was told.

    Nothing is asked of the terminal here: a line printer would print the question.
    """
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return Console()
    profile = here(terminal, Replies(), os.environ).profile
    return Console(isolates=profile.hides, from_right=profile.from_right)
