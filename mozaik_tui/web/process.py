"""One session's process, and the lines between it and whatever connection the page has at the moment."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from typing import Any, Protocol

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

MODULE = "mozaik_tui.web.session"
ENDING_PATIENCE = 5.0
"""Seconds that a session's process may take to leave the service, and then to end once it is killed; and that what it
wrote may take to be read.
"""
KEPT_AT_MOST = 65536
"""Bytes of text kept, sent or not: what a connection took may have got lost on the way."""

Send = Callable[[bytes], Awaitable[None]]


class SessionProcess(Protocol):
    """A session, whichever way it is shown. ``on_end`` is called once, when the process is over."""

    on_end: Callable[[], Awaitable[None]]

    async def begin(self, width: int, height: int) -> None:
        """Start the process."""

    def goes_on_at(self, heard: object) -> int:
        """The place in what it writes from which a page is brought up to date that has ``heard`` so many bytes."""

    async def attach(self, send: Send, width: int, height: int) -> None:
        """What it writes goes to ``send`` from now on, from that place."""

    def detach(self) -> None:
        """Nobody is listening."""

    async def take(self, kind: str, data: Any) -> None:
        """A message of the page: keys, a line, another size."""

    async def finish(self) -> None:
        """End it, and wait until it is over."""


async def _nobody(_data: bytes) -> None:
    return


async def _nothing() -> None:
    return


async def _heard(send: Send, data: bytes) -> bool:
    """Whether the page's connection took it: one that was just lost ends no session."""
    try:
        await send(data)
    except ConnectionError:
        return False
    return True


async def _end(process: asyncio.subprocess.Process, reading: asyncio.Task[None] | None) -> None:
    """End it, wait until all is read that it wrote, and let go of its pipes: something that it started may hold them,
    the page may take nothing any more, and the loop may end before it hears that they are closed.
    """
    try:
        for end in (process.terminate, process.kill):
            with suppress(ProcessLookupError):
                end()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), ENDING_PATIENCE)
            if process.returncode is not None:
                break
        if reading is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(reading, ENDING_PATIENCE)
    finally:
        process._transport.close()  # type: ignore[attr-defined]


class ScreenProcess(AppService):
    """The full screen, in the packets of textual-serve."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = arguments
        self._send: Send = _nobody
        self.on_end: Callable[[], Awaitable[None]] = _nothing
        super().__init__(
            "",
            write_bytes=self._write,
            write_str=_nobody_text,
            close=_nothing,
            download_manager=DownloadManager(),
        )

    async def _write(self, data: bytes) -> None:
        await _heard(self._send, data)  # what is lost is painted anew for the next page

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
        return {
            **kept,
            "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "TERM_PROGRAM": "textual",
            "TERM_PROGRAM_VERSION": version("textual-serve"),
            "COLUMNS": str(width),
            "ROWS": str(height),
        }

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        """Without a shell between; what the process says on its error stream is nobody's business."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", MODULE, *self._arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._build_environment(width, height),
        )
        self._process.stderr = asyncio.StreamReader()  # textual-serve reads it, and prints what it finds
        self._process.stderr.feed_eof()
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Until the process is over."""
        await super().run()
        await self.on_end()

    async def begin(self, width: int, height: int) -> None:
        """Start it at this size."""
        await self.start(width, height)

    def goes_on_at(self, _heard: object) -> int:
        """Anywhere: it is painted anew."""
        return 0

    async def attach(self, send: Send, width: int, height: int) -> None:
        """A page that comes back is painted anew, whole: the app does so when it hears of the focus."""
        self._send = send
        await self.set_terminal_size(width, height)
        await self.focus()

    def detach(self) -> None:
        """What is written meanwhile is lost: the next page is painted anew."""
        self._send = _nobody

    async def take(self, kind: str, data: Any) -> None:
        """Keys, or another size."""
        from .gate import clamped

        if kind == "keys" and isinstance(data, str):
            await self.send_bytes(data.encode("utf-8", "ignore"))
        elif kind == "size" and isinstance(data, list) and len(data) == 2:
            await self.set_terminal_size(*clamped(*data))

    async def finish(self) -> None:
        """End it."""
        self.detach()
        if self._process is not None:
            await _end(self._process, self._task)


async def _nobody_text(_text: str) -> None:
    return


class PlainProcess:
    """The plain lines: what it prints goes to the page as text, a line of the page goes to it."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = arguments
        self._send: Send | None = None
        self._coming: Send | None = None
        """Of a page that is being brought up to date."""
        self._kept = b""
        """The end of what it printed."""
        self._printed = self._place = 0
        """Bytes: in all; and before the first that the page is to have next."""
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.on_end: Callable[[], Awaitable[None]] = _nothing

    async def begin(self, _width: int, _height: int) -> None:
        """Start it; the browser breaks the lines."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", MODULE, "--plain", *self._arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**kept, "COLUMNS": "10000", "PYTHONIOENCODING": "utf-8"},
        )
        self._reading = asyncio.create_task(self._read(self._process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while data := await process.stdout.read(4096):
            self._kept = (self._kept + data)[-KEPT_AT_MOST:]
            self._printed += len(data)
            if self._send is not None:
                await _heard(self._send, data)
        await process.wait()
        await self.on_end()

    def goes_on_at(self, heard: object) -> int:
        """Where the page stopped hearing; where that is not kept any more, at the first whole line that is."""
        first = self._printed - len(self._kept)
        if isinstance(heard, int) and first <= heard <= self._printed:
            self._place = int(heard)
        else:
            self._place = first + (self._kept.find(b"\n") + 1 if first else 0)
        return self._place

    async def attach(self, send: Send, _width: int, _height: int) -> None:
        """What the page has not heard comes first."""
        self._coming = send
        while self._coming is send and (missed := self._printed - self._place):
            self._place = self._printed  # more may be printed while this is sent
            if not await _heard(send, self._kept[-missed:]):
                return
        if self._coming is send:
            self._send = send

    def detach(self) -> None:
        """From now on nobody hears what it prints."""
        self._send = self._coming = None

    async def take(self, kind: str, data: Any) -> None:
        """One line."""
        if kind == "line" and isinstance(data, str) and self._process is not None:
            stdin = self._process.stdin
            assert stdin is not None
            with suppress(ConnectionError):
                stdin.write(data.replace("\r", " ").replace("\n", " ").encode("utf-8", "ignore") + b"\n")
                await stdin.drain()

    async def finish(self) -> None:
        """End it."""
        self.detach()
        if self._process is not None:
            await _end(self._process, self._reading)
