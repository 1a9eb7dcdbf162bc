"""The recorded journeys from right to left, in both front ends and both sizes: the same calls as in French.

French in Arabic letters stands for the language (tests/pretend.py). And both front ends ask the same questions.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.plain.front import PlainFront
from mozaik_tui.ui import right_to_left
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.step_screen import StepScreen
from mozaik_tui.ui.widgets.field_frame import FieldFrame

from ..pretend import speaking, write_locales
from .drivers import Hands, replay_plain
from .recording import RECORDED, Filler, Recording, read
from .test_replay import begin

SIZES = [(40, 12), *([(80, 24)] if os.environ.get("MOZAIK_PROVE") else [])]
"""The small size finds more; both under `make prove`."""

RECORDINGS = [read(path) for path in RECORDED]
CONTROLS = frozenset("\x1b\x07\u061c\u200e\u200f\u2028\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
DRAWN = frozenset("─│┌┐└┘╔╗╚╝═║░▶◀●○☑☐✓✗")


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locales")
    write_locales(folder)
    return folder


@pytest.fixture
def arabic(locales: Path) -> Iterator[None]:
    with speaking(locales):
        yield
    right_to_left.run_from(False)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[EmbeddedParts]:
    opened = open_embedded(data_dir=tmp_path, practice=True)
    yield opened
    opened.close()


def in_arabic(recording: Recording) -> Recording:
    acts = tuple(
        dataclasses.replace(act, choose="ar") if act.at == "language" else act for act in recording.acts
    )
    return dataclasses.replace(recording, acts=acts, language="ar")


@pytest.mark.usefixtures("arabic")
@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_full_screen(recording: Recording, size: tuple[int, int], parts: EmbeddedParts) -> None:
    session, recorder = begin(parts, recording)
    app = Assistant(session, theme="mozaik-dark")
    async with app.run_test(size=size) as pilot:
        await Hands(pilot, Filler(session, parts.practice)).replay(in_arabic(recording))
    assert recorder.calls == list(recording.calls)
    assert app.words.tag == "ar"


@pytest.mark.usefixtures("arabic")
@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_plain_lines(recording: Recording, parts: EmbeddedParts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    session, recorder = begin(parts, recording)
    printed = replay_plain(in_arabic(recording), session, Filler(session, parts.practice))
    assert recorder.calls == list(recording.calls)
    assert not CONTROLS & set(printed)
    assert not DRAWN & set(printed)


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
async def test_both_front_ends_ask_the_same_questions(
    recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, list[str]] = {"screen": [], "lines": []}
    mounted, question = StepScreen.on_mount, PlainFront._question

    def on_screen(self: StepScreen) -> None:
        mounted(self)
        frames = {frame.field for frame in self.query(FieldFrame)}
        asked["screen"] += [f"{self.shown_step} {name}" for name in self.step.fields if name in frames]

    def in_lines(self: PlainFront, name: str) -> None:
        asked["lines"].append(f"{self.session.step.name} {name}")
        question(self, name)

    monkeypatch.setattr(StepScreen, "on_mount", on_screen)
    monkeypatch.setattr(PlainFront, "_question", in_lines)
    for front in ("screen", "lines"):
        opened = open_embedded(data_dir=tmp_path / front, practice=True)
        session, _ = begin(opened, recording)
        fill = Filler(session, opened.practice)
        if front == "lines":
            replay_plain(recording, session, fill)
        else:
            app = Assistant(session, theme="mozaik-dark")
            async with app.run_test(size=(80, 24)) as pilot:
                await Hands(pilot, fill).replay(recording)
        opened.close()
    assert distinct(asked["lines"]) == distinct(asked["screen"])


def distinct(asked: list[str]) -> list[str]:
    """In the order in which they were first asked. Two lists are asked in a way of their own in each front end."""
    return [each for each in dict.fromkeys(asked) if each.split()[0] not in ("school_body", "language")]
