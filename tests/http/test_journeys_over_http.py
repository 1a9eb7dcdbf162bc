"""Whole journeys through a service over HTTP, and a service that is ended in the middle of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.http.client import RemoteService
from mozaik_tui.session import Session

from ..contract.over_http import Front
from ..journeys.drivers import replay_plain
from ..journeys.recording import RECORDED, Filler, Recorder, newest_code, read
from ..postgresql.server import Server
from ..terminal.term import Term
from ..terminal.test_walk import PASSWORD, postbox, write_registry
from ..terminal.walk import Pupil, child, finish, to_code
from .program import ServeProgram, run

__all__ = ["postbox"]

EMAIL = "famille@example.com"
STORES = ["sqlite", "postgresql"]
PROVE = bool(os.environ.get("MOZAIK_PROVE"))
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


@dataclass(frozen=True)
class Real:
    """The program ``serve``, not started yet, with a relay and a registry of one file; ``database`` is a PostgreSQL
    that can be stopped, or none.
    """

    program: ServeProgram
    pupils: list[Pupil]
    code: Callable[[], str]
    database: Server | None

    def interruptions(self) -> Iterator[tuple[Callable[[], object], Callable[[], object], str]]:
        """What takes the service away, what brings it back, and what a terminal is told meanwhile."""
        yield lambda: self.program.end(signal.SIGKILL), self.program.start, "service_unreachable"
        if self.database is not None:
            yield self.database.stop, self.database.start, "service_unavailable"


@pytest.fixture(params=STORES)
def real(request: pytest.FixtureRequest, tmp_path: Path, postbox) -> Iterator[Real]:
    """A service on this store."""
    box, port = postbox
    pupils = write_registry(tmp_path / "pupils.csv")
    settings = {
        "MOZAIK_MAIL__TRANSPORT": "smtp",
        "MOZAIK_MAIL__HOST": "127.0.0.1",
        "MOZAIK_MAIL__PORT": str(port),
        "MOZAIK_MAIL__TLS": "none",
        "MOZAIK_MAIL__FROM": "ecole@example.org",
    }
    server, name = None, ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        name = server.make("ours")
        settings["MOZAIK_SERVICE__DATABASE"] = server.url(name)
    told = run(tmp_path / "service", "registry", "import", str(tmp_path / "pupils.csv"), **settings)
    assert told.returncode == 0, told.stderr
    program = ServeProgram(tmp_path / "service", **settings)
    yield Real(program, pupils, lambda: box.codes.get(timeout=60)[1], server)
    program.close()
    if server is not None:
        server.drop(name)


def fill_child(session: Session, **answers: str) -> None:
    """The child form, part by part, until it is to be checked."""
    while session.step.name != "check":
        for name in session.step.fields:
            session.type(name, answers.get(name, "no"))
        assert session.submit().moved, session.step.name


@pytest.mark.parametrize("real", STORES if PROVE else STORES[1:], indirect=True)
def test_the_service_is_away_before_every_call_and_nothing_is_lost(real: Real) -> None:
    """Each call first finds nobody there, then a database that is stopped, and with both back it is the same call."""
    service = RemoteService(real.program.url)
    session = Session(service, language="fr", today=lambda: date(2026, 11, 1))

    def do(lead: str = "done") -> None:
        for go, come_back, fault in real.interruptions():
            go()
            lost = session.submit(lead)
            come_back()
            assert (lost.moved, lost.fault) == (False, fault)
        done = session.submit(lead)
        assert done.moved, done

    real.program.start()
    assert session.submit("create").moved
    session.type("email", EMAIL)
    do()
    session.type("code", real.code())
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
    assert real.program.end() == 0
    log = real.program.text()
    for private in (EMAIL, PASSWORD, "Anne-Zoé", "7654321"):
        assert private not in log
    service.close()


def test_the_assistant_on_a_terminal_with_a_service_elsewhere(real: Real, tmp_path: Path) -> None:
    """``serve`` in one process, ``--service URL`` in another; the service or its database goes away, and the screen
    waits and goes on by itself.
    """
    program = real.program
    program.start()
    term = Term("--service", program.url, env={"MOZAIK_DATA_DIR": str(tmp_path / "terminal")})
    assert "Entraînement" not in term.see("Choisissez votre langue")
    to_code(term, EMAIL)
    found = real.code()
    program.end(signal.SIGKILL)
    term.keys(found, "enter")
    term.see("Le service ne répond pas pour le moment", "E-902")
    program.start()
    term.see("Choisissez un mot de passe")
    term.keys(PASSWORD, "enter")
    term.see("▶ Le même mot de passe")
    term.keys(PASSWORD)
    term.see("fait : les deux fois pareil")
    if real.database is None:
        program.end()
        program.start()
        term.keys("enter")
    else:
        real.database.stop()
        try:
            term.keys("enter")
            term.see("Le service ne répond pas pour le moment", "E-901")
        finally:
            real.database.start()
    child(term, real.pupils[0])
    assert finish(term, "Anne-Zoé") == 0
    assert not (tmp_path / "terminal" / "accounts.sqlite").exists()
    assert not (tmp_path / "terminal" / "practice.sqlite").exists()
    assert PASSWORD.encode() not in term.raw
