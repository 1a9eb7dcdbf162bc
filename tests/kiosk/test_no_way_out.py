"""Nothing that is pressed, pasted or sent ends the kiosk or leads out of it (terminal-text.md, 5)."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from mozaik_tui.kiosk.lockdown import DEADLY_BY_DEFAULT

from ..terminal.term import PROGRAM
from .at_kiosk import FIRST, MOUSE, Kiosk

Start = Callable[..., Kiosk]

CONTROL = [chr(code) for code in range(1, 32) if chr(code) not in "\t\r\n\x1b"]
"""Ctrl+A to Ctrl+_: end of file, interrupt, suspend, quit, palette, quit of Textual, and all others."""
TRICKS = [
    "\x1bOP", "\x1bOQ", "\x1b[15~", "\x1b[24~", "\x1b[2~", "\x1b[3;5~", "\x1b[1;5D", "\x1b[99;5u", "\x1b[112;5u",
    "\x1b[200~\x03\x11\x1a\x1b]52;c;?\x07\x1b[201~", "\x1b[200~:q!\n\x04exit\n\x1b[201~", "\x1b[200~", "\x1b[201~",
    "\x1b]52;c;aGVsbG8=\x07", "\x1b[M !!", "\x1b[<0;10;10M\x1b[<0;10;10m", "\x1b[I", "\x1b[O", "\x1b[?62c", "\x1b[8;1$y",
    "\x1bc", "\x1b\x1b\x1b", "\x00", "\x7f",
]  # fmt: skip
SWITCHES = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_PRESS": "1,ctrl+q",
    "TEXTUAL_LOG": "log-of-textual",
    "TEXTUAL_DRIVER": "os:abort",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_SCREENSHOT": "1",
}


def test_no_key_paste_or_sequence_ends_it(kiosk: Start, tmp_path: Path) -> None:
    term = kiosk(**{**SWITCHES, "TEXTUAL_LOG": str(tmp_path / "log-of-textual")})
    term.see(FIRST)
    for trick in (*CONTROL, *TRICKS):
        term.keys(trick)
        term.drained(0.02)
    for _ in range(4):  # whatever stands over the first screen now
        term.keys("esc")
        term.drained(0.2)
    assert term.faults() == 0
    assert not (tmp_path / "log-of-textual").exists()
    assert b"\x1b]52" not in term.raw
    assert not [mode for mode in MOUSE if mode in term.raw]
    assert term.stop_by_pin() == 0
    assert not list(tmp_path.glob("*.svg"))


def test_the_keys_of_another_person_do_not_reach_the_next_one(kiosk: Start) -> None:
    """What is typed while the front end is replaced is thrown away, and nothing of it is echoed."""
    term = kiosk()
    term.see(FIRST)
    term.keys("1", "enter")
    term.see("Avant de commencer")
    before = term.front_end()
    term.keys("ctrl+c")
    term.see("Tout effacer et recommencer ?")
    term.keys("2", "courriel-canari@example.org")
    term.another_than(before)
    term.see(FIRST)
    term.drained()
    assert "canari" not in term.text
    assert "courriel-canari" not in term.raw.decode("utf-8", "replace")


def test_no_signal_to_the_front_end_leads_out(kiosk: Start) -> None:
    term = kiosk()
    for name in (*DEADLY_BY_DEFAULT, "SIGTERM", "SIGPIPE", "SIGCONT", "SIGWINCH"):
        term.see(FIRST)
        os.kill(term.front_end(), getattr(signal, name))
        term.drained(0.4)
    term.see(FIRST)
    term.keys("1", "enter")
    term.see("Avant de commencer")


def test_no_signal_but_the_service_managers_ends_the_supervisor(kiosk: Start) -> None:
    term = kiosk()
    term.see(FIRST)
    front = term.front_end()
    for name in DEADLY_BY_DEFAULT:
        os.kill(term.supervisor, getattr(signal, name))
    term.drained()
    assert term.front_end() == front
    os.kill(term.supervisor, signal.SIGTERM)
    assert term.end() == 0
    assert not term.text.strip().startswith("Choisissez")


def test_a_terminal_that_is_gone_ends_it(kiosk: Start) -> None:
    term = kiosk()
    term.see(FIRST)
    front, supervisor = term.front_end(), term.supervisor
    os.close(term.child.child_fd)
    assert os.waitpid(supervisor, 0)[1] == 1 << 8
    assert not Path(f"/proc/{front}").exists()
    term.child.ptyproc.terminated = term.child.terminated = True


def test_without_a_terminal_it_says_so() -> None:
    done = subprocess.run(
        [PROGRAM, "kiosk"], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "mozaik-tui: la borne a besoin d'un terminal (clavier et écran).\n"


def test_a_pin_in_clear_in_the_settings_is_refused(kiosk: Start) -> None:
    term = kiosk(MOZAIK_KIOSK__EXIT_PIN_HASH="246813")
    assert term.end() == 1
    assert "mozaik_tui.kiosk.pin" in term.text
    assert "246813" not in term.text
