"""Whatever happens to a front end, the first screen stands again, and “starting again” stands in between."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from mozaik_tui.kiosk.tally import Tally
from mozaik_tui.kiosk.terminal import WIPE

from ..terminal.term import PATIENCE, Term
from .at_kiosk import FIRST, PIN, Kiosk, processes

Start = Callable[..., Kiosk]
ODD = Path(__file__).with_name("odd_front_ends.py")
AGAIN = "Un instant : cet écran redémarre."


def sent(term: Term, text: str) -> None:
    """Wait until the terminal was sent ``text``, though it may be off the screen again."""
    limit = time.monotonic() + PATIENCE
    while text.encode() not in term.raw:
        assert time.monotonic() < limit, term.text
        assert term._read(0.05), term.text


def card(term: Term) -> str:
    """The first “starting again”, from the emptying of the screen on."""
    before, again, after = term.raw.partition(AGAIN.encode())
    return (before.rpartition(WIPE.encode())[2] + again + after).decode(errors="replace")


@pytest.mark.parametrize("name", ["SIGKILL", "SIGSTOP", "SIGSEGV"])
def test_one_that_is_killed_or_stopped_is_replaced(kiosk: Start, name: str) -> None:
    term = kiosk()
    term.see(FIRST)
    term.keys("2", "enter")
    term.see("Before you start")
    before = term.front_end()
    os.kill(before, getattr(signal, name))
    sent(term, AGAIN)
    assert term.another_than(before) != before
    term.see(FIRST)
    assert "starting again" in card(term)
    assert "Before you start" not in card(term)
    assert term.faults() == 1
    assert not list(Path.cwd().glob("core*"))


@pytest.mark.parametrize(("kind", "waits"), [("crash", "7K3-QXM"), ("hang", ""), ("silent", "")])
def test_one_that_fails_in_its_own_way_is_replaced(tmp_path: Path, kind: str, waits: str) -> None:
    """Front ends of the test's own, which fail as told, over the real supervisor."""
    term = Term(str(ODD), kind, str(tmp_path), env={}, program=sys.executable)
    term.see("front end 1")
    term.see("front end 2")
    assert AGAIN in card(term)
    assert waits in card(term)
    assert "front end 1" not in card(term)
    os.kill(term.child.pid, signal.SIGTERM)
    assert term.end() == 0


def test_one_that_gave_its_word_and_keeps_the_terminal_is_gone_before_the_next(tmp_path: Path) -> None:
    term = Term(str(ODD), "word", str(tmp_path), env={}, program=sys.executable)
    term.see("front end 2")
    assert len([pid for pid, parent, _ in processes() if parent == term.child.pid]) == 1
    os.kill(term.child.pid, signal.SIGTERM)
    assert term.end() == 0


def test_one_that_left_the_terminal_and_does_not_end_is_ended_beside_the_next(tmp_path: Path) -> None:
    term = Term(str(ODD), "leaves", str(tmp_path), env={}, program=sys.executable)
    term.see("front end 2")
    limit = time.monotonic() + PATIENCE
    while len([pid for pid, parent, _ in processes() if parent == term.child.pid]) > 1:
        assert time.monotonic() < limit
        assert term._read(0.05)
    os.kill(term.child.pid, signal.SIGTERM)
    assert term.end() == 0


def test_many_faults_in_a_row_come_slower_and_never_end_it(tmp_path: Path) -> None:
    term = Term(str(ODD), "always", str(tmp_path), env={}, program=sys.executable)
    began = {}
    for number in (1, 5, 6, 7):
        sent(term, f"front end {number}.")
        began[number] = time.monotonic()
    assert began[7] - began[6] > (began[5] - began[1]) / 4
    os.kill(term.child.pid, signal.SIGTERM)
    assert term.end() == 0


def test_without_restart_a_fault_ends_it(kiosk: Start) -> None:
    term = kiosk(MOZAIK_KIOSK__RESTART="false")
    term.see(FIRST)
    os.kill(term.front_end(), signal.SIGKILL)
    assert term.end() == 1


def test_a_killed_supervisor_takes_its_front_end_with_it(kiosk: Start) -> None:
    term = kiosk()
    term.see(FIRST)
    front = term.front_end()
    term.kill()
    limit = time.monotonic() + 60
    while (
        Path(f"/proc/{front}/exe").exists() and "Z" not in Path(f"/proc/{front}/stat").read_text().split()[2]
    ):
        assert time.monotonic() < limit


def counted_down(term: Term, *patterns: str) -> None:
    """Wait until the screen shows all; a second that is counted may pass between two looks at it."""
    limit = time.monotonic() + PATIENCE
    while not all(re.search(pattern, term.text) for pattern in patterns):
        assert time.monotonic() < limit, term.text
        assert term._read(0.05), term.text


