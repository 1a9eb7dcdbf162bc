"""A mail relay that keeps nothing but the code in each mail, by recipient."""

from __future__ import annotations

import asyncio
import re
import threading
from collections import defaultdict
from queue import SimpleQueue

CODE = re.compile(rb"(?<![\d#&=])(\d{6})(?!\d)")
"""Six digits by themselves."""
PATIENCE = 60.0
"""Seconds after which a mail is taken for lost."""


class Relay:
    """Listens on ``port`` of the loopback, in a thread of its own; ``code`` finds the code in a mail's body."""

    def __init__(self, code: re.Pattern[bytes] = CODE) -> None:
        self._code = code
        self._codes: dict[str, SimpleQueue[str]] = defaultdict(SimpleQueue)
        self._loop = asyncio.new_event_loop()
        self.port = 0
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), name="relay", daemon=True).start()
        ready.wait()

    def code_for(self, email: str) -> str:
        """The code of the next mail to ``email``; raises ``queue.Empty`` when none comes."""
        code = self._codes[email].get(timeout=PATIENCE)
        del self._codes[email]
        return code

    def took(self, email: str, message: bytes) -> None:
        """A mail came in."""
        body = message.partition(b"\r\n\r\n")[2]
        if found := self._code.search(body):
            self._codes[email].put(found[1].decode())

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._loop.create_server(lambda: _Talk(self), "127.0.0.1", 0, backlog=1024)
        )
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()


class _Talk(asyncio.Protocol):
    """One connection: just enough SMTP."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._came = b""
        self._to: str | None = None
        self._in_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._say(b"220 here")

    def _say(self, line: bytes) -> None:
        self._transport.write(line + b"\r\n")

    def data_received(self, data: bytes) -> None:
        self._came += data
        while True:
            end = b"\r\n.\r\n" if self._in_data else b"\r\n"
            text, found, rest = self._came.partition(end)
            if not found:
                return
            self._came = rest
            if self._in_data:
                self._in_data = False
                self._relay.took(self._to or "", text)
                self._say(b"250 taken")
            else:
                self._hear(text)

    def _hear(self, line: bytes) -> None:
        word = line[:4].upper()
        if word == b"RCPT":
            self._to = line[line.index(b"<") + 1 : line.index(b">")].decode().lower()
        if word == b"DATA":
            self._in_data = True
            self._say(b"354 go on")
        elif word == b"QUIT":
            self._say(b"221 bye")
            self._transport.close()
        else:
            self._say(b"250 ok")
