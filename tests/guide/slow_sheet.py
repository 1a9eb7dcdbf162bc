"""The guide on the full screen with a sheet that is made for as long as a test wants, and the hands for it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from mozaik_tui.guide.run_of_guide import Guide, Notice
from mozaik_tui.guide.sheet.content import Sheet
from mozaik_tui.guide.ui.app import GuideApp
from mozaik_tui.language import offered
from mozaik_tui.ui.widgets.prose import Prose

MADE = Notice("sheet.done.file", well=True, file="mozaik-etapes.html")
PATIENCE = 60.0
"""Seconds against hanging, nothing else."""


class SlowSheet(GuideApp):
    """``made`` counts the sheets; each is there once :attr:`go` is set."""

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide, offered(), theme="mozaik-dark")
        self.begun, self.go = threading.Event(), threading.Event()
        self.made = 0

    def deliver(self, sheet: Sheet, where: str) -> Notice:
        self.made += 1
        self.begun.set()
        assert self.go.wait(PATIENCE)
        return MADE


def send(app: GuideApp, *keys: str) -> None:
    """A burst of keys: nothing waits between them."""
    for key in keys:
        character = key if len(key) == 1 else {"enter": "\r"}.get(key)
        event = events.Key(_character_to_key(key) if len(key) == 1 else key, character)
        event.set_sender(app)
        app.post_message(event)


async def until(pilot: Pilot, condition: Callable[[], object]) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        app = pilot.app
        assert time.monotonic() < limit, (app.guide.page, app.screen_stack)
        await asyncio.sleep(0.005)
        await pilot.pause()


async def settled(pilot: Pilot) -> None:
    """Nothing stands over the page, and its screen is drawn."""
    app = pilot.app
    await until(pilot, lambda: app.screen is app.page_screen and app.screen.is_mounted and app.screen.is_on())


async def drawn_anew(pilot: Pilot, change: str) -> None:
    """The page is on at another ``size``, or in another ``language``."""
    app, before = pilot.app, pilot.app.page_screen
    if change == "size":
        await pilot.resize_terminal(40, 12)
    else:
        app.change_language("es")
    await until(pilot, lambda: app.page_screen is not before)
    await settled(pilot)


async def over(pilot: Pilot) -> None:
    """Something stands over the page, ready for keys."""
    app = pilot.app
    await until(pilot, lambda: app.over_page() and app.screen.is_mounted and app.screen.focused)


def texts(app: GuideApp) -> str:
    return "\n".join(prose.text for prose in app.screen.query(Prose))
