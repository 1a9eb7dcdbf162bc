"""smtplib with a deadline a stage: no relay can hold a worker longer than its time-out (account-service.md,
Mail).
"""

from __future__ import annotations

import smtplib
import socket
import time
from typing import Any

# A reply is at most 512 bytes a line (RFC 5321, 4.5.3.1.5) and EHLO some dozens of lines.
_REPLY_CAP = 65_536
_CHUNK = 4096


class _Replies:
    """Reads a relay's reply lines; the whole reply, not each byte of it, must have come by the deadline."""

    def __init__(self, owner: DeadlineSMTP) -> None:
        self._owner = owner
        self._waiting = b""

    def readline(self, limit: int) -> bytes:
        """The next line with its end, at most ``limit`` bytes; ``b""`` when the relay closed or says too
        much.
        """
        while b"\n" not in self._waiting[:limit] and len(self._waiting) < limit:
            sock: socket.socket | None = self._owner.sock
            if sock is None or self._owner.room <= 0:
                return b""
            sock.settimeout(self._owner.seconds_left())
            chunk = sock.recv(_CHUNK)
            self._owner.room -= len(chunk)
            if not chunk:
                return b""
            self._waiting += chunk
        end = self._waiting.find(b"\n", 0, limit) + 1 or limit
        line, self._waiting = self._waiting[:end], self._waiting[end:]
        return line

    def close(self) -> None:
        """Part of what smtplib expects of a file; the socket is closed by its owner."""


class DeadlineSMTP(smtplib.SMTP):
    """One connection to a relay. ``stage`` starts the clock of what is said and read next."""

    sock: Any
    file: Any
    room: int

    def __init__(self, host: str, *, local_hostname: str) -> None:
        # No host is given to the parent class: it would connect at once, before a stage has its clock.
        super().__init__(local_hostname=local_hostname)
        self._host = host
        self._until = 0.0
        self.sock = None
        self.file = None
        self.room = _REPLY_CAP

    def stage(self, seconds: float) -> None:
        """Give what follows ``seconds``, commands and replies together."""
        self._until = time.monotonic() + seconds
        self.room = _REPLY_CAP
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def seconds_left(self) -> float:
        """What is left of the stage. Raises ``TimeoutError`` when that is nothing."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the relay took too long")
        return left

    def adopt(self, sock: socket.socket) -> None:
        """Speak over ``sock`` from now on; what was read in clear before TLS is forgotten."""
        self.sock = sock
        self.file = None

    def getreply(self) -> tuple[int, bytes]:
        """One reply: its code and text. Raises ``SMTPServerDisconnected`` at the end of the line or of the
        time.
        """
        if self.file is None:
            self.file = _Replies(self)
        return super().getreply()

    def hang_up(self) -> None:
        """Cut the connection, also from another thread: who reads or writes on it is woken."""
        sock = self.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
