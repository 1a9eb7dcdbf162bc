"""A parent's terminal and an agent's, each the installed program on a pseudo-terminal, over ``serve``: SQLite, and
PostgreSQL with two server processes that hear of each other by notices.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from queue import Queue

import pexpect
import pytest
from aiosmtpd.controller import Controller

from mozaik_tui.language import Translator, offered

from ..http.program import PATIENCE, PROGRAM, ServeProgram, environment, free_port, run

TAG = "ar" if "ar" in {language.tag for language in offered()} else "en"
"""The parent reads Arabic wherever its catalogues are there."""
PARENT, FRENCH = Translator(TAG), Translator("fr")
PASSWORD, EMAIL, SECRET = "une longue phrase d'agent", "zebulon.quartz@exemple.example", "Vq7#xKw2zP"


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


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request, tmp_path: Path, inbox) -> Iterator[ServeProgram]:
    more = {"MOZAIK_MAIL__TRANSPORT": "smtp", "MOZAIK_MAIL__HOST": "127.0.0.1", "MOZAIK_MAIL__TLS": "none"}
    more |= {"MOZAIK_MAIL__PORT": str(inbox[1]), "MOZAIK_MAIL__FROM": "ecole@exemple.example"}
    words: tuple[str, ...] = ()
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql")
        more |= {"MOZAIK_SERVICE__DATABASE": url, "MOZAIK_SERVICE__DATABASE_DIRECT": url}
        words = ("--workers", "2")
    data = tmp_path / "service"
    added = run(data, "staff", "add", "lea", given=f"{PASSWORD}\n{PASSWORD}\n", **more)
    assert (added.returncode, added.stderr) == (0, "")
    program = ServeProgram(data, *words, **more).start()
    yield program
    program.close() if request.param == "sqlite" else program.end()


class Terminal:
    """Reads lines and types them; what is typed is echoed and passed over by waiting for what comes after."""

    def __init__(self, folder: Path, url: str, *words: str) -> None:
        env = environment(folder, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
        env |= {"TERM": "dumb", "COLUMNS": "400"}
        self.child = pexpect.spawn(
            PROGRAM, [*words, "--plain", "--service", url], env=env, encoding="utf-8", timeout=PATIENCE
        )
        self.child.setwinsize(50, 400)
        self.child.delaybeforesend = None
        self.child.logfile_read = self.log = open(folder.with_suffix(".log"), "w+", encoding="utf-8")  # noqa: SIM115

    def see(self, text: str) -> str:
        self.child.expect_exact(text)
        return str(self.child.before)

    def type(self, *lines: str) -> None:
        for line in lines:
            self.child.expect_exact("> ")
            self.child.sendline(line)

    def close(self) -> None:
        self.child.close(force=True)
        self.log.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
def test_a_whole_assisted_journey(service: ServeProgram, inbox, tmp_path: Path) -> None:
    parent = Terminal(tmp_path / "parent", service.url, "--language", TAG)
    agent = Terminal(tmp_path / "agent", service.url, "support", "--language", "fr")
    try:
        meet(parent, agent)
        parent.type("1")  # make an account
        agent.see("Écran 3")
        parent.type(EMAIL)
        agent.see("Écran 4")
        agent.type("3", phrase_number("use_last_code"))
        parent.see(PARENT.text("assist.phrase.use_last_code"))
        parent.see(FRENCH.text("assist.phrase.use_last_code"))
        parent.type("*3")
        agent.see(FRENCH.text("assist.answer.not_understood"))
        code = inbox[0].code()
        parent.type("000000" if code != "000000" else "111111")
        agent.see("E-214")
        agent.type("5", "Prenez votre temps")
        parent.see("Prenez votre temps")
        parent.see(PARENT.text("assist.untranslated"))
        agent.type("6")
        agent.see(FRENCH.text("support.mail.sent"))
        parent.type(code)
        agent.see("Écran 5")
        parent.child.expect_exact(PARENT.text("screen.field.password.label"))
        parent.child.expect_exact("> ")  # what is typed before the echo is off is thrown away
        parent.child.sendline(SECRET)
        parent.child.expect_exact(PARENT.text("screen.field.confirmation.label"))
        parent.child.expect_exact("> ")  # what is typed before the echo is off is thrown away
        parent.child.sendline(SECRET)
        agent.see("Écran 6")
        parent.type("*0")
        parent.see(PARENT.text("assist.over.parent"))
        agent.see(FRENCH.text("support.over.parent"))
    finally:
        parent.close()
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


def meet(parent: Terminal, agent: Terminal) -> None:
    parent.see(PARENT.text("screen.start.title"))
    parent.type("*", "1")
    parent.see(PARENT.text("assist.number", number="").split(":")[0][:12])
    parent.child.expect(r"(\d{3}) (\d{3})")
    number = "".join(parent.child.match.groups())
    agent.type(str([language.tag for language in offered()].index(TAG) + 1), "6", "lea")
    agent.see(FRENCH.text("support.sign_in.password"))
    agent.child.expect_exact("> ")
    agent.child.sendline(PASSWORD)
    agent.type("", number)
    agent.see(FRENCH.text("support.following"))
    parent.see(PARENT.text("assist.followed"))
