"""Prompts: one line, a number of a list, and the commands that work at every prompt (command-line.md)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from ..journey.rules.text import ascii_digits
from ..language import offered
from ..language.pair import Pair
from ..outcome import Doubt, Problem
from ..session import Session
from ..wording import sentence
from .console import Console


class Moved(Exception):
    """A command typed at a prompt moved the journey: the question at hand is no longer on."""


class Stopped(Exception):
    """The parent ended the program."""


class Prompts:
    """Asks through one console. ``pause`` waits so many seconds before a service that is away is tried again."""

    def __init__(
        self, session: Session, console: Console, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._pause = pause
        self.session = session
        self.console = console
        self.words = Pair(session.language)
        self.refused: tuple[Problem, ...] = ()

    def _error(self, problem: Problem | Doubt) -> None:
        words = self.words.lead
        message = sentence(problem, words)
        self.console.say(words.text("plain.error", number=problem.support_number, message=message))

    # -- prompts --------------------------------------------------------------------------------------------------
    def _prompt(self, *, default: str = "", secret: bool = False) -> str:
        """One line; the four commands are done here and never answer a question."""
        while True:
            line = self.console.ask(secret=secret)
            typed = line.strip()
            command = {"<": self._back, "?": self._help, "!": self._change_language, ".": self._stop}.get(
                typed
            )
            if command is not None:
                command()
                continue
            return line if typed else default

    def _pick(self, labels: Sequence[str], *, default: int | None = None) -> int:
        """A number of a list, from 0; asks again until it is one of them."""
        for n, label in enumerate(labels, 1):
            self.console.say(f"{n}. {label}")
        while True:
            typed = ascii_digits(
                self._prompt(default=str(default + 1) if default is not None else "")
            ).strip()
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(labels):
                return int(typed) - 1
            self.console.say(self.words.lead.text("plain.pick", of=len(labels)))

    def _back(self) -> None:
        if not self.session.journey.can_go_back():
            self.console.say(self.words.lead.text("plain.no_back"))
            return
        self.session.back()
        raise Moved

    def _help(self) -> None:
        words = self.words.lead
        for part in ("what", "where", "wrong"):
            self.console.say(words.text(f"screen.help.{part}"))
            self.console.say(words.text(f"help.{self.session.step.name}.{part}"))
        for line in (words.text("help.whom"), *self.session.contact(), words.text("plain.keys")):
            self.console.say(line)

    def _change_language(self) -> None:
        self._choose_language()
        self.refused = self.session.save_language().problems
        raise Moved

    def _choose_language(self) -> None:
        languages = offered()
        known = [language.tag for language in languages]
        at = known.index(self.session.language) if self.session.language in known else 0
        self.console.say(self.words.lead.text("plain.default", default=languages[at].name))
        chosen = self._pick([language.name for language in languages], default=at)
        self.session.choose_language(languages[chosen].tag)
        self.words = Pair(self.session.language)

    def _stop(self) -> None:
        words = self.words.lead
        self.console.say(words.text("screen.leave.title"))
        self.console.say(words.text(f"screen.leave.{self.session.would_lose() or 'nothing'}"))
        if self._pick([words.text("screen.leave.stay"), words.text("screen.leave.stop")], default=0) == 1:
            self.session.leave()
            raise Stopped
