"""A parent's terminal and an agent's, each the installed program on a pseudo-terminal, over ``serve``: SQLite, and
PostgreSQL with two server processes that hear of each other by notices.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from queue import Queue

import pytest
from aiosmtpd.controller import Controller

from ..http.program import PATIENCE, ServeProgram, free_port, run
from .ends import FRENCH, PARENT, Agent, LinesParent, Parent, ScreenParent

PROVE = bool(os.environ.get("MOZAIK_PROVE"))
PASSWORD, EMAIL, SECRET = "une longue phrase d'agent", "zebulon.quartz@exemple.example", "Vq7#xKw2zP"
WAYS = [
    ("sqlite", LinesParent),
    ("postgresql", ScreenParent),
    ("sqlite", ScreenParent),
    ("postgresql", LinesParent),
]
"""Each store with a parent of its own kind; all of them in the long proofs."""


class Inbox:
    def __init__(self) -> None:
        self.mails: Queue[bytes] = Queue()

    async def handle_DATA(self, server, session, envelope):
        self.mails.put(envelope.content)
        return "250 OK"

    def code(self) -> str:
        message = message_from_bytes(self.mails.get(timeout=PATIENCE))
        text = next(part for part in message.walk() if part.get_content_type() == "text/plain")
        found = re.search(rb"(?<!\d)\d{6}(?!\d)", text.get_payload(decode=True))
        assert found is not None
        return found.group().decode()


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    box, port = Inbox(), free_port()
    relay = Controller(box, hostname="127.0.0.1", port=port)
    relay.start()
    yield box, port
    relay.stop()


@pytest.fixture
def service(request, store, tmp_path: Path, inbox) -> Iterator[ServeProgram]:
    more = {"MOZAIK_MAIL__TRANSPORT": "smtp", "MOZAIK_MAIL__HOST": "127.0.0.1", "MOZAIK_MAIL__TLS": "none"}
    more |= {"MOZAIK_MAIL__PORT": str(inbox[1]), "MOZAIK_MAIL__FROM": "ecole@exemple.example"}
    words: tuple[str, ...] = ()
    if store == "postgresql":
        url = request.getfixturevalue("postgresql")
        more |= {"MOZAIK_SERVICE__DATABASE": url, "MOZAIK_SERVICE__DATABASE_DIRECT": url}
        words = ("--workers", "2")
    data = tmp_path / "service"
    added = run(data, "staff", "add", "lea", given=f"{PASSWORD}\n{PASSWORD}\n", **more)
    assert (added.returncode, added.stderr) == (0, "")
    program = ServeProgram(data, *words, **more).start()
    yield program
    program.close() if store == "sqlite" else program.end()


@pytest.fixture
def parent(ends: type[Parent], service: ServeProgram, tmp_path: Path) -> Iterator[Parent]:
    made = ends(tmp_path / "parent", service.url)
    yield made
    made.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
@pytest.mark.parametrize(("store", "ends"), WAYS if PROVE else WAYS[:2])
def test_a_whole_assisted_journey(service: ServeProgram, inbox, parent: Parent, tmp_path: Path) -> None:
    agent = Agent(tmp_path / "agent", service.url)
    agent.meanwhile = parent.drain
    try:
        agent.follow(parent.ask_for_help(), PASSWORD)
        parent.see(PARENT.text("assist.followed"))
        parent.make_account()
        agent.see("Écran 3")
        parent.email(EMAIL)
        agent.see("Écran 4")
        agent.type("3", phrase_number("use_last_code"))
        parent.see(PARENT.text("assist.phrase.use_last_code"))
        parent.see(FRENCH.text("assist.phrase.use_last_code"))
        parent.answer("3")
        agent.see(FRENCH.text("assist.answer.not_understood"))
        code = inbox[0].code()
        parent.code("000000" if code != "000000" else "111111")
        agent.see("E-214")
        agent.type("5", "Prenez votre temps")
        parent.see("Prenez votre temps")
        parent.see(PARENT.text("assist.untranslated"))
        agent.type("6")
        agent.see(FRENCH.text("support.mail.sent"))
        parent.go_on()
        parent.code(code)
        agent.see("Écran 5")
        parent.password(SECRET)
        agent.see("Écran 6")
        parent.end_help()
        parent.see(PARENT.text("assist.over.parent"))
        agent.see(FRENCH.text("support.over.parent"))
    finally:
        agent.close()
    heard = (tmp_path / "agent.log").read_text("utf-8")
    for canary in (EMAIL, SECRET, code):
        assert canary not in heard
        assert canary not in service.text()
    verified = run(tmp_path / "service", "audit", "verify", **audit_of(service))
    assert verified.returncode == 0, verified.stderr


def audit_of(service: ServeProgram) -> dict[str, str]:
    return {name: value for name, value in service._env.items() if name.startswith("MOZAIK_SERVICE")}


def phrase_number(name: str) -> str:
    from mozaik_tui.account.assist.phrases import PHRASES

    return str([phrase.name for phrase in PHRASES].index(name) + 1)
