"""What a terminal is told around the full screen, what it is asked before, and that all of it is taken back."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from mozaik_tui.language import offered
from mozaik_tui.language.terminals.profiles import PROFILES

from .term import Term

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")


def start(tmp_path: Path, *arguments: str, **env: str) -> Term:
    return Term(*arguments, "--data-dir", str(tmp_path), env=env)


@pytest.mark.parametrize("name", ["vte", "konsole", "mlterm"])
def test_a_signal_leaves_the_terminal_as_it_was(name: str, tmp_path: Path) -> None:
    term, profile = start(tmp_path, "--terminal", name, "--language", "fr"), PROFILES[name]
    term.see("Avant de commencer")
    assert profile.prelude.encode() in term.raw
    assert term.raw.index(b"\x1b[?1049h") < term.raw.index(profile.prelude.encode())
    term.child.kill(signal.SIGTERM)
    assert term.end() == 130
    assert profile.epilogue.encode() in term.raw
    assert term.raw.index(profile.epilogue.encode()) < term.raw.index(b"\x1b[?1049l")


def test_the_console_of_the_help_by_phone_tells_it_too(tmp_path: Path) -> None:
    term, profile = start(tmp_path, "support", "--terminal", "vte", "--language", "fr"), PROFILES["vte"]
    term.see("Quelle langue le parent lit-il ?")
    assert profile.prelude.encode() in term.raw
    term.keys("ctrl+c")
    assert term.end() == 0
    assert profile.epilogue.encode() in term.raw


def test_a_terminal_of_another_kind_is_told_nothing(tmp_path: Path) -> None:
    term = start(tmp_path, "--language", "fr", TERM="xterm-256color")
    term.see("Avant de commencer")
    term.keys("ctrl+c")
    term.see("Voulez-vous arrêter ?")
    term.keys("2")
    assert term.end() == 0
    assert not any(each.prelude.encode() in term.raw for each in PROFILES.values() if each.prelude)


def test_it_is_asked_before_the_full_screen_and_keys_typed_meanwhile_count(tmp_path: Path) -> None:
    term = start(tmp_path)
    while b"\x1b[c" not in term.raw:
        assert term._read(0.05)
    assert b"\x1b[>q" in term.raw
    assert b"\x1b[?1049h" not in term.raw
    term.child.send("english\x1bP>|XTerm(379)\x1b\\\x1b[3;3R\x1b[?64;1c")
    term.see("English")
    term.keys("enter")
    term.see("Before you start")
    term.keys("ctrl+c")
    term.see("Do you want to stop?")
    term.keys("2")
    assert term.end() == 0


def test_from_the_full_screen_to_the_lines(tmp_path: Path) -> None:
    term = start(tmp_path)
    term.see("Ligne par ligne")
    term.keys("tab", "enter")
    term.see(f"{len(offered())}. ")
    assert f"{len(offered())} choix. Tapez un numéro." in term.raw.decode()
    after = len(term.raw)
    term.keys("2", "enter")
    term.see("Before you start")
    assert b"\x1b" not in term.raw[after:]
    term.keys(".", "enter")
    term.see("2. ")
    term.keys("2", "enter")
    assert term.end() == 0


def test_a_profile_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    term = start(tmp_path, "--terminal", "teletype")
    assert term.end() == 2
    assert b"xterm" in term.raw
    assert b"teletype" not in term.raw