def test_an_absent_parent_is_asked_and_then_erased(kiosk: Start) -> None:
    term = kiosk(MOZAIK_KIOSK__IDLE="2", MOZAIK_KIOSK__WARNING="6")
    term.see(FIRST)
    term.keys("2", "enter")
    term.see("Before you start")
    before = term.front_end()
    counted_down(
        term, "Are you still there?", "Êtes-vous encore là ?", r"In \d seconds?,", r"Dans \d secondes?"
    )
    term.keys("1")  # on the screen below, it would begin an account
    term.gone("Are you still there?")
    term.see("Before you start", "▶ 1 Create an account")
    counted_down(term, "Are you still there?", r"In \d seconds?,")
    term.see(FIRST)
    assert term.another_than(before)
    assert "Before" not in term.text


def test_thousands_of_keys_at_once_are_no_fault(kiosk: Start) -> None:
    """Each key that is handled is a sign of life: the clock's own wait behind them for longer than a hung one is given."""
    term = kiosk()
    term.see(FIRST)
    front = term.front_end()
    for _ in range(20):
        term.keys("\x1b[A\x1b[B" * 100)
        term._read(0.001)  # so that no full terminal holds it up
    term.keys("enter")
    term.see("Avant de commencer")  # whichever language the last arrow left chosen
    assert term.front_end() == front
    assert term.faults() == 0


def test_untouched_it_neither_asks_nor_starts_anew(kiosk: Start) -> None:
    term = kiosk(MOZAIK_KIOSK__IDLE="1", MOZAIK_KIOSK__WARNING="1")
    term.see(FIRST)
    front = term.front_end()
    end = time.monotonic() + 3
    while time.monotonic() < end:
        term._read(0.1)
    assert term.front_end() == front
    assert "encore là" not in term.text


def test_the_staff_sees_the_state_and_tries_at_the_pin_are_slowed_down_over_a_restart(kiosk: Start) -> None:
    term = kiosk()
    term.to_staff()
    for tried in range(1, 5):
        term.keys("135791", "enter")
        while Tally(term.data).of_today()["pin"] < tried:
            term.drained(0.05)
        term.see("Le NIP de ce poste est différent")
    before = term.front_end()
    os.kill(before, signal.SIGKILL)
    term.another_than(before)
    term.to_staff()
    term.keys("135791", "enter")
    term.see("Attendez")
    seconds = re.search(r"Attendez\s+(\d+)\s+secondes", term.text)
    assert seconds is not None
    assert 20 <= int(seconds[1]) <= 30
    term.keys(PIN, "enter")  # the right one too has to wait
    term.gone("Le NIP de ce poste est différent")  # it was not looked at
    term.see("Attendez")
    term.drained()
    assert "État de ce poste" not in term.text
    assert Tally(term.data).of_today()["pin"] == 5
    term.keys("esc")
    term.see(FIRST)


def test_the_right_pin_waits_for_the_question_that_stands_over_it(kiosk: Start) -> None:
    """With a hash that takes long, so that the question is there before the answer."""
    slow = PasswordHasher(time_cost=60, memory_cost=8192).hash(PIN)
    term = kiosk(MOZAIK_KIOSK__EXIT_PIN_HASH=slow)
    term.to_staff()
    term.keys(PIN, "enter", "ctrl+c")
    term.see("Tout effacer et recommencer ?")
    term.drained(2.0)
    assert "Tout effacer et recommencer ?" in term.text
    term.keys("esc")
    term.see("État de ce poste", "3 Arrêter la borne")
    assert term.faults() == 0


def test_the_staff_reads_counts_and_restarts_the_screen(kiosk: Start) -> None:
    term = kiosk()
    term.see(FIRST)
    term.keys("1", "enter")
    term.see("Avant de commencer")
    term.keys("1")
    term.see("Votre adresse courriel")
    term.keys("personne", "enter")
    term.see("E-2")
    term.keys("ctrl+c")
    term.see("recommencer ?")
    term.keys("2")
    term.to_staff()
    term.keys(PIN, "enter")
    term.see("Service des comptes : il répond.", "Parcours commencés : 1", "Langues : fr")
    term.drained()  # the last line is painted last
    assert re.search(r"Erreur E-2\d\d : 1", term.text)
    assert "personne" not in (term.data / "kiosk-counts.json").read_text()
    before = term.front_end()
    term.keys("2")
    assert term.another_than(before)
    term.see(FIRST)
    assert term.faults() == 0
