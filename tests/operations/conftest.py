"""A service as an operator runs it: its database on either store, its keys, a registry, and parents."""

from __future__ import annotations

import io
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from mozaik_tui.account.contract import ChildForm
from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.http.client import RemoteService
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.cli import main

from ..http.program import ServeProgram
from ..unit.registry.conftest import content_of, row

DEPLOY = Path(__file__).parents[2] / "deploy"
PASSWORD = "Kx7$vold8rz"
PARENTS = 6
PATIENCE = 60


def email_of(number: int) -> str:
    return f"p{number}@example.com"


def form_of(number: int) -> ChildForm:
    return ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number=f"{number:07d}")


@dataclass
class Place:
    """A data directory and the address of the database that is used with it."""

    folder: Path
    url: str

    @property
    def key_file(self) -> Path:
        return self.folder / "service.key"

    def environ(self) -> dict[str, str]:
        return {"MOZAIK_SERVICE__DATABASE": self.url, "MOZAIK_LANGUAGE": "en"}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command, in this process: a start of Python costs more than most of them."""
        out, err = io.StringIO(), io.StringIO()
        environ = {**self.environ(), "MOZAIK_DATA_DIR": str(self.folder)}
        with patch.dict(os.environ, environ), redirect_stdout(out), redirect_stderr(err):
            code = main(words)
        return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())

    def did(self, *words: str) -> str:
        """What a command that must work said."""
        done = self.run(*words)
        assert (done.returncode, done.stderr) == (0, ""), (words, done.stdout, done.stderr)
        return done.stdout

    def doctor(self) -> dict[str, str]:
        return dict(line.split("\t") for line in self.run("doctor").stdout.splitlines())

    def server(self) -> ServeProgram:
        return ServeProgram(self.folder, **self.environ())

    def sign_up(self, url: str, number: int) -> None:
        """A whole sign-up over HTTP; its code is read where mails of a service without a relay arrive."""
        with closing(RemoteService(url)) as service:
            token = service.start_flow(email_of(number), "fr").flow_token
            service.verify(token, self.code(number))
            session = service.set_password(token, PASSWORD, PASSWORD).session_token
            service.add_child(session, form_of(number))

    def code(self, number: int) -> str:
        parts = open_embedded(data_dir=self.folder, practice=False, database=self.url, helpers=False)
        with closing(parts):
            box, limit = PracticeTransport(parts.ctx), time.monotonic() + PATIENCE
            while not (mails := box.mailbox(email_of(number))):
                assert time.monotonic() < limit
                time.sleep(0.02)
            return re.search(r"(?<!\d)\d{6}(?!\d)", mails[0].text)[0]


def family_of(url: str, number: int) -> list[tuple[str, str]]:
    """Who is on the family screen of a parent who signs in."""
    with closing(RemoteService(url)) as service:
        session = service.sign_in(email_of(number), PASSWORD).session_token
        return [(child.first_name, child.identifier_hint) for child in service.children(session)]


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A file of pupils, one a parent."""
    file = tmp_path / "pupils.csv"
    file.write_bytes(content_of(row(f"{n:07d}", mails=email_of(n)) for n in range(PARENTS)))
    return file


@pytest.fixture
def place(address_of: Callable[[str], str], tmp_path: Path) -> Place:
    folder = tmp_path / "here"
    folder.mkdir(mode=0o700)
    return Place(folder, address_of("here/accounts.sqlite"))


@pytest.fixture
def copies(
    place: Place, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[Callable[[], None], Callable[[], Place]]]:
    """How a backup is taken of ``place``, and how it is restored elsewhere, as docs/operating.md says."""
    elsewhere, backup = tmp_path / "elsewhere", tmp_path / "backup"
    elsewhere.mkdir(mode=0o700)
    if place.url.startswith("sqlite"):
        file = Path(place.url.removeprefix("sqlite:///"))

        def take() -> None:
            command = [sys.executable, str(DEPLOY / "backup_sqlite.py"), str(file), str(backup)]
            subprocess.run(command, check=True, timeout=PATIENCE)

        def restore() -> Place:
            for copy in backup.iterdir():
                copy.rename(elsewhere / copy.name)
            with closing(sqlite3.connect(elsewhere / file.name)) as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return Place(elsewhere, f"sqlite:///{elsewhere / file.name}")

        yield take, restore
        return
    server = request.getfixturevalue("postgresql_server")
    name = server.make()

    def dump() -> None:
        command = [server._bin / "pg_dump", "--format=custom", f"--file={backup}", place.url]
        subprocess.run(command, check=True, timeout=PATIENCE)

    def load() -> Place:
        command = [server._bin / "pg_restore", "--exit-on-error", f"--dbname={server.url(name)}", backup]
        subprocess.run(command, check=True, timeout=PATIENCE)
        return Place(elsewhere, server.url(name))

    yield dump, load
    server.drop(name)
