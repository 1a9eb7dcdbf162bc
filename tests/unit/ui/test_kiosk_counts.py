"""What the kiosk counts for the staff: a PIN that was looked at and is another one, a child that was linked."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from mozaik_tui.kiosk.notes import COUNT, PIN
from mozaik_tui.kiosk.pin import FREE_TRIES, Tries, hashed
from mozaik_tui.policy import KIOSK
from mozaik_tui.ui.kiosk.app import KioskAssistant
from mozaik_tui.ui.kiosk.pin_screen import PinScreen
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.password_field import PasswordField

from ...ui.app.standing import StandIn, standing, words

RIGHT, WRONG = "246813", "135791"
OTHER = "kiosk.staff.pin.other"


class Notes:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def tell(self, about: str, word: str = "") -> None:
        self.told.append((about, word))

    def counted(self, word: str) -> int:
        return self.told.count((COUNT, word))


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTSTP)
    yield
    signal.signal(signal.SIGTSTP, before)  # what a later test starts would inherit it


def kiosk(step: str, notes: Notes, tries: Tries) -> KioskAssistant:
    settings: Any = SimpleNamespace(kiosk=SimpleNamespace(idle=600, warning=30, exit_pin_hash=hashed(RIGHT)))
    session = standing(step, "en", StandIn(), policy=KIOSK)
    return KioskAssistant(session, settings, notes, tries, theme="mozaik-dark")  # type: ignore[arg-type]


async def until(condition: Any) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.02)


async def test_a_pin_that_was_not_looked_at_is_neither_called_another_nor_counted() -> None:
    now = [1000.0]
    notes, tries = Notes(), Tries(lambda: now[0])
    app = kiosk("start", notes, tries)
    other = words("en").text(OTHER)
    async with app.run_test(size=(80, 24)) as pilot:
        answered: list[bool | None] = []
        screen = PinScreen(app.words, hashed(RIGHT), tries, notes)  # type: ignore[arg-type]
        app.push_screen(screen, answered.append)
        await until(lambda: screen.is_mounted and screen.query(PasswordField))
        frame = screen.query_one(FieldFrame)

        async def typed(text: str) -> None:
            screen.query_one(PasswordField).value = text
            screen._try()
            await until(lambda: not screen._trying)
            await pilot.pause()

        await typed("")
        assert (frame.refusal, notes.counted("pin")) == ("", 0)
        for tried in range(1, FREE_TRIES + 1):
            await typed(WRONG)
            assert frame.refusal.startswith(other)
            assert notes.counted("pin") == tried
        wait = words("en").plural("kiosk.staff.pin.wait", 30)
        assert frame.refusal == f"{other} {wait}"  # it was looked at; from now on there is a wait
        await typed("")
        assert frame.refusal == f"{other} {wait}"
        await typed(RIGHT)
        assert frame.refusal == wait
        assert (notes.counted("pin"), notes.told.count((PIN, "tried"))) == (FREE_TRIES, FREE_TRIES)
        now[0] += 30
        await typed(RIGHT)
        await until(lambda: answered == [True])
        assert notes.counted("pin") == FREE_TRIES


async def test_a_child_is_counted_once_however_often_the_step_is_shown() -> None:
    notes = Notes()
    app = kiosk("check", notes, Tries())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.show_step()
        assert notes.counted("linked") == 0  # theirs before they came here
        app.session.submit()
        app.show_step()
        assert (app.session.step.name, notes.counted("linked")) == ("another", 1)
        app.session.language = "fr"
        app.show_step()
        app.show_step()
        assert notes.counted("linked") == 1
        again = app.session.wire.children
        app.session.wire.children = ()  # the session ended, and was come back to
        app.show_step()
        app.session.wire.children = again
        app.show_step()
        assert notes.counted("linked") == 1
