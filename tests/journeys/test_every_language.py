"""The whole journey in every offered language, in both front ends: nothing cut, nothing out of sight, nothing untranslated.

`make test` walks the shortest journey, each language at one of the two sizes in turn; `make prove` every journey at both.
"""

from __future__ import annotations

import asyncio
import dataclasses
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import rich.cells

from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.language import offered
from mozaik_tui.language.breaking import cells
from mozaik_tui.language.languages import language
from mozaik_tui.language.pair import Pair
from mozaik_tui.language.terminals.here import Here
from mozaik_tui.language.terminals.profiles import PROFILES, Profile, showing
from mozaik_tui.plain.console import Console
from mozaik_tui.ui import right_to_left, terminal_widths
from mozaik_tui.ui.app import Assistant

from .drivers import Hands, replay_plain
from .looking import faults, foreign, letters
from .recording import RECORDED, Filler, Recording, read
from .test_replay import begin

IN_FULL = bool(os.environ.get("MOZAIK_PROVE"))
SIZES = [(80, 24), (40, 12)]
RECORDINGS = [read(path) for path in RECORDED]
SHORTEST = min(RECORDINGS, key=lambda recording: len(recording.acts))
TAGS = [each.tag for each in offered()]
WALKS = [
    (tag, recording, size)
    for place, tag in enumerate(TAGS)
    for recording in (RECORDINGS if IN_FULL else [SHORTEST])
    for size in (SIZES if IN_FULL else [SIZES[place % 2]])
]
SETTLES_WITHIN = 5.0
"""Seconds that a screen may take to come to rest on a busy machine before what it shows is a fault."""


def named(value: object) -> str:
    if isinstance(value, Recording):
        return value.name
    return f"{value[0]}x{value[1]}" if isinstance(value, tuple) else str(value)


every_walk = pytest.mark.parametrize(("tag", "recording", "size"), WALKS, ids=named)


def spoken(recording: Recording, tag: str) -> Recording:
    """The same journey for a reader of another language."""
    acts = tuple(
        dataclasses.replace(act, choose=tag) if act.at == "language" else act for act in recording.acts
    )
    return dataclasses.replace(recording, acts=acts, language=tag)


def profile_for(tag: str) -> Profile:
    """A terminal whose full screen shows the language."""
    script = language(tag).script
    return next(
        PROFILES[name]
        for name in ("visual", "vte")
        if showing(PROFILES[name], tag, script) in ("well", "odd")
    )


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[EmbeddedParts]:
    opened = open_embedded(data_dir=tmp_path, practice=True)
    yield opened
    opened.close()


@pytest.fixture
def terminal(tag: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    """Such a terminal, with its widths, for this test only."""
    profile = profile_for(tag)
    monkeypatch.setattr(rich.cells, "_cell_len", rich.cells._cell_len)
    monkeypatch.setattr(rich.cells, "load_cell_table", rich.cells.load_cell_table)
    terminal_widths.install(profile.marks)
    yield Here(profile)
    monkeypatch.undo()
    rich.cells.get_character_cell_size.cache_clear()
    rich.cells.cached_cell_len.cache_clear()
    right_to_left.run_from(False)
    right_to_left.install(PROFILES["visual"])


class Eyes(Hands):
    """Hands that look at every screen, and note its faults."""

    screens = 0

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.found: list[str] = []
        self._looked_at: object = None

    async def see(self) -> None:
        arrived = self._looked_at is not self.app.step_screen and not self.app.step_screen.arriving.problems
        self._looked_at = self.app.step_screen
        self.screens += 1
        limit = time.monotonic() + SETTLES_WITHIN
        await self.pilot.pause()
        while (found := faults(self.app, arrived=arrived)) and time.monotonic() < limit:
            await asyncio.sleep(0.02)
            await self.pilot.pause()
        self.found += [f"{self.app.session.step.name}: {each}" for each in found]


@every_walk
async def test_full_screen(
    tag: str, recording: Recording, size: tuple[int, int], parts: EmbeddedParts, terminal: Here
) -> None:
    session, recorder = begin(parts, recording)
    app = Assistant(session, theme="mozaik-dark", terminal=terminal)
    async with app.run_test(size=size) as pilot:
        eyes = Eyes(pilot, Filler(session, parts.practice))
        await eyes.replay(spoken(recording, tag))
    assert recorder.calls == list(recording.calls)
    assert app.words.tag == tag
    assert not eyes.found, "\n".join(dict.fromkeys(eyes.found))
    assert eyes.screens > len(recording.acts)


@every_walk
def test_plain_lines(
    tag: str,
    recording: Recording,
    size: tuple[int, int],
    parts: EmbeddedParts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(size[0]))
    session, recorder = begin(parts, recording)
    said: list[str] = []

    class Hears(Console):
        """Remembers what was said, before it was broken into lines."""

        def say(self, text: str = "") -> None:
            said.append(text)
            super().say(text)

    printed = replay_plain(spoken(recording, tag), session, Filler(session, parts.practice), Hears)
    assert recorder.calls == list(recording.calls)
    lines = [line.removeprefix("> ").strip() for line in printed.split("\n")]
    wide = [line for line in lines if cells(line) >= size[0] and " " in line]
    assert not wide, "only an address or a number may be longer than a line"
    words, whole = Pair(tag), letters(printed)
    for act in recording.acts[1:]:
        title = words.lead.text(f"screen.{act.at}.title")
        assert letters(title) in whole, title
    # The first screen is in French; beside the reader's words stand the French ones, after a stroke or set in.
    since = next(place for place, text in enumerate(said) if text == words.lead.text("plain.keys"))
    leads = [text.partition(" / ")[0] for text in said[since:] if not text.startswith("    ")]
    found = foreign(leads, tag)
    assert not found, "\n".join(found)
