"""A program in a real pseudo-terminal: when does it first show a text, and how soon after a key does it answer?"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

ANSWERS = {b"\x1b[c": b"\x1b[?64;1;22c", b"\x1b[6n": b"\x1b[1;3R", b"\x1b[>q": b"\x1bP>|XTerm(379)\x1b\\"}
"""What every terminal answers, and at once: a program that asks would else wait for somebody who is not there."""

LIMIT = 30.0
"""Seconds after which a program that shows nothing is taken for hung."""


class Terminal:
    """A child on a pseudo-terminal of ``columns`` × ``rows``; ``since`` is the instant of the start."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], columns: int = 80, rows: int = 24
    ) -> None:
        self.seen = b""
        self.since = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(environment))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def wait_for(self, text: bytes) -> float:
        """Seconds since the start until ``text`` was written. Raises ``TimeoutError``."""
        return self._until(text) - self.since

    def type(self, keys: bytes, text: bytes) -> float:
        """Seconds from the key to ``text`` on the screen."""
        self.seen = b""
        begin = time.perf_counter()
        os.write(self.fd, keys)
        return self._until(text) - begin

    def settle(self, quiet: float = 0.25) -> None:
        """Read until nothing comes for ``quiet`` seconds."""
        while select.select([self.fd], [], [], quiet)[0]:
            self._read()

    def _read(self) -> None:
        new = os.read(self.fd, 65536)
        self.seen += new
        for question, answer in ANSWERS.items():
            if question in new:
                os.write(self.fd, answer)

    def _until(self, text: bytes) -> float:
        limit = time.perf_counter() + LIMIT
        while text not in self.seen:
            if not select.select([self.fd], [], [], max(0.0, limit - time.perf_counter()))[0]:
                raise TimeoutError(f"{text!r} was not shown")
            self._read()
        return time.perf_counter()
