"""The page's server in this process, and connections to it without a browser."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from mozaik_tui.web.gate import Gate
from mozaik_tui.web.process import PlainProcess
from mozaik_tui.web.server import WebServer
from mozaik_tui.web.sessions import Sessions

from .browser import PATIENCE

HELLO = {"kind": "screen", "token": None, "lang": "fr", "width": 80, "height": 24}


def running(code: str) -> type[PlainProcess]:
    """A session that is ``code``."""

    class Program(PlainProcess):
        async def begin(self, _width: int, _height: int) -> None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", code), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
            )
            self._reading = asyncio.create_task(self._read(self._process))

    return Program


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(folder: Path, at_once: int = 3) -> AsyncIterator[tuple[str, WebServer]]:
    """The server in this process, so that a test can look at its sessions."""
    port = free_port()
    server = WebServer(
        ["--data-dir", str(folder)],
        host="127.0.0.1",
        port=port,
        gate=Gate(),
        tag="fr",
        sessions=Sessions(at_once),
    )
    runner = web.AppRunner(await server._make_app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}", server
    finally:
        await runner.cleanup()


async def hello(client: aiohttp.ClientSession, url: str, **more: object) -> aiohttp.ClientWebSocketResponse:
    connection = await client.ws_connect(f"{url}/ws", headers={"Origin": url})
    await connection.send_json({**HELLO, **more})
    return connection


async def told(connection: aiohttp.ClientWebSocketResponse, word: str) -> list[str]:
    """The next message of this word; what the terminal gets is passed over."""
    while True:
        message = await connection.receive(PATIENCE)
        assert message.type not in (
            aiohttp.WSMsgType.CLOSED,
            aiohttp.WSMsgType.CLOSE,
            aiohttp.WSMsgType.ERROR,
        ), word
        if message.type is aiohttp.WSMsgType.TEXT and (answer := json.loads(message.data))[0] == word:
            return answer


async def drawn(connection: aiohttp.ClientWebSocketResponse, text: str) -> None:
    """Wait until the terminal was sent ``text``."""
    seen = b""
    while text.encode() not in seen:
        message = await connection.receive(PATIENCE)
        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
        seen += message.data if message.type is aiohttp.WSMsgType.BINARY else b""


async def until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit
        await asyncio.sleep(0.02)
