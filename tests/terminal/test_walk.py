"""The installed program on a real terminal, by keyboard, reading only the screen: practice, SMTP and a registry, kill -9."""

from __future__ import annotations

import csv
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from queue import Queue

import pytest
from aiosmtpd.controller import Controller

from mozaik_tui.account.registry.practice import practice_family

from .term import PATIENCE, PROGRAM, Term
from .walk import Pupil, account, child, finish, particulars, questions, to_code

ROWS = 100_000 if os.environ.get("MOZAIK_PROVE") else 3_000
PASSWORD = "Soleil-d-hiver-3"
FAMILY = practice_family()
PUPILS = [
    Pupil(c.school_body_name, c.last_name, c.first_name, c.birth_date, number)
    for c, number in zip(
        FAMILY.children, (FAMILY.children[0].file_number, FAMILY.children[1].permanent_code), strict=True
    )
]


def practice_code(term: Term) -> str:
    """Open the mailbox on the screen, read the code, close it again."""
    term.see("Boîte", "envoyé")
    term.keys("backtab")
    term.see("▶ Boîte")
    term.keys("enter")
    term.see("Votre code de vérification :", "Tapez-le")
    found = re.search(r"^\s*(\d{6})\s", term.text, re.MULTILINE)
    assert found is not None, term.text
    term.keys("esc")
    term.gone("Tapez-le à l'écran")
    term.see("« Vérifiez le code »", "▶ Boîte")
    term.keys("tab")
    term.see("▶ « Code de vérification »")
    return found.group(1)


def test_practice_from_nothing_to_two_children(tmp_path: Path) -> None:
    term = Term(env={"MOZAIK_DATA_DIR": str(tmp_path)})
    term.see("Entraînement")
    account(term, FAMILY.email, PASSWORD, lambda: practice_code(term))
    child(term, PUPILS[0])
    term.keys("1")
    child(term, PUPILS[1], kept_body=True)
    assert finish(term, PUPILS[0].first_name, PUPILS[1].first_name) == 0
    assert PASSWORD.encode() not in term.raw
    assert b"\x1b]52" not in term.raw


def test_killed_in_the_middle_what_was_acknowledged_is_there(tmp_path: Path) -> None:
    env = {"MOZAIK_DATA_DIR": str(tmp_path)}
    term = Term(env=env)
    account(term, FAMILY.email, PASSWORD, lambda: practice_code(term))
    child(term, PUPILS[0])
    term.kill()
    term = Term(env=env)
    term.see("Choisissez votre langue")
    term.keys("1", "enter")
    term.see("Avant de commencer")
    term.keys("2")
    term.see("▶ Adresse courriel")
    term.keys(FAMILY.email, "enter")
    term.see("▶ Mot de passe")
    term.keys(PASSWORD, "enter")
    term.see("Ma famille", PUPILS[0].first_name)
    term.keys("2")
    child(term, PUPILS[1])
    assert finish(term, PUPILS[0].first_name, PUPILS[1].first_name) == 0


def test_killed_while_the_code_is_under_way_begins_cleanly(tmp_path: Path) -> None:
    env = {"MOZAIK_DATA_DIR": str(tmp_path)}
    term = Term(env=env)
    to_code(term, FAMILY.email)
    term.kill()
    term = Term(env=env)
    to_code(term, FAMILY.email)
    assert practice_code(term).isdigit()
    term.keys("ctrl+c")
    term.see("Voulez-vous arrêter ?", "ne servira plus")
    term.keys("2")
    assert term.end() == 0


class Postbox:
    """A real SMTP server's mails: recipients and the code of each."""

    def __init__(self) -> None:
        self.codes: Queue[tuple[str, str]] = Queue()

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        message = message_from_bytes(envelope.content)
        text = next(part for part in message.walk() if part.get_content_type() == "text/plain")
        body = text.get_payload(decode=True).decode(text.get_content_charset() or "utf-8")
        found = re.search(r"(?<!\d)\d{6}(?!\d)", body)
        assert found is not None
        self.codes.put((envelope.rcpt_tos[0], found.group()))
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    handler = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def write_registry(path: Path) -> list[Pupil]:
    """A file as a school's program writes it: BOM, CRLF, quoted commas; invented people."""
    rows = [
        (f"{n:07}", "", f"Exemple, fils {chr(65 + n % 26)}", "Prénom", "2013-05-06", f"autre{n}@example.org")
        for n in range(ROWS)
    ]
    both = "famille@example.com;tante@example.org"
    rows[ROWS // 2] = ("7654321", "", "Exemple, dit Léo", "Anne-Zoé", "2015-02-28", both)
    told = [("css-laval", *row) for row in rows]
    told.append(("711000", "", "EXED89021501", "Exemple", "Dimitri", "2015-02-27", "famille@example.com"))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        header = "school_body,file_number,permanent_code,last_name,first_name,birth_date,guardian_emails"
        writer.writerow(header.split(","))
        writer.writerows(told)
    return [
        Pupil("Centre de services scolaire de Laval", "Exemple, dit Léo", "Anne-Zoé", "28/02/2015", "765-4321"),
        Pupil("Centre de services scolaire des Monts-et-Marées", "Exemple", "Dimitri", "27 février 2015", "exed 8902 1501"),
    ]  # fmt: skip


def test_a_configured_relay_and_a_registry_do_the_real_job(
    tmp_path: Path, postbox: tuple[Postbox, int]
) -> None:
    box, port = postbox
    pupils = write_registry(tmp_path / "pupils.csv")
    env = {
        "MOZAIK_DATA_DIR": str(tmp_path / "data"),
        "MOZAIK_MAIL__TRANSPORT": "smtp",
        "MOZAIK_MAIL__HOST": "127.0.0.1",
        "MOZAIK_MAIL__PORT": str(port),
        "MOZAIK_MAIL__TLS": "none",
        "MOZAIK_MAIL__FROM": "ecole@example.org",
    }
    told = subprocess.run(
        [PROGRAM, "registry", "import", str(tmp_path / "pupils.csv")],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE * 3,
    )
    assert len(told.stdout.splitlines()) == 1
    assert told.stderr == ""
    term = Term(env=env)
    to_text = term.see("Choisissez votre langue")
    assert "Entraînement" not in to_text

    def code() -> str:
        recipient, found = box.codes.get(timeout=PATIENCE)
        assert recipient == "famille@example.com"
        return found

    account(term, "famille@example.com", PASSWORD, code)
    child(term, pupils[0])
    term.keys("1")
    questions(term)
    term.see("Choisi : ", "résultats")
    child_from_body(term, pupils[1])
    assert finish(term, "Anne-Zoé", "Dimitri") == 0


def child_from_body(term: Term, pupil: Pupil) -> None:
    """The form from the school body on, with another body than the one that was kept."""
    term.keys(pupil.school_body)
    term.see("1 résultat", f"  {pupil.school_body}")
    term.keys("enter")
    particulars(term, pupil, "27 février 2015", "code permanent EXED89021501")
