"""The plain lines in a real Chromium: a secret stays one, an answer and a question are neither lost nor said twice."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from mozaik_tui.language import Translator
from mozaik_tui.web import server, sessions
from mozaik_tui.web.process import PlainProcess
from mozaik_tui.web.server import WebServer
from mozaik_tui.web.session import HIDDEN, MarkedConsole

from .browser import CHROMIUM, Browser, Page
from .serving import drawn, hello, running, serving, told, until

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt-get install chromium")

LOG = "document.getElementById('log').innerText"
FIELD = "document.getElementById('answer')"
FRENCH = Translator("fr")
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
SIGN_IN = """
print("Adresse\\n> ", end="", flush=True)
input()
print("Mot de passe\\n\\x0e> ", end="", flush=True)
print(len(input()), "signes\\n> ", end="", flush=True)
input()
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
    send(text) { (window.sent ??= []).push(text); if (!window.unheard) super.send(text); }
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
@pytest.mark.parametrize("how", ["down", "unheard", "deaf"])
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


@needs_chromium
async def test_a_question_that_was_on_its_way_when_the_connection_broke_comes_again_and_a_secret_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain(tmp_path, monkeypatch, SIGN_IN) as (page, served):
        await page.until(f"{LOG}.includes('Adresse')")
        await page.js("window.deaf = true; 0")
        await page.keys("marie@exemple.ca", "Enter")
        await until(lambda: b"Mot de passe" in process_of(served)._kept)
        await back(page)
        await page.until(f"{FIELD}.type === 'password'")
        await page.keys(SECRET, "Enter")
        await page.until(f"{LOG}.includes('{len(SECRET)} signes')")
        assert await page.js(f"{LOG}.match(/\\S.*/g)") == [
            "Adresse", "> marie@exemple.ca", "Mot de passe", f"{len(SECRET)} signes",
        ]  # fmt: skip


async def written(made: PlainProcess, heard: object) -> bytes:
    """What a page is sent that has ``heard`` so many bytes."""
    seen = b""

    async def send(data: bytes) -> None:
        nonlocal seen
        seen += data

    made.detach()
    made.goes_on_at(heard)
    await made.attach(send, 80, 24)
    return seen


async def test_what_is_written_is_kept_whether_sent_or_not_and_goes_on_where_the_page_stopped_hearing() -> (
    None
):
    made = running("import sys; print('é' * 10); print('a' * 70 + '\\n' + 'b' * 70); sys.stdin.read()")([])
    await made.begin(80, 24)
    await until(lambda: made._kept.endswith(b"b\n"))
    for heard in (0, 1, 21, 92, made._printed):
        assert await written(made, heard) == made._kept[heard:]
    for nonsense in (None, -1, made._printed + 1, "7", [7]):
        assert await written(made, nonsense) == made._kept
    made._kept = made._kept[-100:]
    for lost in (None, 0, made._printed - 101):
        assert await written(made, lost) == b"b" * 70 + b"\n"
        assert made.goes_on_at(lost) == made._printed - 71
    assert await written(made, made._printed - 100) == made._kept
    await made.finish()


async def test_a_page_that_comes_back_is_told_which_of_its_lines_were_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(server.KINDS, "plain", running(ECHO))
    async with serving(tmp_path) as (url, served), aiohttp.ClientSession() as client:
        page = await hello(client, url, kind="plain", heard=0)
        _, token, lines, place = await told(page, "session")
        assert (lines, place) == (0, 0)
        await page.send_json(["line", "1"])
        assert await told(page, "taken") == ["taken", 1]
        await page.send_json(["line", "2"])
        await until(lambda: b": 2" in process_of(served)._kept)
        again = await hello(client, url, kind="plain", token=token, heard=3)
        assert (await told(again, "session"))[1:] == [token, 2, 3]
        await drawn(again, "esse\n> compris : 1\n> compris : 2\n> ")


async def test_whoever_reads_lines_is_asked_before_the_session_ends_and_a_sign_of_life_puts_it_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "LOOK", 0.02)
    monkeypatch.setattr(sessions, "WARNING", sessions.QUIET - 0.05)
    monkeypatch.setitem(server.KINDS, "plain", running(ECHO))
    async with serving(tmp_path) as (url, served), aiohttp.ClientSession() as client:
        page = await hello(client, url, kind="plain")
        await told(page, "session")
        (session,) = served.sessions._open.values()
        for sign in (["here", 0], ["line", "x"]):
            assert await told(page, "quiet") == ["quiet"]
            assert session._warned
            before = session.last_key
            await page.send_json(sign)
            await until(lambda before=before: session.last_key > before)
        screen = await hello(client, url)  # asks by itself
        token = (await told(screen, "session"))[1]
        found = served.sessions.find(token)
        assert found is not None
        assert found.warn is None


@needs_chromium
async def test_the_question_whether_somebody_is_there_is_answered_by_any_key_or_its_button(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = "!document.getElementById('notice').hidden"
    async with plain(tmp_path, monkeypatch, ECHO) as (page, served):
        await page.until(f"{LOG}.includes('Adresse')")
        (session,) = served.sessions._open.values()

        async def asked() -> float:
            assert session.warn is not None
            await session.warn()
            await page.until(shown)
            return session.last_key

        before = await asked()
        words = await page.js("document.getElementById('told').innerText")
        left = FRENCH.plural("kiosk.idle.left", int(sessions.WARNING))
        assert words == " ".join((FRENCH.text("kiosk.idle.title"), left, FRENCH.text("kiosk.idle.stay")))
        assert await page.js("document.getElementById('still').innerText") == FRENCH.text("kiosk.erase.stay")
        await page.keys("Enter")
        assert not await page.js(shown)
        await until(lambda: session.last_key > before)
        assert session.lines == 0, "that key did nothing else"

        before = await asked()
        await page.js("document.getElementById('still').click()")
        assert not await page.js(shown)
        assert await page.js("document.activeElement.id") == "answer"
        await until(lambda: session.last_key > before)

        before = await asked()
        await page.keys("m")
        assert not await page.js(shown)
        await until(lambda: session.last_key > before)
        await page.js("window.sent = []; 0")
        await page.keys("arie", "Enter")
        await page.until(f"{LOG}.includes('compris : marie')")
        assert [each for each in await page.js("sent") if "here" in each] == [], "now and then is enough"
        await page.js("const now = Date.now; Date.now = () => now() + 31000; 0")
        await page.keys("x")
        await page.until("sent.some(each => each.includes('here'))")
