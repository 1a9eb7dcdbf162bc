"""The guide line by line, as a program: every step in order, back, something else, checks, language, stop."""

import os
import subprocess
import sys

import pytest

from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.words import GuideWords
from mozaik_tui.language import Translator, offered

from .program import PlainProgram, bare

PROCEDURE = load_procedure()

SAID = [entry.tag for entry in offered()] if os.environ.get("MOZAIK_PROVE") else ["fr", "en", "ar"]
"""The languages in which every step is listened to; all that are offered in the long proofs."""


@pytest.mark.parametrize("tag", SAID)
def test_every_step_is_said_with_labels_their_meaning_and_what_one_sees(tag, tmp_path):
    words = GuideWords(tag, PROCEDURE)
    program = PlainProgram(tag, tmp_path)
    said = bare(program.heard())
    for number, step in enumerate(PROCEDURE.steps, 1):
        assert f"G{number}" in said
        for part in ("title", "do", "seen"):
            for line in words.text(f"guide.step.{step.name}.{part}").split("\n"):
                assert bare(line) in said, (step.name, part)
        for label in step.labels:
            assert f"« {PROCEDURE.labels[label]} »" in said
            assert bare(words.text(f"guide.label.{label}")) in said
        assert words.text("guide.other") in said
        said = bare(program.answer(""))
    assert bare(words.text("guide.end.title")) in said
    assert len(program.answer("3").splitlines()) == 1, "what was taken, and nothing more"
    assert program.end() == (0, "")


def test_back_help_something_else_and_another_language(tmp_path):
    program = PlainProgram("en", tmp_path)
    program.heard()
    assert Translator("en").text("plain.no_back") in program.answer("<")
    assert "G2" in program.answer("")
    assert "I cannot find the portal." in program.answer("+")
    assert "Go to the portal" in program.answer("<")
    assert "say the number of the step: G2" in program.answer("?")
    assert "1. Français" in program.answer("!")
    assert "Allez sur le portail" in program.answer("1")
    assert program.end()[0] == 1


def test_a_refused_code_leads_through_the_tree_to_the_right_step(tmp_path):
    program = PlainProgram("en", tmp_path)
    program.heard()
    for _ in range(6):
        said = program.answer("")
    assert "G7" in said
    assert "The code is refused." in program.answer("+")
    assert "I closed Mozaïk's page." in program.answer("1")
    said = program.answer("2")
    assert "Closing the page cancels the code." in said
    assert "1. Go to: Write your e-mail address" in said
    assert "G5" in program.answer("1")
    program.end()


def to_check(program, steps, place):
    program.heard()
    for _ in range(steps):
        program.answer("")
    return program.answer(place)


def test_a_slip_in_an_address_is_seen_and_nothing_is_forced(tmp_path):
    program = PlainProgram("en", tmp_path)
    to_check(program, 4, "3")
    program.answer("1")
    said = program.answer("amina@gmial.com")
    assert "amina@gmail.com" in said
    assert "E-203" in said
    assert "Is it the address that the school has?" in said
    program.answer("<")
    program.answer("1")
    assert "E-202" in program.answer("amina")
    program.end()


def test_a_password_is_ticked_and_never_said_again(tmp_path):
    program = PlainProgram("en", tmp_path)
    to_check(program, 7, "3")
    program.answer("1")
    said = program.answer("Canari7Z")
    assert "to do:" in said
    assert "E-32" not in said
    assert "follows the rules" in said
    assert "Canari7Z" not in said
    code, errors = program.end()
    assert (code, "Canari7Z" in errors) == (1, False)


def test_a_number_of_ten_characters_a_health_card_and_a_date_in_words(tmp_path):
    program = PlainProgram("en", tmp_path)
    to_check(program, 11, "3")
    program.answer("2")
    assert "March 9, 2014" in program.answer("09/03/2014")
    program.answer("<")
    program.answer("1")
    assert "E-423" in program.answer("TREJ140309")
    program.answer("<")
    program.answer("1")
    assert "Have a look:" in program.answer("TREJ 1403 0912")
    program.end()


def test_the_school_body_is_found_by_a_part_of_its_name(tmp_path):
    program = PlainProgram("en", tmp_path)
    to_check(program, 9, "3")
    program.answer("1")
    assert "1. Centre de services scolaire de Montréal" in program.answer("CSSDM")
    assert "The full name is: Centre de services scolaire de Montréal" in program.answer("1")
    program.end()


def test_stop_is_asked_first(tmp_path):
    program = PlainProgram("fr", tmp_path)
    program.heard()
    said = program.answer(".")
    assert "Ce guide ne garde rien." in said
    program.answer("1")
    assert "G2" in program.answer("")
    program.answer(".")
    program.answer("2")
    assert program.end()[0] == 0


def test_without_a_language_it_is_asked_for(tmp_path):
    program = PlainProgram(None, tmp_path)
    assert "2. English" in program.heard()
    assert "Have two things ready" in program.answer("2")
    program.end()


def test_the_settings_name_a_school_body_s_own_file(tmp_path):
    own = tmp_path / "ecole.toml"
    own.write_text('format = 1\nversion = "x"\norder = ["site"]\n', encoding="utf-8")
    program = PlainProgram("fr", tmp_path, variables={"MOZAIK_GUIDE__FILE": str(own)})
    assert "Étape 1 de 1" in program.heard()
    program.end()


def test_a_bad_file_ends_the_start_with_one_line(tmp_path):
    own = tmp_path / "ecole.toml"
    own.write_text('format = 1\nversion = "x"\ncolour = 1\n', encoding="utf-8")
    program = PlainProgram("fr", tmp_path, variables={"MOZAIK_GUIDE__FILE": str(own)})
    assert program.heard() == ""
    code, errors = program.end()
    assert code == 1
    assert errors.count("\n") == 1
    assert "ecole.toml, ligne 3, colour" in errors


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals of this kind here")
@pytest.mark.parametrize(("terminal", "told"), [("xterm-256color", True), ("dumb", False)])
def test_a_terminal_that_orders_lines_is_told_which_run_from_right_to_left(tmp_path, terminal, told):
    ours, theirs = os.openpty()
    variables = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": terminal, "VTE_VERSION": "7000"}
    command = [sys.executable, "-m", "mozaik_tui", "guide", "--plain", "--language", "ar"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=theirs, stderr=quiet, cwd=tmp_path, env=variables):
        os.close(theirs)
        said = b""
        while not said.endswith(b"> "):
            said += os.read(ours, 1024)
    os.close(ours)
    assert (b"\x1b[2 k" in said) is told
    assert said.count(b"\x1b[2 k") == said.count(b"\x1b[0 k")
