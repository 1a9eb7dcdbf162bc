"""Connections without a browser: what a stranger may do, and how a session is kept, taken over, and ended."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from mozaik_tui.web import sessions as module
from mozaik_tui.web.gate import Gate
from mozaik_tui.web.process import PlainProcess, ScreenProcess
from mozaik_tui.web.server import WebServer
from mozaik_tui.web.sessions import Full, Sessions

from .browser import PATIENCE, Served

HELLO = {"kind": "screen", "token": None, "lang": "fr", "width": 80, "height": 24}


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


@pytest.mark.parametrize(("guide", "title"), [(False, "Avant de commencer"), (True, "Préparez deux choses")])
async def test_a_lost_connection_comes_back_to_the_same_screen(
    tmp_path: Path, guide: bool, title: str
) -> None:
    async with serving(tmp_path) as (url, server), aiohttp.ClientSession() as client:
        first = await hello(client, url, guide=guide)
        token = (await told(first, "session"))[1]
        await drawn(first, title)
        assert len(token) >= 22
        await first.close()
        await until(lambda: server.sessions.find(token).holder is None)
        again = await hello(client, url, token=token)
        assert (await told(again, "session"))[1] == token
        await drawn(again, title)
        # A second page with the same token takes the session over: there is never more than one.
        third = await hello(client, url, token=token)
        await told(third, "session")
        while not again.closed:
            await again.receive(PATIENCE)
        assert len(server.sessions) == 1


async def test_no_other_token_leads_to_a_session(tmp_path: Path) -> None:
    async with serving(tmp_path) as (url, _), aiohttp.ClientSession() as client:
        first = await hello(client, url)
        token = (await told(first, "session"))[1]
        for guess in ("x", token[:-1], token.swapcase(), ["x"], {"a": 1}):
            assert await told(await hello(client, url, token=guess), "gone")


async def test_a_session_that_nobody_comes_back_to_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE", 0.2)
    monkeypatch.setattr(module, "LOOK", 0.05)
    async with serving(tmp_path) as (url, server), aiohttp.ClientSession() as client:
        first = await hello(client, url)
        token = (await told(first, "session"))[1]
        process = server.sessions.find(token).process._process
        await first.close()
        await until(lambda: len(server.sessions) == 0)
        await until(lambda: process.returncode is not None)
        assert await told(await hello(client, url, token=token), "gone")


async def test_a_session_in_which_nobody_types_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET", 0.5)
    monkeypatch.setattr(module, "LOOK", 0.05)
    async with serving(tmp_path) as (url, server), aiohttp.ClientSession() as client:
        await told(await hello(client, url), "session")
        await until(lambda: len(server.sessions) == 0)


async def test_so_many_and_no_more_each_a_process_of_its_own(tmp_path: Path) -> None:
    async with serving(tmp_path, at_once=2) as (url, server), aiohttp.ClientSession() as client:
        pages = [await hello(client, url, guide=guide) for guide in (False, True)]
        tokens = [(await told(page, "session"))[1] for page in pages]
        assert len({server.sessions.find(token).process._process.pid for token in tokens}) == 2
        assert await told(await hello(client, url), "full")


@pytest.mark.parametrize(("guide", "title"), [(False, "Avant de commencer"), (True, "Préparez deux choses")])
async def test_the_goodbye_ends_the_session_and_the_page_hears_it(
    tmp_path: Path, guide: bool, title: str
) -> None:
    async with serving(tmp_path) as (url, server), aiohttp.ClientSession() as client:
        page = await hello(client, url, guide=guide)
        await told(page, "session")
        await drawn(page, title)
        await page.send_json(["keys", "\x03"])
        await drawn(page, "Voulez-vous")
        await page.send_json(["keys", "2"])
        assert await told(page, "ended")
        await until(lambda: len(server.sessions) == 0)


def pipes() -> set[str]:
    """The pipes and socket pairs that this process holds open."""
    ends = (os.readlink(each) for each in Path("/proc/self/fd").iterdir() if each.is_symlink())
    return {end for end in ends if end.startswith(("pipe:", "socket:"))}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_neither_a_pipe_nor_a_word_of_a_session_outlives_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What it says on its error stream is not for the server's output, which may be kept."""
    (tmp_path / "sitecustomize.py").write_text("import sys; print('nadia@example.com', file=sys.stderr)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    before = pipes()
    process = ScreenProcess(["--data-dir", str(tmp_path / "data"), "--language", "fr"])
    drawn = asyncio.Event()

    async def send(_data: bytes) -> None:
        drawn.set()

    await process.begin(80, 24)
    await process.attach(send, 80, 24)
    await asyncio.wait_for(drawn.wait(), PATIENCE)
    opened = pipes() - before  # what others open and close meanwhile is not looked at
    assert opened
    await process.finish()
    await until(lambda: not opened & pipes())
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("process", [ScreenProcess, PlainProcess])
async def test_a_session_that_is_closed_while_it_begins_leaves_no_process(
    tmp_path: Path, process: type[ScreenProcess | PlainProcess]
) -> None:
    sessions, made = Sessions(), process(["--data-dir", str(tmp_path), "--language", "fr"])
    opening = asyncio.create_task(sessions.open(lambda: made, 80, 24))
    await asyncio.sleep(0)  # it has begun to start the process, and no more
    assert (len(sessions), made._process) == (1, None)
    await sessions.close_all()
    with pytest.raises(Full):
        await opening
    assert made._process is not None
    assert made._process.returncode is not None
    assert made._process._transport.is_closing(), "its pipes are let go of"


async def test_the_end_of_the_server_waits_for_a_session_that_nobody_came_back_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is being ended already, by what looks after all of them and is stopped first."""
    monkeypatch.setattr(module, "GRACE", 0.0)
    monkeypatch.setattr(module, "LOOK", 0.01)
    sessions, made = Sessions(), ScreenProcess(["--data-dir", str(tmp_path), "--language", "fr"])
    await sessions.open(lambda: made, 80, 24)
    sessions.start()
    while len(sessions):
        await asyncio.sleep(0)
    await sessions.close_all()
    assert made._process is not None
    assert made._process.returncode is not None
    assert made._process._transport.is_closing()


async def test_the_end_of_the_server_waits_for_a_session_that_is_closed_in_the_same_instant(
    tmp_path: Path,
) -> None:
    """By the goodbye of its process, say: whoever closes it first, the server's end waits for it."""
    sessions, made = Sessions(), ScreenProcess(["--data-dir", str(tmp_path), "--language", "fr"])
    session = await sessions.open(lambda: made, 80, 24)
    asyncio.get_running_loop().call_soon(lambda: sessions.close(session))
    await sessions.close_all()
    assert made._process is not None
    assert made._process.returncode is not None
    with pytest.raises(Full):
        await sessions.open(lambda: made, 80, 24)


@pytest.mark.parametrize("process", [ScreenProcess, PlainProcess])
async def test_a_connection_that_is_lost_while_something_is_sent_ends_no_session(
    tmp_path: Path, process: type[ScreenProcess | PlainProcess]
) -> None:
    made, over, seen = process(["--data-dir", str(tmp_path), "--language", "fr"]), asyncio.Event(), b""

    async def end() -> None:
        over.set()

    async def keep(data: bytes) -> None:
        nonlocal seen
        seen += data

    made.on_end = end
    tried = asyncio.Event()

    async def lose(_data: bytes) -> None:
        tried.set()
        raise ConnectionResetError

    await made.begin(80, 24)
    await made.attach(lose, 80, 24)
    await asyncio.wait_for(tried.wait(), PATIENCE)
    made.detach()
    await made.attach(keep, 80, 24)
    await until(lambda: b"Avant de commencer" in seen)
    assert not over.is_set()
    await made.finish()
    assert over.is_set()


@pytest.mark.parametrize("guide", [False, True, "yes"])
@pytest.mark.parametrize("kind", ["screen", "plain"])
async def test_nonsense_ends_nothing(tmp_path: Path, kind: str, guide: object) -> None:
    async with serving(tmp_path) as (url, server), aiohttp.ClientSession() as client:
        page = await hello(client, url, kind=kind, guide=guide)
        await told(page, "session")
        for nonsense in ("", "[", "{}", "[]", "[1,2]", '["keys"]', '["keys",5]', '["line",null]', '["size",[1]]',
                         '["size",["a",{}]]', '["size",[99999,-1]]', '["keys","\\ud800"]', "[" * 900, '["x",1]'):  # fmt: skip
            await page.send_str(nonsense)
        await page.send_bytes(b"\x00\xff")
        await page.send_json(["ping", 0])
        assert await told(page, "pong")
        assert len(server.sessions) == 1


async def test_a_first_message_that_is_none_begins_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path) as (url, server), aiohttp.ClientSession() as client:
        await (await client.ws_connect(f"{url}/ws", headers={"Origin": url})).close()
        for first in ("", "[]", "{}", '{"kind":"shell"}', '{"kind":["screen"]}', "null"):
            connection = await client.ws_connect(f"{url}/ws", headers={"Origin": url})
            await connection.send_str(first)
            while not connection.closed:
                await connection.receive(PATIENCE)
        assert len(server.sessions) == 0
    assert caplog.messages == []


