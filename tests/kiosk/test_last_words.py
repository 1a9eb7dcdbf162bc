"""What a supervisor makes of a front end in an awkward instant: in a process of its own, which may fork."""

from __future__ import annotations

import subprocess
import sys

ENDS_BETWEEN = """
import os
from select import select
from mozaik_tui.kiosk import front_end
from mozaik_tui.kiosk.notes import COUNT, DONE, END, Note

def live(notes):
    for note in ((COUNT, "finished"), (END, "next"), (DONE, "")):
        notes.tell(*note)

front = front_end.FrontEnd(live)

def nothing_yet(*_):
    os.waitid(os.P_PID, front.pid, os.WEXITED | os.WNOWAIT)
    front_end.select = select
    return [], [], []

front_end.select = nothing_yet
notes = front.listen()
assert Note(COUNT, "finished") in notes, notes
assert (front.over, front.verdict) == (True, "next"), (front.over, front.verdict)
"""

STOOD_STILL = """
import os, time
from mozaik_tui.kiosk import front_end
from mozaik_tui.kiosk.notes import ALIVE

told, go_on = os.pipe()

def live(notes):
    notes.tell(ALIVE)
    os.read(told, 1)

later = 0
front_end.monotonic = lambda: time.monotonic() + later
front = front_end.FrontEnd(live)
front.listen()
later += 60  # nobody ran meanwhile, the front end neither
front.listen()
assert not front.over
while not front.over:  # a silence that is really one ends it
    later += 0.1
    front.listen()
assert not front.reaped
front.kill()
"""


def runs(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_last_words_of_one_that_ends_between_two_looks_are_heard() -> None:
    runs(ENDS_BETWEEN)


def test_a_machine_that_stood_still_is_no_silence() -> None:
    runs(STOOD_STILL)
