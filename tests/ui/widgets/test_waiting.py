"""The sign of waiting: none for a quick answer, and one that was shown can be read."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest
from textual.app import App, ComposeResult

from mozaik_tui.ui.widgets import progress_line
from mozaik_tui.ui.widgets.progress_line import ProgressLine

STEP, BUSY = "Step 3 of 8 · Screen 3", "One moment"


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield ProgressLine()


async def shown(progress: ProgressLine, text: str) -> float:
    """When the line says ``text``."""
    async with asyncio.timeout(30):
        while not progress.line(60).startswith(text):
            await asyncio.sleep(0.01)
    return monotonic()


@pytest.fixture
async def progress(monkeypatch: pytest.MonkeyPatch):
    app = Bare()
    async with app.run_test():
        line = app.query_one(ProgressLine)
        line.show(STEP, "Étape 3 de 8 · Écran 3", done=3, of=8)
        yield line


async def test_a_sign_that_was_shown_stays_to_be_read_and_the_step_comes_back(progress) -> None:
    begin = monotonic()
    progress.wait(BUSY)
    said = await shown(progress, BUSY)
    assert said - begin >= progress_line.SHOW_BUSY_AFTER
    since = progress._waits_since
    progress.waited()
    assert await shown(progress, STEP) - since >= progress_line.KEEP_BUSY
    assert progress_line.CHOSEN in progress.line(100)


async def test_an_answer_that_comes_at_once_shows_none(progress, monkeypatch) -> None:
    seen = []
    draw = progress.render
    monkeypatch.setattr(progress, "render", lambda: seen.append(progress.line(60)) or draw())
    progress.wait(BUSY)
    progress.waited()
    progress.wait(BUSY)
    progress.waited()
    progress.wait("Later")
    await shown(progress, "Later")
    assert not [line for line in seen if line.startswith(BUSY)]
