"""What the commands of every prompt do in the journey: back, help, language, stop (command-line.md)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial

from ..account.assist.words import ANSWERS
from ..language import offered
from ..language.catalogue import is_draft
from ..language.pair import Pair
from ..language.places import FRENCH
from ..outcome import Doubt, Problem
from ..session import Session
from ..wording import sentence
from .console import Console
from .helped import END, SIGN, Helped
from .lines import Lines, Moved, Stopped

__all__ = ["Moved", "Prompts", "Stopped"]


class Prompts(Lines):
    """Asks for a session through one console. ``pause`` waits so many seconds before a service that is away is tried again."""

    def __init__(
        self, session: Session, console: Console, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        super().__init__(console, Pair(session.language))
        self._pause = pause
        self.session = session
        self.refused: tuple[Problem, ...] = ()
        self.asking: str | None = None
        """The field that is asked for just now."""
        line = session.helpline
        self.helped = None if line is None else Helped(session, line, console, lambda: self.words)

    def _error(self, problem: Problem | Doubt) -> None:
        """One line: the word for error, the support number, the field, what to do."""
        words = self.words.lead
        message = sentence(problem, words)
        if problem.field is not None and words.has(label := f"screen.field.{problem.field}.label"):
            message = f"{words.text(label)} – {message}"
        self.console.say(words.text("plain.error", number=problem.support_number, message=message))

    # -- the commands of every prompt ----------------------------------------------------------------------------
    def _commands(self) -> Mapping[str, Callable[[], None]]:
        """And those of the help by phone, where there is one."""
        known = super()._commands()
        if self.helped is None:
            return known
        signs = (SIGN, *(f"{SIGN}{n}" for n in (END, *range(1, len(ANSWERS) + 1))))
        return {**known, **{sign: partial(self._phone, self.helped, sign) for sign in signs}}

    def _phone(self, helped: Helped, sign: str) -> None:
        helped.command(sign, self._pick)
        helped.tell(self.asking)

    def _prompt(self, *, default: str = "", secret: bool = False) -> str:
        """One line; where the parent is, is told before it."""
        if self.helped is not None:
            self.helped.tell(self.asking)
        return super()._prompt(default=default, secret=secret)

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
            key = f"help.{self.session.step.name}.{part}"
            self.console.say(words.text(key, digits=self.session.code_digits))
        for line in (words.text("help.whom"), *self.session.contact(), words.text("plain.keys")):
            self.console.say(line)
        if self.helped is not None:
            self.console.say(words.text("assist.plain.ask"))

    def _change_language(self) -> None:
        self._choose_language()
        self.refused = self.session.save_language().problems
        raise Moved

    def _choose_language(self) -> None:
        languages = offered(self.session.offered)
        self.speak(self._pick_language(self.session.language, languages))

    def speak(self, tag: str) -> None:
        """Another language from the next line on; its commands are told, and whether its texts were reviewed."""
        self.session.choose_language(tag)
        self.words = Pair(tag)
        lead = self.words.lead
        if tag != FRENCH and is_draft(tag):
            self.console.say(lead.text("terminal.notice.draft"))
        self.console.say(lead.text("plain.keys"))

    def _stop(self) -> None:
        if self._wants_to_stop():
            self.session.leave()
            raise Stopped

    def _wants_to_stop(self) -> bool:
        """Whether the parent does, once what would be lost is said."""
        self.console.say(self.words.both("screen.leave.title").joined())
        self.console.say(self.words.lead.text(f"screen.leave.{self.session.would_lose() or 'nothing'}"))
        return self._pick_key(("screen.leave.stay", "screen.leave.stop"), default=0) == "screen.leave.stop"
