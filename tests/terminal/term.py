"""A real terminal: the installed program on a pseudo-terminal (pexpect), its screen kept by an emulator (pyte)."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pyte
from wcwidth import wcwidth

PROGRAM = str(Path(sys.executable).with_name("mozaik-tui"))
PATIENCE = 60.0
"""Seconds against hanging, nothing else."""

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "backtab": "\x1b[Z",
    "esc": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "ctrl+c": "\x03",
    "pagedown": "\x1b[6~",
}


def row(screen: pyte.Screen, y: int) -> str:
    """What is seen in a row. pyte's own ``display`` stumbles over the second half of a wide character whose first half
    was written over.
    """
    seen, wide = "", False
    for x in range(screen.columns):
        data = screen.buffer[y][x].data
        seen += data or ("" if wide else " ")
        wide = bool(data) and wcwidth(data[0]) == 2
    return seen


class Term:
    """One run of the program. ``see`` waits for a text on the screen; ``keys`` presses."""

    def __init__(
        self,
        *arguments: str,
        env: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        program: str = PROGRAM,
    ) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        settings = {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **env}
        self.raw = b""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            program, list(arguments), env=settings, dimensions=(rows, columns), timeout=PATIENCE
        )
        self.child.delaybeforesend = None

    def _read(self, patience: float) -> bool:
        try:
            data = self.child.read_nonblocking(65536, patience)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        # pyte knows no private markers on these sequences and would draw them.
        self._stream.feed(re.sub(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z$]*[mqup]", b"", data))
        return True

    @property
    def text(self) -> str:
        return "\n".join(row(self.screen, y).rstrip() for y in range(self.screen.lines))

    def see(self, *texts: str) -> str:
        """Wait until every text is on the screen at once; the screen."""
        limit = time.monotonic() + PATIENCE
        while not all(text in self.text for text in texts):
            alive = self._read(0.05)
            assert alive or all(text in self.text for text in texts), f"ended without {texts}:\n{self.text}"
            assert time.monotonic() < limit, f"not seen: {texts}\n{self.text}"
        return self.text

    def gone(self, text: str) -> None:
        """Wait until a text has left the screen."""
        limit = time.monotonic() + PATIENCE
        while text in self.text:
            assert self._read(0.05), self.text
            assert time.monotonic() < limit, f"still there: {text}\n{self.text}"

    def keys(self, *keys: str) -> None:
        """Press named keys, and type everything else as it is."""
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def kill(self) -> None:
        """As a power cut would."""
        self.child.kill(signal.SIGKILL)
        self.child.wait()

    def end(self) -> int:
        """Wait for the program's own end; its exit code."""
        limit = time.monotonic() + PATIENCE
        while self._read(0.05):
            assert time.monotonic() < limit, self.text
        self.child.close()
        return int(
            self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)
        )
