"""The two ends of the help by phone as installed programs on pseudo-terminals: a parent line by line or on the full
screen, and the agent's console.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pexpect

from mozaik_tui.language import Translator, offered
from mozaik_tui.ui.widgets.marks import POINTER

from ..http.program import PATIENCE, PROGRAM, environment
from ..terminal.term import Term

TAG = "ar" if "ar" in {language.tag for language in offered()} else "en"
"""The parent reads Arabic wherever its catalogues are there."""
PARENT, FRENCH = Translator(TAG), Translator("fr")
PROFILE = "xterm"
"""A terminal that leaves the order and the forms of the letters to us, and shows Arabic on the full screen."""
ISOLATES = "\u2066\u2067\u2068\u2069"
TURNED = str.maketrans({"◀": POINTER, **dict.fromkeys(ISOLATES)})
"""The sign before what has the focus looks to the left where a screen runs from right to left."""


def _nothing() -> None:
    """The other end reads by itself."""


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
        self.meanwhile: Callable[[], None] = _nothing
        """Called while something is waited for: a full screen that nobody reads stands still."""

    def see(self, text: str) -> None:
        limit = time.monotonic() + PATIENCE
        while self.child.expect_exact([text, pexpect.TIMEOUT], timeout=0.05):
            self.meanwhile()
            assert time.monotonic() < limit, f"not seen: {text}\n{self.child.before}"

    def type(self, *lines: str) -> None:
        for line in lines:
            self.see("> ")
            self.child.sendline(line)

    def close(self) -> None:
        self.child.close(force=True)
        self.log.close()


class LinesParent(Terminal):
    """A parent who reads line by line."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, url, "--language", TAG)

    def drain(self) -> None:
        """Lines wait for their reader."""

    def ask_for_help(self) -> str:
        self.see(PARENT.text("screen.start.title"))
        self.type("*", "1")
        self.see(PARENT.text("assist.number", number="").split(":")[0])
        self.child.expect(r"(\d{3}) (\d{3})")
        return "".join(self.child.match.groups())

    def make_account(self) -> None:
        self.type("1")

    def email(self, text: str) -> None:
        self.type(text)

    def code(self, text: str) -> None:
        self.type(text)

    def answer(self, digit: str) -> None:
        self.type(f"*{digit}")

    def go_on(self) -> None:
        """Nothing has to be put aside."""

    def password(self, text: str) -> None:
        for field in ("password", "confirmation"):
            self.see(PARENT.text(f"screen.field.{field}.label"))
            self.see("> ")  # what is typed before the echo is off is thrown away
            self.child.sendline(text)

    def end_help(self) -> None:
        self.type("*0")


class ScreenParent:
    """A parent at the full screen, which runs from right to left; read as a reader of Arabic does."""

    def __init__(self, folder: Path, url: str) -> None:
        self.term = Term(
            *("--language", TAG, "--terminal", PROFILE, "--service", url),
            env={"MOZAIK_DATA_DIR": str(folder), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
        )

    @property
    def read(self) -> str:
        """The rows from right to left, each letter for the form that was drawn; without frames."""
        screen = self.term.screen
        rows = (
            "".join(screen.buffer[y][x].data for x in reversed(range(screen.columns)))
            for y in range(screen.lines)
        )
        return _letters(" ".join(rows))

    def drain(self) -> None:
        self.term._read(0)

    def see(self, text: str) -> None:
        """A text in Arabic from right to left; one in French as it stands."""
        arabic, wanted = any("\u0600" <= char <= "\u06ff" for char in text), _letters(text)
        limit = time.monotonic() + PATIENCE
        while wanted not in (self.read if arabic else _letters(self.term.text)):
            assert self.term._read(0.05), self.term.text
            assert time.monotonic() < limit, f"not seen: {text}\n{self.read}"

    def ask_for_help(self) -> str:
        self.see(PARENT.text("screen.start.title"))
        self.term.keys("*")
        self.see(PARENT.text("assist.consent.yes"))
        self.term.keys("1")
        self.see(PARENT.text("assist.number", number="").split(":")[0])
        found = re.search(r"(?<!\d)(\d{3})\s(\d{3})(?!\d)", self.term.text)
        assert found is not None, self.term.text
        return "".join(found.groups())

    def make_account(self) -> None:
        self.term.keys("1")

    def _fill(self, field: str, text: str) -> None:
        """Type only where the focus is."""
        self.see(f"{POINTER} {PARENT.text(f'screen.field.{field}.label')}")
        self.term.keys(text, "enter")

    def email(self, text: str) -> None:
        self._fill("email", text)

    def code(self, text: str) -> None:
        self._fill("code", "\x7f" * len(text) + text)

    def _may_answer(self) -> None:
        """Wait until the answers have the focus: nothing was typed for a second."""
        self.see(PARENT.text("key.answer.press"))

    def answer(self, digit: str) -> None:
        self._may_answer()
        self.term.keys(digit)
        self.see(PARENT.text("assist.this_field"))

    def go_on(self) -> None:
        """Back from the answers to the list of what is refused, and from there to the field."""
        self._may_answer()
        self.term.keys("esc")
        self.term.gone(PARENT.text("key.answer.press").strip(ISOLATES))
        self.term.keys("enter")

    def password(self, text: str) -> None:
        for field in ("password", "confirmation"):
            self._fill(field, text)

    def end_help(self) -> None:
        # Not the title: beside the panel and the good news there is no room for it above the question.
        self.see(PARENT.text("screen.field.first_enrolment.label"))
        self.term.keys("*")

    def close(self) -> None:
        self.term.kill()


Parent = LinesParent | ScreenParent


def _letters(text: str) -> str:
    """``text`` as its letters alone, whatever form each was drawn in and wherever a line ended."""
    plain = unicodedata.normalize("NFKC", text.translate(TURNED))
    return " ".join(re.sub(r"[\u2500-\u259f]", " ", plain).split())


class Agent(Terminal):
    """The agent's console, line by line and in French."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, url, "support", "--language", "fr")

    def follow(self, number: str, password: str, name: str = "lea") -> None:
        self.type(str([language.tag for language in offered()].index(TAG) + 1), "6", name)
        self.see(FRENCH.text("support.sign_in.password"))
        self.see("> ")
        self.child.sendline(password)
        self.type("", number)
        self.see(FRENCH.text("support.following"))