async def test_a_stranger_gets_nothing(tmp_path: Path) -> None:
    async with serving(tmp_path) as (url, server), aiohttp.ClientSession() as client:
        for given in (
            {},
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Origin": url, "Host": "evil.example"},
        ):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await client.ws_connect(f"{url}/ws", headers=given)
        for path in (
            "/static/",
            "/static/xterm",
            "/static/../gate.py",
            "/static/%2e%2e/gate.py",
            "/download/x",
            "/nothing",
        ):
            async with client.get(f"{url}{path}") as answer:
                assert answer.status in (403, 404), path
                assert answer.headers["Content-Security-Policy"]
        assert len(server.sessions) == 0


def test_the_program_ends_its_sessions_and_a_kill_takes_them_along(serve: Callable[..., Served]) -> None:
    async def one(url: str) -> None:
        async with aiohttp.ClientSession() as client:
            page = await hello(client, url.rstrip("/"))
            await told(page, "session")
            await drawn(page, "Avant de commencer")

    for kill in (False, True):
        served = serve()
        asyncio.run(one(served.url))
        (pid,) = served.sessions()
        if kill:
            served.process.kill()
            served.process.wait()
        else:
            assert served.end() == 0
        limit = time.monotonic() + PATIENCE
        while Path(f"/proc/{pid}/exe").exists() and os.path.exists(f"/proc/{pid}/fd/0"):
            assert time.monotonic() < limit


def test_steps_that_cannot_be_used_are_told_before_anybody_comes(tmp_path: Path) -> None:
    steps = tmp_path / "steps.toml"
    steps.write_text('format = 1\nversion = "x"\norder = ["nowhere"]\n')
    done = subprocess.run(
        [sys.executable, "-m", "mozaik_tui", "web", "--port", str(free_port()), "--data-dir", str(tmp_path)],
        env={**os.environ, "MOZAIK_GUIDE__FILE": str(steps)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 1
    assert f"{steps}, ligne 3" in done.stderr
    assert done.stderr.count("\n") == 1


def test_listening_beyond_this_machine_is_said_twice() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mozaik_tui", "web", "--host", "0.0.0.0"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 1
    assert "--insecure" in done.stderr
    assert done.stderr.count("\n") == 1
