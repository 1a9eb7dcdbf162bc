"""A parent's values are searched for after every way in which a parent's turn can end: files, processes, terminal.

The memory of what still runs is searched too: the supervisor has never held a value, and the next front end is forked
from it. What is said of memory beyond that stands in docs/kiosk.md.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ..terminal.term import PROGRAM
from ..terminal.test_walk import Postbox
from ..terminal.walk import to_code
from .at_kiosk import FIRST, Kiosk
from .canaries import (
    CANARIES,
    EMAIL,
    HEADER,
    PASSWORD,
    ROW,
    assert_nothing,
    forms,
    goodbye,
    the_whole_journey,
    wait_for_one_front_end,
)

Start = Callable[..., Kiosk]
LONG = bool(os.environ.get("MOZAIK_PROVE"))


@pytest.fixture
def configured(tmp_path: Path, relay: dict[str, str]) -> dict[str, str]:
    """A real relay and a registry with the canaries' family in it."""
    file = tmp_path / "pupils.csv"
    file.write_text(f"{HEADER}\n{ROW}\n", "utf-8")
    told = {**os.environ, **relay, "MOZAIK_DATA_DIR": str(tmp_path / "data")}
    subprocess.run([PROGRAM, "registry", "import", str(file)], env=told, check=True, capture_output=True)
    file.unlink()
    (tmp_path / "home").mkdir()
    return {**relay, "HOME": str(tmp_path / "home")}


def erase(term: Kiosk) -> None:
    term.keys("ctrl+c")
    term.see("Tout effacer et recommencer ?")
    term.keys("2")


def killed(term: Kiosk) -> None:
    os.kill(term.front_end(), signal.SIGKILL)


@pytest.mark.parametrize("ending", [goodbye, erase, killed] if LONG else [goodbye])
def test_after_the_whole_journey(
    kiosk: Start, tmp_path: Path, configured: dict[str, str], postbox: tuple[Postbox, int], ending: Callable[[Kiosk], None]
) -> None:  # fmt: skip
    term = kiosk(**configured)
    codes: list[str] = []
    the_whole_journey(term, postbox[0], codes)
    before, so_far = term.front_end(), len(term.raw)
    ending(term)
    term.another_than(before)
    term.see(FIRST)
    wait_for_one_front_end(term)
    assert_nothing(term, tmp_path, CANARIES)
    wiped = term.raw.index(b"\x1b[3J", so_far)
    assert not [value for value, form in forms(CANARIES) if form in term.raw[wiped:]]
    assert PASSWORD.encode() not in term.raw
    assert len(codes) == 1


def test_after_nobody_answered(kiosk: Start, tmp_path: Path, configured: dict[str, str]) -> None:
    term = kiosk(**configured, MOZAIK_KIOSK__IDLE="3", MOZAIK_KIOSK__WARNING="2")
    to_code(term, EMAIL)
    before = term.front_end()
    term.another_than(before)
    term.see(FIRST)
    wait_for_one_front_end(term)
    assert_nothing(term, tmp_path, CANARIES)


def test_after_a_power_cut(kiosk: Start, tmp_path: Path, configured: dict[str, str]) -> None:
    term = kiosk(**configured)
    to_code(term, EMAIL)
    term.kill()
    again = kiosk(**configured)
    again.see(FIRST)
    assert_nothing(again, tmp_path, CANARIES)


def tmux(*arguments: str) -> str:
    return subprocess.run(
        ["tmux", "-L", f"kiosk-{os.getpid()}", *arguments], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.skipif(
    not any((Path(p) / "tmux").exists() for p in os.environ["PATH"].split(":")), reason="tmux is missing"
)
def test_nothing_scrolls_back_in_a_multiplexer(tmp_path: Path) -> None:
    """Of all terminals a multiplexer keeps the most: its history is asked for, line by line."""
    command = f"MOZAIK_DATA_DIR={tmp_path / 'data'} {PROGRAM} kiosk"
    tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", command)

    def see(text: str) -> None:
        limit = time.monotonic() + 60
        while text not in tmux("capture-pane", "-p"):
            assert time.monotonic() < limit, tmux("capture-pane", "-p")
            time.sleep(0.05)

    try:
        see("English")
        tmux("send-keys", "1", "Enter")
        see("Avant de commencer")
        tmux("send-keys", "1")
        see("Votre adresse courriel")
        tmux("send-keys", EMAIL)
        see(EMAIL)
        tmux("send-keys", "C-c")
        see("recommencer ?")
        tmux("send-keys", "2")
        see("Choisissez votre langue")
        everything = tmux("capture-pane", "-p", "-S", "-", "-E", "-") + tmux("capture-pane", "-p", "-a", "-q")
        assert EMAIL not in everything
        assert "Avant de commencer" not in everything
        assert tmux("show-buffer") == "" if tmux("list-buffers") else True
    finally:
        tmux("kill-server")
