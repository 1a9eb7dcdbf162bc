"""Secrets and names typed through the whole journey are searched for wherever they must not be."""

from __future__ import annotations

import dataclasses
import io
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.message_pump import MessagePump

from mozaik_tui import cli
from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.crash import write
from mozaik_tui.outcome import Outcome
from mozaik_tui.plain import prompts
from mozaik_tui.session import Session
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.password_field import PasswordField

from ..journeys.drivers import Hands, replay_plain
from ..journeys.recording import RECORDED, Filler, Recording, codes_of, read
from ..ui.app.standing import StandIn, assistant, settled, standing

PASSWORD = "Xq7#vZk2wP"
TYPED_KEYS = (events.Key,)
"""A key event names the one key that it is: no secret, though every secret is made of them."""


def recording() -> Recording:
    """The journey of a new parent with two children, with a password that stands nowhere else in the world."""
    told = next(read(path) for path in RECORDED if path.stem == "new_parent_two_children")
    acts = [
        dataclasses.replace(
            act,
            type={name: PASSWORD if "rouge" in text else text for name, text in act.type.items()},
        )
        for act in told.acts
    ]
    assert any(PASSWORD in act.type.values() for act in acts)
    return dataclasses.replace(told, acts=tuple(acts))


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[EmbeddedParts]:
    opened = open_embedded(data_dir=tmp_path / "data", practice=True)
    yield opened
    opened.close()


def canaries(parts: EmbeddedParts) -> list[str]:
    family = parts.practice.card()
    names = [name for child in family.children for name in (child.last_name, child.first_name)]
    return [PASSWORD, family.email, *names]


def found(canary: str, data: bytes) -> bool:
    forms = {canary, unicodedata.normalize("NFD", canary), canary.casefold(), canary.upper()}
    return any(form.encode(code) in data for form in forms for code in ("utf-8", "utf-16-le", "utf-32-le"))


async def test_nothing_that_describes_itself_tells_a_secret(
    parts: EmbeddedParts, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    told: set[str] = set()
    logged: list[str] = []
    post = MessagePump.post_message

    def listening(self: MessagePump, message: object) -> bool:
        if not isinstance(message, TYPED_KEYS):
            told.add(repr(message))
        return post(self, message)  # type: ignore[arg-type]

    monkeypatch.setattr(MessagePump, "post_message", listening)
    monkeypatch.setattr(Assistant, "_log", lambda self, *what, **_: logged.append(repr(what)))
    session = Session(parts.service, practice=parts.practice)
    app = Assistant(session, theme="mozaik-dark")
    wanted = canaries(parts)
    perform = Assistant._show_outcome

    async def noted(self: Assistant, outcome: Outcome) -> object:
        told.update(map(repr, (outcome, session, session.journey, session.wire, self)))
        told.update(
            repr(each) for each in (*outcome.problems, *outcome.doubts, *session.children, session.record)
        )
        told.update(repr(widget) for widget in self.screen.walk_children())
        return await perform(self, outcome)

    monkeypatch.setattr(Assistant, "_show_outcome", noted)
    async with app.run_test(size=(80, 24)) as pilot:
        await Hands(pilot, Filler(session, parts.practice)).replay(recording())
    assert len(told) > 100
    out = "".join(capfd.readouterr())
    for canary in wanted:
        assert not [text for text in told if canary in text], canary
        assert not [text for text in logged if canary in text], canary
        assert canary not in out


def test_the_files_of_the_service_hold_none_in_clear(parts: EmbeddedParts, tmp_path: Path) -> None:
    session = Session(parts.service, practice=parts.practice)
    told = recording()
    replay_plain(told, session, Filler(session, parts.practice))
    wanted = [*canaries(parts), *codes_of(parts.practice, parts.practice.card().email)]
    files = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    assert any(file.name.endswith("-wal") for file in files), "the log is searched while it is full"
    searched = 0
    for file in files:
        data = file.read_bytes()
        searched += len(data)
        assert not [canary for canary in wanted if found(canary, data)], file.name
    assert searched > 100_000
    parts.close()
    for file in files:
        if file.exists():
            assert not [canary for canary in wanted if found(canary, file.read_bytes())], file.name
            assert file.stat().st_size == 0 or file.stat().st_mode & 0o077 == 0, (
                f"{file.name} is for its owner alone"
            )


async def test_a_picture_of_the_password_screen_shows_dots() -> None:
    session = standing("password", "fr", StandIn())
    for name in ("password", "confirmation"):
        session.type(name, PASSWORD)
    app = assistant(session)
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        hidden = app.export_screenshot()
        assert PASSWORD not in hidden
        assert "•" * len(PASSWORD) in hidden
        app.step_screen.action_show()
        await pilot.pause()
        assert PASSWORD in app.export_screenshot()


async def test_a_crash_of_the_full_screen_tells_a_reference_and_no_more(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = standing("password", "fr", StandIn())
    app = Assistant(session, theme="mozaik-dark", reference=lambda error: write(tmp_path, error))

    def broken(self: object, name: str) -> None:
        secret = session.answer(name)
        raise RuntimeError(f"cannot count {secret}")

    monkeypatch.setattr("mozaik_tui.screens.new_password.PasswordScreen.typed", broken)
    with pytest.raises(RuntimeError):
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            app.screen.query(PasswordField).first().value = PASSWORD
            await pilot.pause()
    assert app.return_code == 70
    told = "".join(capfd.readouterr())
    assert "E-999" in told
    (file,) = (tmp_path / "crashes").iterdir()
    assert file.stem in told
    for text in (told, file.read_text("utf-8")):
        assert PASSWORD not in text
        assert "Traceback" not in text
    assert "new_password" not in told


def test_a_crash_of_the_plain_lines_tells_a_reference_and_no_more(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: prompts.Prompts, **_options: object) -> str:
        secret = PASSWORD
        raise RuntimeError(f"cannot read {secret}")

    monkeypatch.setattr(prompts.Prompts, "_prompt", broken)
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    monkeypatch.setenv("MOZAIK_DATA_DIR", str(tmp_path))
    assert cli.main(["--plain", "--language", "fr"]) == 1
    told = "".join(capfd.readouterr())
    (file,) = (tmp_path / "crashes").iterdir()
    assert file.stem in told
    for text in (told, file.read_text("utf-8")):
        assert PASSWORD not in text
        assert "Traceback" not in text


async def test_stopping_leaves_nothing_of_the_parent_in_the_session() -> None:
    session = standing("check", "fr", StandIn())
    for name in ("password", "confirmation", "sign_in_password"):
        session.type(name, PASSWORD)
    session.leave()
    rest = repr([vars(session), vars(session.wire), session.journey.answers])
    assert PASSWORD not in rest
    assert "Exemple-Tremblay" not in rest
    assert "session-token" not in rest
