"""The clock of the place where nobody looks after the assistant, and the words that its supervisor hears."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from pathlib import Path

import pytest

from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.run_of_guide import Guide
from mozaik_tui.guide.ui.web_app import WebGuide
from mozaik_tui.kiosk.notes import Note, Notes, Reader
from mozaik_tui.kiosk.pin import FIRST_LOCK, FREE_TRIES, LONGEST_LOCK, Tries, fits, hashed, is_hash
from mozaik_tui.kiosk.tally import DAYS_KEPT, Tally
from mozaik_tui.language import offered
from mozaik_tui.policy import BROWSER, HOME, KIOSK
from mozaik_tui.ui import watched
from mozaik_tui.ui.idle_screen import IdleScreen
from mozaik_tui.ui.unattended import NEXT, Unattended
from mozaik_tui.ui.watched import Idle
from mozaik_tui.ui.web.terminal import TERMINAL

from ...ui.app.standing import StandIn, standing


async def until(condition) -> None:
    while not condition():
        await asyncio.sleep(0.02)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of the place, which goes on when the test says so."""
    now = [1000.0]
    monkeypatch.setattr(watched, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("step", ["email", "check"])
async def test_an_absent_parent_is_asked_then_erased_and_the_word_is_told(
    step: str, clock: list[float]
) -> None:
    words: list[str] = []
    session = standing(step, "en", StandIn(), policy=BROWSER)
    app = Unattended(
        session, idle=Idle(60, 30), ending=words.append, counted=words.append, theme="mozaik-dark"
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab")
        clock[0] += 60
        await asyncio.wait_for(until(lambda: isinstance(app.screen, IdleScreen)), 60)
        before = session.step.name
        await pilot.press("enter")
        assert not isinstance(app.screen, IdleScreen)
        assert session.step.name == before
        clock[0] += 90
        await asyncio.wait_for(until(lambda: not app.is_running or app._exit), 60)
    assert words == ["idle", NEXT]
    assert not session.journey.answers


async def test_an_absent_reader_of_the_guide_is_asked_then_what_they_typed_is_forgotten(
    clock: list[float],
) -> None:
    guide = Guide(load_procedure(), date.today, language="en", policy=BROWSER)
    guide.type("email", "parent@example.org")
    app = WebGuide(guide, offered(), idle=Idle(60, 30), theme="mozaik-dark", terminal=TERMINAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab")
        clock[0] += 60
        await asyncio.wait_for(until(lambda: isinstance(app.screen, IdleScreen)), 60)
        await pilot.press("enter")
        assert not isinstance(app.screen, IdleScreen)
        assert guide.number == 1
        assert guide.typed
        clock[0] += 90
        await asyncio.wait_for(until(lambda: not app.is_running or app._exit), 60)
    assert not guide.typed
    assert app.return_code == 0


def test_what_places_allow_is_data() -> None:
    assert HOME.may_quit
    assert not any((KIOSK.may_quit, KIOSK.may_copy, KIOSK.mouse, BROWSER.may_copy))
    assert KIOSK.stop == "erase"
    assert KIOSK.renewed
    assert BROWSER.renewed
    assert not {"printer", "html", "pdf"} & set(BROWSER.sheet_to)


def test_notes_come_whole_and_only_our_words_come_through() -> None:
    reader = Reader()
    told = list(reader.feed(b"ali")) + list(
        reader.feed(b"ve\ncount begun\ncount Zo\xc3\xa9 Exemple\ncrash ../x\npin tri")
    )
    assert told == [Note("alive"), Note("count", "begun")]
    assert list(reader.feed(b"ed\n" + b"x" * 200_000)) == [Note("pin", "tried")]


def test_a_note_that_nobody_hears_is_no_error() -> None:
    reading, writing = os.pipe()
    notes = Notes(writing)
    for _ in range(20_000):  # more than the pipe holds
        notes.tell("alive")
    os.close(reading)
    notes.tell("alive")
    os.close(writing)


def test_tries_at_the_pin_wait_longer_and_longer() -> None:
    now = [1000.0]
    tries = Tries(clock=lambda: now[0])
    for _ in range(FREE_TRIES - 1):
        tries.take()
        assert tries.wait() == 0
    waits = []
    for _ in range(12):
        tries.take()
        waits.append(tries.wait())
        now[0] += tries.wait()
    assert waits[:3] == [FIRST_LOCK, 2 * FIRST_LOCK, 4 * FIRST_LOCK]
    assert max(waits) == LONGEST_LOCK
    tries.succeed()
    tries.take()
    assert tries.wait() == 0


def test_only_the_hash_of_a_pin_is_kept() -> None:
    told = hashed("246813")
    assert is_hash(told)
    assert not is_hash("246813")
    assert fits(told, "246813")
    assert not fits(told, "246814")
    assert not fits("no hash", "246813")


def test_counts_are_kept_by_day_and_survive_what_is_no_file(tmp_path: Path) -> None:
    day = [date(2026, 11, 25)]
    tally = Tally(tmp_path, today=lambda: day[0])
    tally.count("begun")
    tally.count("begun")
    assert Tally(tmp_path, today=lambda: day[0]).of_today()["begun"] == 2
    day[0] = date(2026, 11, 26)
    assert tally.of_today()["begun"] == 0
    for number in range(1, 29):
        for month in (1, 2):
            day[0] = date(2027, month, number)
            tally.count("begun")
    text = (tmp_path / "kiosk-counts.json").read_text()
    assert text.count('"20') <= DAYS_KEPT
    assert (tmp_path / "kiosk-counts.json").stat().st_mode & 0o077 == 0
    (tmp_path / "kiosk-counts.json").write_text("{ nonsense")
    assert Tally(tmp_path).of_today()["begun"] == 0
