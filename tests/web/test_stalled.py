"""Pages that stop reading, say nothing, or go in an awkward instant: nobody waits for them, and nothing is lost by it."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from mozaik_tui.web import connections, process, server
from mozaik_tui.web.gate import Gate
from mozaik_tui.web.server import WebServer
from mozaik_tui.web.sessions import Session

from .browser import PATIENCE
from .serving import HELLO, hello, running, serving, told, until

LOUD = """
import sys
for _ in range(3000):
    sys.stdout.write("x" * 4000 + "\\n")
sys.stdout.flush()
for line in sys.stdin:
    print("heard", line, flush=True)
"""
LEFT_BEHIND = """
import subprocess, time
print(subprocess.Popen(["sleep", "600"]).pid, flush=True)
time.sleep(600)
"""


def reads_nothing(port: int, first: object) -> socket.socket:
    """A connection that says one thing and then takes as little as a machine can be made to take."""
    mask, text = os.urandom(4), json.dumps(first).encode()
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.connect(("127.0.0.1", port))
    key = base64.b64encode(os.urandom(16)).decode()
    made.sendall(
        f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        + bytes([0x81, 0x80 | len(text)])
        + mask
        + bytes(byte ^ mask[n % 4] for n, byte in enumerate(text))
    )
    return made


async def stuck(served: WebServer) -> Session:
    """Its session, once what it prints gets no further."""
    before = -1
    await until(lambda: len(served.sessions) == 1)
    (session,) = served.sessions._open.values()
    program: Any = session.process
    await until(lambda: program._reading is not None)
    stdout = program._process.stdout
    while not stdout._paused or len(stdout._buffer) != before:
        before = len(stdout._buffer)
        await asyncio.sleep(0.05)
    return session


async def heard(page: aiohttp.ClientWebSocketResponse, text: bytes) -> None:
    """Wait for ``text``; of the megabytes before it only the end is kept."""
    end = b""
    while text not in end:
        message = await page.receive()
        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
        end = end[-100:] + (message.data if message.type is aiohttp.WSMsgType.BINARY else b"")


@pytest.mark.parametrize("gives_up", [True, False], ids=["the connection is given up", "it is taken over"])
async def test_a_parent_who_comes_back_from_a_page_that_stopped_reading_sees_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gives_up: bool
) -> None:
    monkeypatch.setattr(server, "HEARTBEAT", 0.4 if gives_up else 600.0)
    monkeypatch.setattr(connections, "CLOSING_PATIENCE", 0.2)
    monkeypatch.setitem(server.KINDS, "plain", running(LOUD))
    async with serving(tmp_path) as (url, served), aiohttp.ClientSession() as client:
        page = reads_nothing(int(url.rpartition(":")[2]), {**HELLO, "kind": "plain"})
        try:
            session = await stuck(served)
            if gives_up:
                await until(lambda: session.holder is None)
                monkeypatch.setattr(server, "HEARTBEAT", 600.0)
            async with asyncio.timeout(PATIENCE):
                again = await hello(client, url, kind="plain", token=session.token)
                assert await told(again, "session")
                await again.send_json(["line", "hello"])
                await heard(again, b"heard hello")
        finally:
            page.close()


async def test_the_end_waits_for_no_page_that_stopped_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "ENDING_PATIENCE", 0.5)
    made, sending = running("print('x')")([]), asyncio.Event()

    async def never(_data: bytes) -> None:
        sending.set()
        await asyncio.Event().wait()

    await made.attach(never, 80, 24)
    await made.begin(80, 24)
    await asyncio.wait_for(sending.wait(), PATIENCE)
    await asyncio.wait_for(made.finish(), PATIENCE)


async def test_the_end_waits_for_nothing_that_a_session_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "ENDING_PATIENCE", 0.5)
    made, pid = running(LEFT_BEHIND)([]), asyncio.Queue[int]()

    async def send(data: bytes) -> None:
        pid.put_nowait(int(data))

    await made.attach(send, 80, 24)
    await made.begin(80, 24)
    left = await asyncio.wait_for(pid.get(), PATIENCE)
    try:
        await asyncio.wait_for(made.finish(), PATIENCE)
    finally:
        os.kill(left, signal.SIGKILL)
    assert made._process is not None
    assert made._process.returncode is not None


async def test_a_connection_that_says_nothing_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "FIRST_WORD", 0.1)
    async with serving(tmp_path) as (url, _), aiohttp.ClientSession() as client:
        page = await client.ws_connect(f"{url}/ws", headers={"Origin": url})
        async with asyncio.timeout(PATIENCE):
            assert (await page.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_the_end_of_the_server_closes_connections_that_say_nothing(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as client, serving(tmp_path) as (url, served):
        page = await client.ws_connect(f"{url}/ws", headers={"Origin": url})
        hearing = asyncio.create_task(page.receive())
        await asyncio.wait_for(served.on_shutdown(web.Application()), PATIENCE)
        assert (await asyncio.wait_for(hearing, PATIENCE)).type is aiohttp.WSMsgType.CLOSE
        assert page.close_code == aiohttp.WSCloseCode.GOING_AWAY


class Quiet:
    """A process that does nothing."""

    async def finish(self) -> None:
        """Over."""

    async def attach(self, *_about: object) -> None:
        """Nothing to paint."""

    def detach(self) -> None:
        """Nobody."""


async def test_a_page_that_goes_while_it_is_told_of_the_end_keeps_no_session_open() -> None:
    served = WebServer([], host="127.0.0.1", port=1, gate=Gate(), tag="fr")
    session = Session(Quiet())  # type: ignore[arg-type]
    session.begun.set()
    served.sessions._open[session.token] = session

    class Page(web.WebSocketResponse):
        closed = False

        async def send_json(self, *_data: object, **_more: object) -> None:
            session.detach(self)

        async def close(self, **_more: object) -> bool:
            raise ValueError("whatever goes wrong then")

    session.holder = Page()
    with pytest.raises(ValueError, match="whatever"):
        await served._ended(session)
    assert len(served.sessions) == 0


async def test_a_page_whose_session_ends_while_it_is_handed_over_hears_that_it_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(server.KINDS, "plain", running("input()"))
    attach = Session.attach

    async def ends_meanwhile(self: Session, *about: Any) -> None:
        served.sessions.close(self)
        await attach(self, *about)

    async with serving(tmp_path) as (url, served), aiohttp.ClientSession() as client:
        monkeypatch.setattr(Session, "attach", ends_meanwhile)
        page = await hello(client, url, kind="plain")
        assert await told(page, "gone")
