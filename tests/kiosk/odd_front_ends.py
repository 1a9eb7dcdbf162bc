"""A program for the tests: the real supervisor over front ends that fail as the first argument says."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from mozaik_tui.kiosk import front_end
from mozaik_tui.kiosk.notes import ALIVE, CRASH, DONE, END, Notes
from mozaik_tui.kiosk.pin import Tries
from mozaik_tui.kiosk.supervisor import NEXT, Supervisor
from mozaik_tui.kiosk.tally import Tally
from mozaik_tui.kiosk.terminal import taken

made = 0
front_end.LEAVING_PATIENCE = 0.5


def front(_tries: Tries):
    global made
    made += 1
    number = made

    def live(notes: Notes) -> None:
        print(f"front end {number}.", end="", flush=True)
        notes.tell(ALIVE)
        failing = number == 1 or sys.argv[1] == "always"
        if not failing:
            while True:
                notes.tell(ALIVE)
                time.sleep(0.2)
        time.sleep(0.4)
        if sys.argv[1] == "crash":
            notes.tell(CRASH, "7K3-QXM")
            raise RuntimeError("a secret of a parent")
        if sys.argv[1] in ("word", "leaves"):
            notes.tell(END, NEXT)
        if sys.argv[1] == "leaves":
            notes.tell(DONE)
        if sys.argv[1] in ("hang", "word", "leaves"):
            while True:
                pass
        os._exit(3)

    return live


if __name__ == "__main__":
    with taken(sys.stdin.fileno()) as terminal:
        code = Supervisor(terminal, front, Tally(Path(sys.argv[2])), restart=True).run()
    sys.exit(code)
