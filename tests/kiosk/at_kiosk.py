"""A kiosk on a real terminal: the supervisor, its front ends, and what a passer-by may do to them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from mozaik_tui.kiosk.pin import hashed
from mozaik_tui.kiosk.supervisor import FAULT
from mozaik_tui.kiosk.tally import Tally

from ..terminal.term import PATIENCE, Term

PIN = "246813"
FIRST = "Choisissez votre langue"
MOUSE = (b"\x1b[?1000h", b"\x1b[?1002h", b"\x1b[?1003h")


class Kiosk(Term):
    """``mozaik-tui kiosk`` with its data in ``folder``; the PIN is :data:`PIN`."""

    def __init__(self, folder: Path, *, columns: int = 80, rows: int = 24, **env: str) -> None:
        config = folder / "kiosk.toml"
        if not config.exists():
            config.write_text(
                f'[kiosk]\nidle = 600\nwarning = 30\nexit_pin_hash = "{hashed(PIN)}"\n', "utf-8"
            )
        self.data = folder / "data"
        self._began: dict[int, int] = {}
        home = {"MOZAIK_CONFIG": str(config), "MOZAIK_DATA_DIR": str(self.data), "TMPDIR": str(folder)}
        super().__init__("kiosk", env={**home, **env}, columns=columns, rows=rows)

    def faults(self) -> int:
        """How often a front end ended without a word, as the supervisor counted."""
        return Tally(self.data).of_today()[FAULT]

    @property
    def supervisor(self) -> int:
        return int(self.child.pid)

    def front_ends(self) -> list[int]:
        """The processes that the supervisor has forked and not yet reaped, the oldest first: numbers of processes begin
        anew some day.
        """
        found = {pid: began for pid, parent, began in processes() if parent == self.supervisor}
        self._began.update(found)
        return sorted(found, key=lambda pid: (found[pid], pid))

    def front_end(self) -> int:
        """The one that has the terminal: the youngest."""
        limit = time.monotonic() + PATIENCE
        while not (found := self.front_ends()):
            assert time.monotonic() < limit
            self._read(0.05)
        return found[-1]

    def another_than(self, pid: int) -> int:
        """Wait until a later front end is on; its process."""
        limit = time.monotonic() + PATIENCE
        while (now := [pid, *self.front_ends()][-1]) == pid or self._began[now] < self._began.get(pid, 0):
            assert time.monotonic() < limit, self.text
            assert self._read(0.05), self.text
        return now

    def drained(self, seconds: float = 0.3) -> None:
        """Read what comes until nothing has come for a while."""
        limit = time.monotonic() + PATIENCE
        while True:
            before = len(self.raw)
            assert self._read(seconds), f"ended:\n{self.text}"
            if len(self.raw) == before:
                return
            assert time.monotonic() < limit

    def to_staff(self) -> None:
        """From the first screen to the question for the PIN."""
        self.see(FIRST, "Personnel")
        self.keys("backtab")
        self.see("▶ Personnel")
        self.keys("enter")
        self.see("Tapez le NIP", "▶ NIP")

    def stop_by_pin(self) -> int:
        """The staff ends it; the exit code."""
        self.to_staff()
        self.keys(PIN, "enter")
        self.see("État de ce poste", "3 Arrêter la borne")
        self.keys("3")
        return self.end()

    def put_down(self) -> None:
        """Whatever state it is in."""
        if self.child.isalive():
            os.kill(self.supervisor, signal.SIGTERM)
            self.end()


def processes() -> Iterator[tuple[int, int, int]]:
    """Process, parent and time of the start (ticks) of all that run."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if told[0] != "Z":
            yield int(folder.name), int(told[1]), int(told[19])
