"""Every recorded journey, through the full screen and through the plain lines: same problems, same service calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.session import Session
from mozaik_tui.ui.app import Assistant

from .drivers import Hands, replay_plain
from .recording import RECORDED, Filler, Recorder, Recording, newest_code, read

RECORDINGS = [read(path) for path in RECORDED]


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[EmbeddedParts]:
    opened = open_embedded(data_dir=tmp_path, practice=True)
    yield opened
    opened.close()


def make_account(parts: EmbeddedParts, password: str) -> None:
    """The account that a recording begins with."""
    email = parts.practice.card().email
    token = parts.service.start_flow(email, "fr").flow_token
    parts.service.verify(token, newest_code(parts.practice, email))
    parts.service.set_password(token, password, password)


def begin(parts: EmbeddedParts, recording: Recording) -> tuple[Session, Recorder]:
    if recording.existing:
        make_account(parts, recording.existing)
    recorder = Recorder(parts.service)
    return Session(recorder, practice=parts.practice), recorder


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["80x24", "40x12"])
async def test_full_screen(recording: Recording, size: tuple[int, int], parts: EmbeddedParts) -> None:
    session, recorder = begin(parts, recording)
    app = Assistant(session, theme="mozaik-dark")
    async with app.run_test(size=size) as pilot:
        await Hands(pilot, Filler(session, parts.practice)).replay(recording)
    assert recorder.calls == list(recording.calls)


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_plain_lines(recording: Recording, parts: EmbeddedParts) -> None:
    session, recorder = begin(parts, recording)
    printed = replay_plain(recording, session, Filler(session, parts.practice))
    assert recorder.calls == list(recording.calls)
    assert "\x1b" not in printed
