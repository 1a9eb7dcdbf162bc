"""The journey as a stream of numbered questions: the same session, calls and messages as the full screen.

At every prompt: ``<`` back, ``?`` help, ``!`` language, ``.`` stop; Enter takes the default; a number picks from a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..choices import CHOICES
from ..journey import fields
from ..journey.steps import LAST_NUMBERED_STEP
from ..language.pair import Pair
from ..outcome import Problem
from ..views import understood
from .acting import RETRY_SECONDS, Acting
from .lines import COMMANDS
from .prompts import Moved, Stopped
from .views import before_fields, check_lines, paragraphs

PLUS = "+"
OTHER_WAYS: Mapping[str, str] = {
    "sign_in_password": "sign_in.forgot",
    "school_body": "school_body.not_listed",
    "identifier": "identifier.papers",
}
"""Where “+” leads at the question of a field: the step and its lead, which is also the end of its label's key."""

LEFT_EMPTY: Mapping[str, str] = {"first_name": "screen.check.no_first_name"}
"""Fields that may be empty, and what that means: there “+” empties, since Enter keeps what was typed."""

MOST_FOUND = 9
"""School bodies that are listed at once; a finer search finds the others."""

REMOVE = "screen.record.remove"


class PlainFront(Acting):
    """Asks until the goodbye; every method that prints or reads goes through one console."""

    def run(self) -> None:
        """Until the parent ends the program after the goodbye. Raises ``EndOfInput``."""
        if self.session.practice is not None:
            self.console.say(self.words.both("screen.practice_banner").joined())
        self.console.say(self.words.lead.text("plain.keys"))
        while True:
            try:
                self._step()
            except Moved:
                continue
            except Stopped:
                return

    # -- one step -------------------------------------------------------------------------------------------------
    def _step(self) -> None:
        session, name, refused = self.session, self.session.step.name, self.refused
        self.asking = None
        if self.words.tag != session.language:  # the next person's turn
            self.words = Pair(session.language)
        self._heading(name)
        if name == "language":
            self._choose_language()
            self._act(lambda: session.submit())
            return
        for line in before_fields(session, self.words):
            self.console.say(line)
        if self._correct(refused):
            self._act(lambda: session.submit())
        elif name == "check":
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
        for text in paragraphs(self.session, words):
            self.console.say(text)

    def _correct(self, refused: Sequence[Problem]) -> bool:
        """Offer the likely correction of the first problem that has one; whether it was taken."""
        offered = next((problem for problem in refused if problem.suggestion is not None), None)
        if offered is None or offered.field is None or offered.suggestion is None:
            return False
        use, again = "screen.suggestion.use", "screen.doubt.correct"
        if self._pick_key((use, again), suggestion=offered.suggestion) == again:
            return False
        self.session.type(offered.field, offered.suggestion)
        return True

    # -- kinds of steps -------------------------------------------------------------------------------------------
    def _questions(self, names: Sequence[str]) -> None:
        for n, name in enumerate(names, 1):
            self.asking = name
            if len(names) > 1:
                self.console.say(self.words.lead.text("plain.question", n=n, of=len(names)))
            self._question(name)
        self.asking = None
        self._act(lambda: self.session.submit())

    def _question(self, name: str) -> None:
        field, words = fields.BY_NAME[name], self.words.lead
        self.console.say(self.words.both(f"screen.field.{name}.label").joined())
        if words.has(f"screen.field.{name}.hint"):
            self.console.say(words.text(f"screen.field.{name}.hint", digits=self.session.code_digits))
        typed = "" if field.secret else self.session.answer(name)
        if field.kind == "yes_no":
            yes, no = "screen.field.yes", "screen.field.no"
            picked = self._pick_key((yes, no), default=0 if typed == "yes" else 1)
            self.session.type(name, "yes" if picked == yes else "no")
            return
        if field.kind == "search":
            self._search(name)
            return
        if typed:
            self.console.say(words.text("plain.default", default=typed))
        elif field.secret and self.session.answer(name):
            self.console.say(words.text("plain.default", default=words.text("plain.kept_secret")))
        self._tell_of_plus(name)
        if field.secret and self.console.hides:
            self.console.say(words.text("plain.hidden"))
        answer = self._prompt(default=self.session.answer(name), secret=field.secret)
        if answer.strip().translate(COMMANDS) == PLUS:
            self._plus(name)
            if name in LEFT_EMPTY:
                self.session.type(name, "")
                self._taken(words.text(LEFT_EMPTY[name]))
                return
        self.session.type(name, answer)
        if (line := understood(self.session, name, words)) is not None:
            self.console.say(line)
        elif field.secret:
            self.console.say(words.text("plain.understood_hidden"))
        elif answer.strip():
            self._taken(answer.strip())

    def _tell_of_plus(self, name: str) -> None:
        """What “+” does at this question, where there is another way than to answer it."""
        words = self.words.lead
        if name == "code":
            self.console.say(words.text("plain.new_code"))
        elif name in OTHER_WAYS:
            self.console.say(words.text("plain.plus", what=words.text(f"screen.{OTHER_WAYS[name]}")))
        elif name in LEFT_EMPTY:
            self.console.say(words.text("plain.plus", what=words.text(LEFT_EMPTY[name])))

    def _plus(self, name: str) -> None:
        """Go the other way, where there is one."""
        if name == "code":
            self._act(self.session.resend)
            if not self.refused:
                self.session.notice = "screen.code.new_sent"
            raise Moved
        if name in OTHER_WAYS:
            lead = OTHER_WAYS[name].partition(".")[2]
            self._act(lambda: self.session.submit(lead))
            raise Moved

    def _search(self, name: str) -> None:
        words, chosen = self.words.lead, self.session.answer(name)
        self._act(self.session.load_school_bodies)
        if self.refused:
            self._pause(RETRY_SECONDS)
            raise Moved
        self._tell_of_plus(name)
        if chosen:
            self.console.say(words.text("plain.default", default=self.session.school_body_name(chosen)))
        while True:
            query = self._prompt()
            if query.strip().translate(COMMANDS) == PLUS:
                self._plus(name)
            if not query.strip() and chosen:
                self._taken(self.session.school_body_name(chosen))
                return
            fitting = self.session.find_school_bodies(query)
            if not fitting:
                self.console.say(words.text("screen.school_body.none"))
                continue
            self.console.say(words.plural("screen.school_body.found", len(fitting)))
            found = fitting[:MOST_FOUND]
            labels = [body.name for body in found] + [words.text("plain.search_again")]
            picked = self._pick(labels)
            if picked < len(found):
                self.session.type(name, found[picked].id)
                return

    def _check_answers(self) -> None:
        lines = check_lines(self.session, self.words)
        save = self.words.both("screen.check.main").joined()
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
        if lead == "sign_out" and self.session.would_lose() and not self._wants_to_stop():
            raise Moved
        if lead == "quit":
            self.session.leave()
            raise Stopped
        self._act(lambda: self.session.submit(lead))

    def _read_only(self) -> None:
        child = self.session.record if self.session.step.name == "record" else None
        if child is not None:
            if self._pick_key(("button.back", REMOVE), default=0) == REMOVE:
                self._remove(child.id)
            else:
                self.session.back()
            return
        self.console.say(self.words.lead.text("plain.enter_goes_back"))
        self._prompt()
        self.session.back()

    def _remove(self, child_id: str) -> None:
        self.console.say(self.words.lead.text("screen.record.remove_sure"))
        if self._pick_key(("button.close", REMOVE), default=0) == REMOVE:
            self._act(lambda: self.session.remove_child(child_id))
