"""Starts the kiosk on this terminal."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from ..ui.environment import remove_switches
from . import lockdown
from .supervisor import Supervisor
from .tally import Tally
from .terminal import taken

if TYPE_CHECKING:
    from ..settings import Settings
    from .front_end import Run
    from .pin import Tries


def run(settings: Settings) -> int:
    """Until the staff stops it; the exit code of command-line.md. The three streams are a terminal."""
    lockdown.no_dumps()
    lockdown.deaf()
    remove_switches(os.environ)
    from ..ui.kiosk.run import front_end, load_all

    def front(tries: Tries) -> Run:
        return lambda notes: front_end(settings, notes, tries)

    with taken(sys.stdin.fileno()) as terminal:
        load_all()
        gc.collect()
        gc.freeze()  # a forked front end shares these pages as long as nobody touches them
        return Supervisor(terminal, front, Tally(settings.data_dir), restart=settings.kiosk.restart).run()
