"""The plain lines in a real Chromium: a secret stays one, an answer and a question are neither lost nor said twice."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from mozaik_tui.web import server
from mozaik_tui.web.server import WebServer
from mozaik_tui.web.session import HIDDEN, MarkedConsole

from .browser import CHROMIUM, Browser, Page
from .serving import running, serving

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt-get install chromium")

LOG = "document.getElementById('log').innerText"
FIELD = "document.getElementById('answer')"
SECRET = "Soleil-d-hiver-3"

HELPED = """
import signal, sys
from mozaik_tui.web.session import MarkedConsole
console = MarkedConsole()
signal.signal(signal.SIGUSR1, lambda *_: console.interject(["Un instant"]))
console.say("Mot de passe")
console.say(f"{len(console.ask(secret=True))} signes")
console.ask()
"""
FORGETFUL = """
import signal
signal.signal(signal.SIGUSR1, lambda *_: print("\\nUn instant\\n> ", end="", flush=True))
print("Mot de passe\\n\\x0e> ", end="", flush=True)
print(len(input()), "signes\\n> ", end="", flush=True)
input()
"""


@asynccontextmanager
async def plain(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> AsyncIterator[tuple[Page, WebServer]]:
    """The page, with ``code`` for its session."""
    monkeypatch.setitem(server.KINDS, "plain", running(code))
    async with serving(folder) as (url, served), Browser(folder) as browser:
        page = await browser.page()
        await page.open(f"{url}/?plain")
        yield page, served


def process_of(served: WebServer) -> Any:
    """The one session's."""
    (session,) = served.sessions._open.values()
    return session.process


def test_a_sentence_from_the_phone_leaves_a_secret_one() -> None:
    sink = io.StringIO()

    class Source(io.StringIO):
        def readline(self, *_size: int | None) -> str:  # type: ignore[override]
            console.interject(["Bonjour"])
            return "x\n"

    console = MarkedConsole(Source(), sink)
    for secret in (True, False):
        console.ask(secret=secret)
    console.interject(["Au revoir"])
    said = "\nBonjour\n"
    assert sink.getvalue() == f"{HIDDEN}> {said}{HIDDEN}> > {said}> \nAu revoir\n"


@needs_chromium
@pytest.mark.parametrize("code", [HELPED, FORGETFUL], ids=["the console marks it", "the page keeps it"])
async def test_a_password_that_is_half_typed_stays_hidden_whatever_is_said_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    async with plain(tmp_path, monkeypatch, code) as (page, served):
        await page.until(f"{FIELD}.type === 'password'")
        await page.keys(SECRET[:9])
        os.kill(process_of(served)._process.pid, signal.SIGUSR1)
        await page.until(f"{LOG}.includes('Un instant')")
        assert await page.js(f"[{FIELD}.type, {FIELD}.value]") == ["password", SECRET[:9]]
        await page.keys(SECRET[9:], "Enter")
        await page.until(f"{LOG}.includes('{len(SECRET)} signes')")
        assert SECRET not in await page.js(LOG)
        await page.until(f"{FIELD}.type === 'text'")
