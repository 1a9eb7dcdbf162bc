"""The journey as a stream of numbered questions: the same session, calls and messages as the full screen.

At every prompt: ``<`` back, ``?`` help, ``!`` language, ``.`` stop; Enter takes the default; a number picks from a list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..choices import CHOICES, texts
from ..journey import fields
from ..journey.rules.text import ascii_digits
from ..journey.steps import LAST_NUMBERED_STEP
from ..language import offered
from ..language.pair import Pair
from ..outcome import Doubt, Outcome, Problem
from ..session import Session
from ..views import understood
from ..wording import sentence
from .console import Console
from .views import before_fields, check_lines


class Moved(Exception):
    """A command typed at a prompt moved the journey: the question at hand is no longer on."""


class Stopped(Exception):
    """The parent ended the program."""


class PlainFront:
    """Asks until the goodbye; every method that prints or reads goes through one console."""

    def __init__(self, session: Session, console: Console) -> None:
        self.session = session
        self.console = console
        self.words = Pair(session.language)
        self.refused: tuple[Problem, ...] = ()

    def run(self) -> None:
        """Until the parent ends the program after the goodbye. Raises ``EndOfInput``."""
        while True:
            try:
                self._step()
            except Moved:
                continue
            except Stopped:
                return

    # -- one step -------------------------------------------------------------------------------------------------
    def _step(self) -> None:
        session, name = self.session, self.session.step.name
        self._heading(name)
        if name == "language":
            self._choose_language()
            self._act(lambda: session.submit())
            return
        for line in before_fields(session, self.words):
            self.console.say(line)
        if name == "check":
            self._check_answers()
        elif name in CHOICES:
            self._choose()
        elif name == "record" or not session.step.fields:
            self._read_only()
        else:
            self._questions(session.step.fields)

    def _heading(self, name: str) -> None:
        step = self.session.step
        words = self.words.lead
        place = words.text("plain.step", n=step.number, of=LAST_NUMBERED_STEP, number=step.number)
        if step.number > LAST_NUMBERED_STEP:
            place = words.text("plain.screen", number=step.number)
        if (part := self.session.part) is not None:
            place += " " + words.text("plain.part", n=part[0], of=part[1])
        self.console.say()
        self.console.say(place)
        self.console.say(self.words.both(f"screen.{name}.title").joined())
        if self.session.notice is not None:
            self.console.say(words.text(self.session.notice))
            self.session.notice = None
        for problem in self.refused:
            self._error(problem)
        self.refused = ()
        for key in texts(name):
            if words.has(key):
                self.console.say(words.text(key, email=self.session.email_sent_to))

    def _error(self, problem: Problem | Doubt) -> None:
        words = self.words.lead
        message = sentence(problem, words)
        self.console.say(words.text("plain.error", number=problem.support_number, message=message))

    # -- prompts --------------------------------------------------------------------------------------------------
    def _prompt(self, *, default: str = "", secret: bool = False, text_may_be_command: bool = True) -> str:
        """One line; the four commands are done here and never answer a question."""
        while True:
            line = self.console.ask(secret=secret)
            typed = line.strip()
            command = {"<": self._back, "?": self._help, "!": self._change_language, ".": self._stop}.get(typed)
            if command is not None and text_may_be_command:
                command()
                continue
            return line if typed else default

    def _pick(self, labels: Sequence[str], *, default: int | None = None) -> int:
        """A number of a list, from 0; asks again until it is one of them."""
        for n, label in enumerate(labels, 1):
            self.console.say(f"{n}. {label}")
        while True:
            typed = ascii_digits(self._prompt(default=str(default + 1) if default is not None else "")).strip()
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

    # -- kinds of steps -------------------------------------------------------------------------------------------
    def _questions(self, names: Sequence[str]) -> None:
        for name in names:
            self._question(name)
        self._act(lambda: self.session.submit())

    def _question(self, name: str) -> None:
        field, words = fields.BY_NAME[name], self.words.lead
        self.console.say(self.words.both(f"screen.field.{name}.label").joined())
        if words.has(f"screen.field.{name}.hint"):
            self.console.say(words.text(f"screen.field.{name}.hint"))
        typed = "" if field.secret else self.session.answer(name)
        if field.kind == "yes_no":
            yes_no = [words.text("screen.field.yes"), words.text("screen.field.no")]
            self.console.say(words.text("plain.default", default=yes_no[typed != "yes"]))
            self.session.type(name, ("yes", "no")[self._pick(yes_no, default=0 if typed == "yes" else 1)])
            return
        if field.kind == "search":
            self._search(name)
            return
        if typed:
            self.console.say(words.text("plain.default", default=typed))
        if name == "code":
            self.console.say(words.text("plain.new_code"))
        answer = self._prompt(default=typed, secret=field.secret, text_may_be_command=True)
        if name == "code" and answer.strip() == "+":
            self._report(self.session.resend())
            raise Moved
        self.session.type(name, answer)
        if (line := understood(self.session, name, words)) is not None:
            self.console.say(line)

    def _search(self, name: str) -> None:
        words, chosen = self.words.lead, self.session.answer(name)
        if chosen:
            self.console.say(words.text("plain.default", default=self.session.school_body_name(chosen)))
        while True:
            query = self._prompt()
            if not query.strip() and chosen:
                return
            found = self.session.find_school_bodies(query)[:9]
            if not found:
                self.console.say(words.text("screen.school_body.none"))
                continue
            labels = [body.name for body in found] + [words.text("plain.search_again")]
            picked = self._pick(labels)
            if picked < len(found):
                self.session.type(name, found[picked].id)
                return

    def _check_answers(self) -> None:
        lines = check_lines(self.session, self.words)
        save = self.words.both("screen.check.main").joined()
        self.console.say(self.words.lead.text("plain.default", default=save))
        picked = self._pick([line.text for line in lines] + [save], default=len(lines))
        if picked < len(lines):
            self.session.journey.edit(lines[picked].step)
            raise Moved
        self._act(lambda: self.session.submit())

    def _choose(self) -> None:
        name = self.session.step.name
        choices = [c for c in CHOICES[name] if c.lead != "quit" or self.session.policy.may_quit]
        labels = [self.words.both(choice.label).joined() for choice in choices]
        children = self.session.children if name == "family" else ()
        labels += [f"{child.first_name} {child.last_name}".strip() for child in children]
        picked = self._pick(labels)
        if picked >= len(choices):
            self.session.open_record(children[picked - len(choices)].id)
            return
        lead = choices[picked].lead
        if lead == "language":
            self._change_language()
        if lead == "quit":
            self.session.leave()
            raise Stopped
        self._act(lambda: self.session.submit(lead))

    def _read_only(self) -> None:
        self.console.say(self.words.lead.text("plain.enter_goes_back"))
        self._prompt()
        self.session.back()

    # -- what came of it ------------------------------------------------------------------------------------------
    def _act(self, action: Callable[[], Outcome]) -> None:
        outcome = action()
        if outcome.fault is not None:
            self.refused = (Problem(outcome.fault),)
            self.console.say(self.words.lead.text("screen.down.kept"))
        elif outcome.loss is not None:
            self._confirm_loss(outcome.loss)
        elif outcome.doubts:
            self._doubts(outcome.doubts)
        else:
            self.refused = outcome.problems

    def _report(self, outcome: Outcome) -> None:
        self.refused = outcome.problems or ((Problem(outcome.fault),) if outcome.fault else ())
        if not self.refused:
            self.session.notice = "screen.code.new_sent"

    def _confirm_loss(self, loss: str) -> None:
        words = self.words.lead
        self.console.say(words.text(f"screen.loss.{loss}"))
        if self._pick([words.text("screen.loss.go_on"), words.text("screen.loss.stay")], default=0) == 0:
            self._act(lambda: self.session.submit(sure=True))
        else:
            self.session.type("email", self.session.email_sent_to)

    def _doubts(self, doubts: Sequence[Doubt]) -> None:
        words = self.words.lead
        for doubt in doubts:
            self._error(doubt)
            typed = self.session.answer(doubt.field)
            if doubt.suggestion is None:
                labels = [words.text("screen.doubt.continue"), words.text("screen.doubt.correct")]
                if self._pick(labels) == 1:
                    return
                self.session.keep(doubt)
                continue
            labels = [
                words.text("screen.doubt.replace", suggestion=doubt.suggestion),
                words.text("screen.doubt.keep", typed=typed),
            ]
            if self._pick(labels) == 0:
                self.session.type(doubt.field, doubt.suggestion)
            else:
                self.session.keep(doubt)
        self._act(lambda: self.session.submit())
