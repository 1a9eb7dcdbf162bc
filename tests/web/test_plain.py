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
ECHO = """
import sys
print("Adresse\\n> ", end="", flush=True)
for line in sys.stdin:
    print(f"compris : {line}> ", end="", flush=True)
"""
FORGETFUL = """
import signal
signal.signal(signal.SIGUSR1, lambda *_: print("\\nUn instant\\n> ", end="", flush=True))
print("Mot de passe\\n\\x0e> ", end="", flush=True)
print(len(input()), "signes\\n> ", end="", flush=True)
input()
"""

AIR = """
const Real = WebSocket;
window.WebSocket = class extends Real {
    constructor(url) {
        if (!window.down) return super(url);
        const dead = { readyState: 3, close() {} };
        setTimeout(() => dead.onclose?.());
        return dead;
    }
    send(text) { if (!window.unheard) super.send(text); }
    set onmessage(heard) { super.onmessage = (event) => { if (!window.deaf) heard(event); }; }
};
"""
"""Set in the page: ``down``, no connection comes about; ``unheard`` and ``deaf``, it is lost already and nobody knows."""


@asynccontextmanager
async def plain(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> AsyncIterator[tuple[Page, WebServer]]:
    """The page, with ``code`` for its session."""
    monkeypatch.setitem(server.KINDS, "plain", running(code))
    async with serving(folder) as (url, served), Browser(folder) as browser:
        page = await browser.page()
        await page.call("Page.addScriptToEvaluateOnNewDocument", source=AIR)
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


async def back(page: Page) -> None:
    """The connection is lost, if it is not yet, and is there again."""
    await page.js("window.unheard = window.deaf = false; assistant.connection.drop(); 0")
    await page.until("!document.getElementById('notice').hidden")
    await page.js("window.down = false; 0")
    await page.until("document.getElementById('notice').hidden")


@needs_chromium
@pytest.mark.parametrize("how", ["down", "unheard"])
async def test_an_answer_over_a_lost_connection_is_neither_lost_nor_given_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    async with plain(tmp_path, monkeypatch, ECHO) as (page, _):
        await page.until(f"{LOG}.includes('Adresse')")
        await page.js(f"window.{how} = true; if (window.down) assistant.connection.drop(); 0")
        await page.keys("marie@exemple.ca", "Enter")
        await page.keys("trop tôt", "Enter")  # nobody knows the question yet
        assert await page.js(f"{FIELD}.value") == "trop tôt"
        await back(page)
        await page.until(f"{LOG}.includes('compris : marie@exemple.ca')")
        await page.keys(" ?", "Enter")
        await page.until(f"{LOG}.includes('compris : trop tôt ?')")
        assert await page.js(f"{LOG}.match(/\\S.*/g)") == [
            "Adresse", "> marie@exemple.ca", "compris : marie@exemple.ca", "> trop tôt ?", "compris : trop tôt ?",
        ]  # fmt: skip
