"""Bytes that are no letters of the terminal's character set: a rule tells of them, and nothing ends."""

import io
import os
import sys

import pytest

from mozaik_tui.journey.rules.refusals import support_number
from mozaik_tui.plain.console import Console

from ...ui.app.standing import StandIn, plain_run, standing

WRONG = [
    ("email", ["ren\ufffd@example.com"], "email_invalid"),
    ("code", ["12345\ufffd"], "code_malformed"),
    ("password", ["Ecorce-\ufffd-pin4", "Ecorce-\ufffd-pin4"], "invisible_character"),
    ("child_name", ["Ren\ufffd", "Ren\ufffd"], "name_has_control"),
    ("birth_date", ["9 mars 201\ufffd"], "birth_date_unreadable"),
    ("identifier", ["123456\ufffd"], "file_number_malformed"),
]


@pytest.mark.parametrize(("step", "lines", "code"), WRONG)
def test_a_rule_tells_of_it(step, lines, code):
    service = StandIn()
    session = standing(step, "fr", service)
    assert support_number(code) in plain_run(session, *lines)
    assert session.step.name == step


def test_a_byte_of_another_character_set_ends_nothing(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Ren\xe9\nTremblay\n"), "utf-8"))
    console = Console(sink=io.StringIO())
    assert [console.ask(), Console(sink=io.StringIO()).ask()] == ["Ren\ufffd", "Tremblay"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no terminals of this kind here")
def test_nor_in_a_password_which_is_read_from_the_terminal_itself():
    import pty

    child, terminal = pty.fork()
    if child == 0:
        code = 1
        try:
            sys.stdin = source = os.fdopen(0, encoding="utf-8")
            console = Console(source, os.fdopen(1, "w", encoding="utf-8"))
            code = 0 if console.ask(secret=True) == "Ecorce\ufffd4" else 2
        finally:
            os._exit(code)
    shown = b""
    while not shown.endswith(b"> "):
        shown += os.read(terminal, 1024)
    os.write(terminal, b"Ecorce\xe94\n")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(terminal)
