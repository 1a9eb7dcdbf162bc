"""Server processes of the real program on one database, a relay, and the parents' side of both."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx2
import psycopg

from mozaik_tui.account.contract import ChildForm, Refusal, ServiceFault
from mozaik_tui.account.http.client import RemoteService
from mozaik_tui.account.registry.records import HEADER

from ..http.program import environment, free_port, run
from .nursery import Nursery
from .postoffice import PATIENCE, PostOffice

PASSWORD = "Kx7$vold8rz"
CHILDREN = 3000
"""Pupils p0, p1 …: each has its own parent, and a second one."""
GUARDIANS = 9
"""The guardians of the last pupil of all: more than may be linked."""
WIDE = {"requests_minute": 10**6, "sends_address_hour": 10**6, "mail_minute": 10**6, "resend_wait": 5}


def parent(number: int) -> str:
    return f"p{number}@example.com"


def other_parent(number: int) -> str:
    return f"q{number}@example.com"


def guardian(number: int) -> str:
    return f"g{number}@example.com"


def child(number: int) -> ChildForm:
    name = f"Morin{'abcdefghij'[number % 10]}"
    return ChildForm("css-laval", name, "Théo", "2016-05-06", file_number=f"{1000000 + number}")


SHARED = child(CHILDREN)


def _rows() -> Iterator[tuple[str, ...]]:
    for number in range(CHILDREN + 1):
        form = child(number)
        mails = (parent(number), other_parent(number))
        if form == SHARED:
            mails = tuple(map(guardian, range(GUARDIANS)))
        yield (form.school_body, form.file_number or "", "", form.last_name, form.first_name, form.birth_date,
               ";".join(mails))  # fmt: skip


class Process:
    """One ``serve`` on a port that stays its own; started and killed as often as a test likes."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._pid: int | None = None

    def start(self) -> None:
        argv = ["serve", "--port", str(self.port)]
        self._pid = self._town.nursery.start(argv, self._town.environ, self._town.log)

    def wait(self) -> None:
        """Until it is ready."""
        limit = time.monotonic() + PATIENCE
        with httpx2.Client() as client:
            while True:
                try:
                    if client.get(f"{self.url}/v1/ready").status_code == 200:
                        return
                except httpx2.TransportError:
                    pass
                assert self.alive(), self._town.log.read_text()
                assert time.monotonic() < limit, self._town.log.read_text()
                time.sleep(0.01)

    def alive(self) -> bool:
        try:
            os.kill(self._pid, 0)
        except ProcessLookupError:
            return False
        return True

    def end(self, number: int = signal.SIGTERM) -> None:
        """Send a signal; back when the process is gone."""
        if self._pid is None:
            return
        limit = time.monotonic() + PATIENCE
        with suppress(ProcessLookupError):
            os.kill(self._pid, number)
        while self.alive():
            assert time.monotonic() < limit
            time.sleep(0.001)
        self._pid = None


class Town:
    """A database with a registry, a relay that listens, and ``count`` server processes that are ready."""

    def __init__(
        self, folder: Path, database: str | None, count: int, nursery: Nursery, **limits: int
    ) -> None:
        """``database``: none for the file in the folder."""
        folder.mkdir(parents=True)
        self.folder, self.database, self.nursery = folder, database, nursery
        self.log = folder / "serve.log"
        self.post = PostOffice()
        self.post.open()
        self.expected: Counter[str] = Counter()
        """How many mails each address is to get."""
        settings = {
            f"MOZAIK_LIMITS__{name.upper()}": str(value) for name, value in {**WIDE, **limits}.items()
        }
        if database is not None:
            settings["MOZAIK_SERVICE__DATABASE"] = database
        self.settings = settings | {
            "MOZAIK_MAIL__TRANSPORT": "smtp",
            "MOZAIK_MAIL__HOST": "127.0.0.1",
            "MOZAIK_MAIL__PORT": str(self.post.port),
            "MOZAIK_MAIL__TLS": "none",
            "MOZAIK_MAIL__FROM": "ecole@example.org",
            "MOZAIK_MAIL__RETRY_FIRST": "1",
            "MOZAIK_MAIL__LEASE": "5",
            "MOZAIK_MAIL__DATA_TIMEOUT": "3",
        }
        self.environ = environment(folder, **self.settings)
        with (folder / "pupils.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *_rows()])
        told = self.run("registry", "import", str(folder / "pupils.csv"))
        assert told.returncode == 0, told.stderr
        self.processes = [Process(self) for _ in range(count)]
        for process in self.processes:
            process.start()
        for process in self.processes:
            process.wait()
        self.services = [RemoteService(process.url) for process in self.processes]

    def run(self, *arguments: str):
        """A command of the program on this database."""
        return run(self.folder, *arguments, **self.settings)

    def scalar(self, query: str) -> object:
        """The one value of a query, asked past the program."""
        if self.database is not None:
            with psycopg.connect(self.database) as connection:
                return connection.execute(query).fetchone()[0]
        with closing(sqlite3.connect(self.folder / "accounts.sqlite", timeout=60)) as connection:
            return connection.execute(query).fetchone()[0]

    def mails_waiting(self) -> int:
        """Mails that are still to be handed over: the body of one that went is erased."""
        return int(self.scalar("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL"))

    def started(self, email: str, at: int = 0, **more) -> str:
        """The token of a new flow."""
        self.expected[email] += 1
        return self.services[at].start_flow(email, "fr", **more).flow_token

    def verified(self, email: str, at: int = 0) -> str:
        """The token of a flow whose code was entered."""
        token = self.started(email, at)
        self.services[at].verify(token, self.post.code(email, self.expected[email]))
        return token

    def session(self, email: str, at: int = 0) -> str:
        """The session of a new account."""
        return self.services[at].set_password(self.verified(email, at), PASSWORD, PASSWORD).session_token

    def settle(self) -> None:
        """Wait until every mail went, then end the servers in good order, and see that all is as it should be."""
        limit = time.monotonic() + PATIENCE
        while self.mails_waiting():
            assert time.monotonic() < limit
            time.sleep(0.05)
        assert {
            email: len({mail.id for mail in self.post.mails(email)}) for email in self.expected
        } == self.expected
        for process in self.processes:
            process.end()
        told = self.run("audit", "verify")
        assert told.returncode == 0, told.stderr
        if self.database is None:
            assert self.scalar("PRAGMA integrity_check") == "ok"

    def errors(self) -> list[dict]:
        """What the servers logged as an error, and what is no line of their log at all."""
        lines = [json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line]
        return [line for line in lines if line.get("level", "").lower() in ("error", "critical")]

    def close(self) -> None:
        for service in self.services:
            service.close()
        for process in self.processes:
            process.end(signal.SIGKILL)
        self.post.close()


def word(call, *arguments, **more) -> str:
    """The word of a refusal or fault; ``done`` for a success."""
    try:
        call(*arguments, **more)
    except (Refusal, ServiceFault) as refusal:
        return refusal.code
    return "done"
