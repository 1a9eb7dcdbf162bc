"""Whole journeys through a service over HTTP, and a service that is ended in the middle of them."""

from __future__ import annotations

import signal
from datetime import date
from pathlib import Path

import pytest

from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.http.client import RemoteService
from mozaik_tui.session import Session

from ..contract.over_http import Front
from ..journeys.drivers import replay_plain
from ..journeys.recording import RECORDED, Filler, Recorder, newest_code, read
from ..terminal.term import Term
from ..terminal.test_walk import PASSWORD, postbox, write_registry
from ..terminal.walk import child, finish, to_code
from .program import ServeProgram, run

__all__ = ["postbox"]

EMAIL = "famille@example.com"
RECORDINGS = [read(path) for path in RECORDED]


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_a_recorded_journey_over_http(recording, tmp_path: Path) -> None:
    """The practice service behind HTTP: same problems, same calls as in one process."""
    parts = open_embedded(data_dir=tmp_path, practice=True)
    front = Front(parts)
    service = front.client()
    if recording.existing:
        email = parts.practice.card().email
        token = service.start_flow(email, "fr").flow_token
        service.verify(token, newest_code(parts.practice, email))
        service.set_password(token, recording.existing, recording.existing)
    recorder = Recorder(service)
    session = Session(recorder, practice=parts.practice)
    printed = replay_plain(recording, session, Filler(session, parts.practice))
    assert recorder.calls == list(recording.calls)
    assert "\x1b" not in printed
    front.close()
    parts.close()


@pytest.fixture
def real(tmp_path: Path, postbox):
    """The program ``serve`` with a relay and a registry of one file; not started yet."""
    box, port = postbox
    pupils = write_registry(tmp_path / "pupils.csv")
    relay = {
        "MOZAIK_MAIL__TRANSPORT": "smtp",
        "MOZAIK_MAIL__HOST": "127.0.0.1",
        "MOZAIK_MAIL__PORT": str(port),
        "MOZAIK_MAIL__TLS": "none",
        "MOZAIK_MAIL__FROM": "ecole@example.org",
    }
    told = run(tmp_path / "service", "registry", "import", str(tmp_path / "pupils.csv"), **relay)
    assert told.returncode == 0, told.stderr
    program = ServeProgram(tmp_path / "service", **relay)

    def code() -> str:
        return box.codes.get(timeout=60)[1]

    yield program, pupils, code
    program.close()


def fill_child(session: Session, **answers: str) -> None:
    """The child form, part by part, until it is to be checked."""
    while session.step.name != "check":
        for name in session.step.fields:
            session.type(name, answers.get(name, "no"))
        assert session.submit().moved, session.step.name


def test_the_service_is_killed_before_every_call_and_nothing_is_lost(real) -> None:
    """Each call first finds nobody there, then, with the service back, is the same call."""
    program, _pupils, code = real
    service = RemoteService(program.url)
    session = Session(service, language="fr", today=lambda: date(2026, 11, 1))

    def do(lead: str = "done") -> None:
        program.end(signal.SIGKILL)
        lost = session.submit(lead)
        assert (lost.moved, lost.fault) == (False, "service_unreachable")
        program.start()
        done = session.submit(lead)
        assert done.moved, done

    program.start()
    assert session.submit("create").moved
    session.type("email", EMAIL)
    do()
    session.type("code", code())
    do()
    session.type("password", PASSWORD)
    session.type("confirmation", PASSWORD)
    do()
    fill_child(
        session,
        school_body="css-laval",
        last_name="Exemple, dit Léo",
        first_name="Anne-Zoé",
        birth_date="2015-02-28",
        identifier="7654321",
    )
    do()
    assert [one.first_name for one in session.children] == ["Anne-Zoé"]
    assert session.refresh().fault is None
    assert [one.first_name for one in session.children] == ["Anne-Zoé"]
    session.leave()
    assert program.end() == 0
    log = program.text()
    for private in (EMAIL, PASSWORD, "Anne-Zoé", "7654321"):
        assert private not in log
    service.close()


def test_the_assistant_on_a_terminal_with_a_service_elsewhere(real, tmp_path: Path) -> None:
    """``serve`` in one process, ``--service URL`` in another; the service goes away and the screen waits."""
    program, pupils, code = real
    program.start()
    term = Term("--service", program.url, env={"MOZAIK_DATA_DIR": str(tmp_path / "terminal")})
    assert "Entraînement" not in term.see("Choisissez votre langue")
    to_code(term, EMAIL)
    found = code()
    program.end(signal.SIGKILL)
    term.keys(found, "enter")
    term.see("Le service ne répond pas pour le moment", "E-902")
    program.start()
    term.see("Choisissez un mot de passe")
    term.keys(PASSWORD, "enter")
    term.see("▶ Le même mot de passe")
    term.keys(PASSWORD)
    term.see("fait : les deux fois pareil")
    program.end()
    program.start()
    term.keys("enter")
    child(term, pupils[0])
    assert finish(term, "Anne-Zoé") == 0
    assert not (tmp_path / "terminal" / "accounts.sqlite").exists()
    assert not (tmp_path / "terminal" / "practice.sqlite").exists()
    assert PASSWORD.encode() not in term.raw
