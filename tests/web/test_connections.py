"""Connections without a browser: what a stranger may do, and how a session is kept, taken over, and ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from mozaik_tui.web import sessions as module
from mozaik_tui.web.process import ScreenProcess

from .browser import PATIENCE, Served
from .serving import drawn, free_port, hello, serving, told, until


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


async def one_session(url: str) -> None:
    async with aiohttp.ClientSession() as client:
        page = await hello(client, url.rstrip("/"))
        await told(page, "session")
        await drawn(page, "Avant de commencer")


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}/exe").exists() and os.path.exists(f"/proc/{pid}/fd/0")


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 0), ("SIGINT", 130), ("SIGKILL", -9)])
def test_the_program_ends_its_sessions_and_a_kill_takes_them_along(
    serve: Callable[..., Served], name: str, code: int
) -> None:
    served = serve()
    asyncio.run(one_session(served.url))
    (pid,) = served.sessions()
    assert served.end(getattr(signal, name)) == code
    limit = time.monotonic() + PATIENCE
    while is_there(pid):
        assert name == "SIGKILL", "the session was waited for"
        assert time.monotonic() < limit


def test_whoever_presses_ctrl_c_again_is_told_the_same(serve: Callable[..., Served]) -> None:
    served = serve()
    asyncio.run(one_session(served.url))
    (pid,) = served.sessions()
    served.process.send_signal(signal.SIGINT)
    time.sleep(0.01)  # it is ending its session now
    assert served.end(signal.SIGINT) == 130
    limit = time.monotonic() + PATIENCE
    while is_there(pid):
        assert time.monotonic() < limit


def ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not ipv6(), reason="this machine has no IPv6")
async def test_the_address_that_is_told_opens_the_page(serve: Callable[..., Served]) -> None:
    for host, url in (("127.0.0.1", "http://127.0.0.1:{}/"), ("::1", "http://[::1]:{}/")):
        served = serve(host=host)
        (told_url,) = (word for word in served.told.split() if "//" in word)
        assert told_url == url.format(served.port)
        async with aiohttp.ClientSession() as client, client.get(told_url) as answer:
            assert answer.status == 200


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
