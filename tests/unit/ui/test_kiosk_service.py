"""The kiosk finds its service away, also one that takes a call and does not answer it."""

from __future__ import annotations

import asyncio
import signal
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.kiosk.pin import Tries
from mozaik_tui.policy import KIOSK
from mozaik_tui.session import Session
from mozaik_tui.ui.kiosk import app as module
from mozaik_tui.ui.kiosk.away_screen import AwayScreen

from ...ui.app.standing import StandIn


class Notes:
    def tell(self, about: str, word: str = "") -> None:
        """Nobody listens."""


class Kiosk(module.KioskAssistant):
    looks = 0

    def _ask_service(self) -> None:
        self.looks += 1
        super()._ask_service()


async def until(condition: Any) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.02)


async def test_a_service_that_does_not_answer_is_asked_once_and_found_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "ASK_AGAIN", 0.05)
    service, gives_up = StandIn(), threading.Event()

    def unanswered() -> None:
        gives_up.wait()
        raise ServiceFault("service_unreachable")

    service.answers["ready"] = unanswered
    settings: Any = SimpleNamespace(kiosk=SimpleNamespace(idle=600, warning=30, exit_pin_hash=""))
    app = Kiosk(Session(service, policy=KIOSK), settings, Notes(), Tries(), theme="mozaik-dark")  # type: ignore[arg-type]
    before = signal.getsignal(signal.SIGTSTP)
    try:
        async with app.run_test(size=(80, 24)):
            await until(lambda: app.looks > 4)
            assert [name for name, *_ in service.asked].count("ready") == 1
            gives_up.set()
            await until(lambda: isinstance(app.screen, AwayScreen))
    finally:
        gives_up.set()
        signal.signal(signal.SIGTSTP, before)  # what a later test starts would inherit it
