"""The help by phone in the line front end: ``*`` asks for it, ``*1`` to ``*4`` answer, ``*0`` ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..account.assist.phrases import words_of
from ..account.assist.words import ANSWERS
from ..account.contract import ServiceFault
from ..whereabouts import report

if TYPE_CHECKING:
    from ..account.assist.contract import Message
    from ..helpline import Helpline
    from ..language.pair import Pair
    from ..session import Session
    from .console import Console

SIGN = "*"
"""At the front of every line that is for the help by phone; no answer of the journey is a sign and a digit."""
END = "0"


class Helped:
    """What the line front end does about one helpline. ``words`` gives the language that is on."""

    def __init__(self, session: Session, line: Helpline, console: Console, words: Callable[[], Pair]) -> None:
        self._session = session
        self._line = line
        self._console = console
        self._words = words
        self._state = line.state
        self._said: Message | None = None
        line.on_change = self._changed

    def command(self, typed: str, pick: Callable[[list[str]], int]) -> bool:
        """Do what a line is for, when it is for the help; whether it was."""
        if not typed.startswith(SIGN) or len(typed) > len(SIGN) + 1:
            return False
        rest = typed.removeprefix(SIGN)
        if rest == "":
            self._ask(pick)
        elif rest == END and self._line.on:
            self._line.end()
        elif rest.isdecimal() and 1 <= int(rest) <= len(ANSWERS) and self._line.state == "followed":
            word = ANSWERS[int(rest) - 1]
            self._line.answer(word)
            lead = self._words().lead
            self._console.say(lead.text("assist.answered", answer=lead.text(f"assist.answer.{word}")))
        elif rest.isdecimal():
            self._console.say(self._words().lead.text("assist.plain.none"))
        else:
            return False
        return True

    def tell(self, focused: str | None) -> None:
        """Where the parent is; and take in what the person on the phone did on the service."""
        if self._line.on:
            wire = self._session.wire
            self._session.hear_news()
            self._line.tell(
                report(self._session, focused), flow_token=wire.flow_token, session_token=wire.session_token
            )

    def _ask(self, pick: Callable[[list[str]], int]) -> None:
        words, say = self._words(), self._console.say
        lead = words.lead
        if self._line.on:
            say(lead.text("assist.plain.keys"))
            return
        try:
            alone = self._line.alone
        except ServiceFault:
            alone = True
        if alone:
            say(words.both("assist.alone.title").joined())
            say(lead.text("assist.alone.text", number=self._session.step.number))
            for line in self._session.contact():
                say(line)
            return
        say(words.both("assist.consent.title").joined())
        for part in ("sees", "never", "ends"):
            say(lead.text(f"assist.consent.{part}"))
        for line in self._session.contact():
            say(line)
        if pick([words.both(f"assist.consent.{word}").joined() for word in ("yes", "no")]) != 0:
            return
        number = self._line.start()
        if number is not None:
            say(lead.text("assist.refused", number=number))
            return
        digits = self._line.number
        say(words.both("assist.number", number=f"{digits[:3]} {digits[3:]}").joined("\n"))
        say(lead.text("assist.plain.keys"))

    def _changed(self) -> None:
        """On the helpline's thread, while the parent may be at a prompt: a line of its own, then the prompt again."""
        line, lead = self._line, self._words().lead
        told = []
        if line.state != self._state and line.state == "followed":
            told.append(lead.text("assist.followed"))
        if line.state != self._state and line.state == "over":
            told.append(lead.text(f"assist.over.{line.over}"))
        if line.message is not None and line.message != self._said:
            told += self._spoken(line.message)
        self._state, self._said = line.state, line.message
        if told:
            self._console.interject(told)

    def _spoken(self, said: Message) -> list[str]:
        words = self._words()
        told = [words.lead.text("assist.says")]
        if said.phrase is not None:
            told += words.both(words_of(said.phrase)).joined("\n").split("\n")
        else:
            told += [f"« {said.text} »", words.lead.text("assist.untranslated")]
        if said.field is not None:
            told.append(words.both(f"screen.field.{said.field}.label").joined())
        return [*told, words.lead.text("assist.plain.keys")]
