"""Sessions without a server: how a process is begun, ended, and heard while its connection is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mozaik_tui.web import sessions as module
from mozaik_tui.web.process import PlainProcess, ScreenProcess
from mozaik_tui.web.sessions import Full, Sessions

from .browser import PATIENCE
from .serving import until


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
