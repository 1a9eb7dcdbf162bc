"""What the hardened base writes to a real terminal: nothing secret, and a terminal as it was (terminal-
text.md, 5).
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are a matter of POSIX", allow_module_level=True)

import pexpect

APP = Path(__file__).with_name("hardened_app.py")
F2, F3 = "\x1bOQ", "\x1bOR"
LEFT = (
    "\x1b[?1049l",
    "\x1b[?25h",
    "\x1b[?2004l",
    "\x1b[?1000l",
    "\x1b[?1003l",
    "\x1b[?1006l",
    "\x1b[?1004l",
    "\x1b[<u",
)
"""Alternate screen, hidden cursor, bracketed paste, mouse, focus reports, kitty keys: all taken back."""


class Terminal:
    """The app on a pseudo-terminal, with every byte that it wrote."""

    def __init__(self, what: str, **environment: str) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
        env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment}
        self.child = pexpect.spawn(
            sys.executable, [str(APP), what], env=env, dimensions=(24, 80), timeout=60, encoding="utf-8"
        )
        self.child.logfile_read = self
        self.bytes = ""
        self.before = self.modes()
        self.child.expect("READY")

    def write(self, text: str) -> None:
        self.bytes += text

    def flush(self) -> None:
        """Part of what pexpect asks of a log."""

    def modes(self) -> list[object]:
        return termios.tcgetattr(self.child.child_fd)

    def press(self, keys: str, then: str | None = None) -> None:
        self.child.send(keys)
        if then is not None:
            self.child.expect_exact(then)

    def end(self) -> int | None:
        self.child.expect(pexpect.EOF)
        self.child.wait()
        return self.child.exitstatus

    def is_as_it_was(self) -> bool:
        tail = self.bytes[self.bytes.rindex("\x1b[?2004l") :]
        return all(mode in self.bytes for mode in LEFT) and "\x1b[?1049h" not in tail


@pytest.mark.parametrize("what", ["handler", "task", "worker", "timer", "render"])
def test_a_crash_shows_a_reference_and_no_secret(what: str) -> None:
    terminal = Terminal(what)
    terminal.press(F3, "REF-7Q4")
    assert terminal.end() == 70
    assert "canary" not in terminal.bytes
    assert "Traceback" not in terminal.bytes
    assert terminal.bytes.count("REF-7Q4") == 2, "once in French, once in English"
    assert terminal.is_as_it_was()


def test_work_that_comes_as_the_app_ends_is_not_begun_and_not_warned_of() -> None:
    terminal = Terminal("late")
    terminal.press(F2)
    assert terminal.end() == 0
    assert "Warning" not in terminal.bytes
    assert "awaited" not in terminal.bytes
    assert terminal.is_as_it_was()


def test_the_line_settings_are_put_back_after_a_crash() -> None:
    terminal = Terminal("handler")
    while_running = terminal.modes()
    terminal.press(F3, "REF-7Q4")
    # The far end keeps the settings until it is closed: read them before the last byte is taken.
    assert terminal.modes()[3] == terminal.before[3] != while_running[3]
    terminal.end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_with_the_terminal_mended(number: signal.Signals) -> None:
    terminal = Terminal("none")
    terminal.child.kill(number)
    assert terminal.end() == 128 + number
    assert terminal.is_as_it_was()


def test_keys_that_end_other_programs_do_not_end_this_one() -> None:
    terminal = Terminal("none")
    terminal.press("\x11\x1a\x1c\x10\x04")  # ctrl+q, ctrl+z, ctrl+\, ctrl+p, ctrl+d
    terminal.press("\x03", "STOP ASKED")
    terminal.press(F2)
    assert terminal.end() == 0
    assert terminal.is_as_it_was()


def test_no_key_sends_what_was_typed_to_the_clipboard() -> None:
    terminal = Terminal("none")
    terminal.press("visible")
    terminal.press("\x01\x1b[1;2F\x18\x03", "STOP ASKED")  # home, shift+end, ctrl+x, ctrl+c
    terminal.press("\tSecret-1/")  # in one burst: not a letter may fall into the field before
    terminal.press("\x01\x1b[1;2F\x18\x03")
    terminal.press(F2)
    assert terminal.end() == 0
    assert "\x1b]52" not in terminal.bytes
    assert "Secret-1" not in terminal.bytes


def test_live_switches_of_textual_do_nothing(tmp_path: Path) -> None:
    log = tmp_path / "typed.log"
    terminal = Terminal(
        "none",
        TEXTUAL_LOG=str(log),
        TEXTUAL_PRESS="f2",
        TEXTUAL_DEBUG="1",
        TEXTUAL="debug,devtools",
        TEXTUAL_SCREENSHOT="0",
        TEXTUAL_SCREENSHOT_LOCATION=str(tmp_path),
        TEXTUAL_ALLOW_SIGNALS="1",
        TEXTUAL_DRIVER="nowhere:Driver",
        TEXTUAL_ANIMATIONS="none",
    )
    terminal.press("\x03", "STOP ASKED")
    terminal.press(F2)
    assert terminal.end() == 0
    assert list(tmp_path.iterdir()) == []


def test_no_color_sends_no_colour_at_all() -> None:
    terminal = Terminal("none", NO_COLOR="1")
    terminal.press("\x03", "STOP ASKED")
    terminal.press(F2)
    assert terminal.end() == 0
    for colour in (
        "38;2;",
        "48;2;",
        "38;5;",
        "48;5;",
        *(f"\x1b[{n}m" for n in (*range(30, 38), *range(40, 48))),
    ):
        assert colour not in terminal.bytes
    assert "\x1b[7m" in terminal.bytes or ";7m" in terminal.bytes or "\x1b[7;" in terminal.bytes
