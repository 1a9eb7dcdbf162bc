"""What every page of the guide needs in the line mode: its words, a search for school bodies, the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..language import Language
from ..outcome import Problem
from ..plain.console import Console
from ..plain.lines import Lines, Moved, Stopped
from ..wording import sentence
from .bodies import finder
from .pages import whom_to_ask
from .run_of_guide import Guide
from .words import GuideWords

MOST_FOUND = 9
"""School bodies that are listed at once: a digit picks one."""


class GuideLines(Lines):
    """Speaks the guide's words through one console; ``languages`` are those that may be chosen."""

    def __init__(self, guide: Guide, console: Console, languages: tuple[Language, ...]) -> None:
        self.guide = guide
        self.spoken = GuideWords(guide.language, guide.procedure)
        self._languages = languages
        super().__init__(console, self.spoken.pair)

    def say(self, *lines: str) -> None:
        """One paragraph a line."""
        for line in lines:
            self.console.say(line)

    def search(self) -> str:
        """The id of a school body, found by any part of its name; empty when nothing was typed."""
        words = self.words.lead
        while (query := self._prompt()).strip():
            found = finder().find(query)[:MOST_FOUND]
            if not found:
                self.say(words.text("screen.school_body.none"))
                continue
            picked = self._pick([*(body.name for body in found), words.text("plain.search_again")])
            if picked < len(found):
                return found[picked].id
        return ""

    def _error(self, problem: Problem) -> None:
        words = self.words.lead
        message = sentence(problem, words)
        self.say(words.text("plain.error", number=problem.support_number, message=message))

    # -- the commands of every prompt -----------------------------------------------------------------------------
    def _commands(self) -> Mapping[str, Callable[[], None]]:
        return {**super()._commands(), "+": self._something_else}

    def _something_else(self) -> None:
        if self.guide.page.kind in ("language", "end"):
            self._help()
            return
        self.guide.open("troubles")
        raise Moved

    def _back(self) -> None:
        if not self.guide.can_go_back():
            self.say(self.words.lead.text("plain.no_back"))
            return
        self.guide.back()
        raise Moved

    def _help(self) -> None:
        words = self.spoken
        self.say(words.text("guide.help", mark=self.guide.mark), *whom_to_ask(self.guide, words))
        self._keys()

    def _keys(self) -> None:
        """The commands of every prompt."""
        self.say(self.spoken.text("guide.plain.keys"))

    def _change_language(self) -> None:
        self._choose_language()
        raise Moved

    def _choose_language(self) -> None:
        self.guide.choose_language(self._pick_language(self.guide.language, self._languages))
        self.spoken = GuideWords(self.guide.language, self.guide.procedure)
        self.words = self.spoken.pair
        self._keys()

    def _stop(self) -> None:
        words = self.words.lead
        if not self.guide.policy.may_quit:
            self.guide.restart()
            raise Moved
        self.say(words.text("screen.leave.title"), self.spoken.text("guide.leave"))
        if self._pick_key(("screen.leave.stay", "screen.leave.stop"), default=0) == "screen.leave.stop":
            raise Stopped
