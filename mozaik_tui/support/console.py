"""The console as numbered questions: alone, and following a parent. The full screen shows the same ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import ClassVar

from ..account.assist.phrases import PHRASES
from ..account.assist.words import LOCKS, SCRIPT
from ..account.refusing import Refusal, ServiceFault
from ..guide.marks import go_to
from ..guide.run_of_guide import Guide
from ..journey.rules.refusals import code_for, support_number
from ..journey.rules.text import ascii_digits
from ..journey.steps import BY_NAME, Step
from ..language import offered
from .asking import Asking, Lines, number_of
from .book import TREE, TROUBLES, Ask, Say, Trouble, trouble_of
from .desk import Desk
from .guided import Guided
from .sheet import prefix, sheet, steps_of
from .telling import Tongues, fields_of, refused, standing

ALONE = ("screen", "trouble", "phrases", "explain", "language", "follow")
FOLLOWING = ("refresh", "screen", "phrase", "trouble", "text", "mail", "resend", "lift", "leave")


class Closed(Exception):
    """The agent closed the console."""


class PlainConsole(Asking):
    """Asks until it is closed. ``desk`` is ``None`` where no service is configured."""

    def __init__(self, words: Tongues, console: Lines, desk: Desk | None, guide: Guide) -> None:
        super().__init__(words, console)
        self._desk = desk
        self._guide = guide
        self._shown: list[str] = []
        self._thread = 0
        if desk is not None:
            desk.on_change = self._changed

    def run(self) -> None:
        """Until the agent closes it. Raises ``EndOfInput``."""
        self._thread = threading.get_ident()
        self.say(self.words.text("support.title"))
        self._language()
        try:
            while True:
                self._menu()
        except Closed:
            return

    def _menu(self) -> None:
        desk = self._desk
        if desk is not None and desk.following:
            names = [f"follow.{name}" for name in FOLLOWING]
            question = "support.follow.menu"
        else:
            names = [f"menu.{name}" for name in ALONE]
            if desk is not None and desk.signed_in:
                names += ["menu.open"] if desk.role == "administrator" else []
                names.append("menu.sign_out")
            names.append("menu.stop")
            question = "support.menu.title"
        self.say("")
        labels = [self.words.text(f"support.{name}") for name in names]
        name = names[self.pick(self.words.text(question), labels)]
        try:
            self._DEEDS[name](self)
        except Refusal as refusal:
            self._refused(refusal.code)
        except ServiceFault as fault:
            self._refused(fault.code)

    def _refused(self, code: str) -> None:
        """Said, with what it changed for the one who is followed."""
        line = refused(code, self.words)
        self.say(line, *(new for new in self._news() if new != line))

    # -- alone ----------------------------------------------------------------------------------------------------
    def _language(self) -> None:
        languages = offered()
        labels = [f"{one.name} ({one.french})" for one in languages]
        chosen = languages[self.pick(self.words.text("support.language.which"), labels)]
        self.words.speak(chosen.tag)
        if (limits := self.words.limits()) is not None:
            self.say(limits)

    def _screen(self) -> None:
        view = None if self._desk is None else self._desk.view
        if self._desk is not None and self._desk.following and view is not None and view.report is not None:
            self.words.speak(view.report.language)
            self._sheet(BY_NAME[view.report.step])
            return
        typed = ascii_digits(self.ask("support.screen.which"))
        number = number_of(typed)
        if go_to(self._guide, typed):
            if Guided(self, self._guide).run():
                self._screen()
            return
        found = steps_of(number) if number is not None else ()
        if not found:
            self.say(self.words.text("support.screen.none", last=self._guide.steps + 1))
        elif len(found) == 1:
            self._sheet(found[0])
        else:
            titles = [self._both(f"screen.{one.name}.title") for one in found]
            self._sheet(found[self.pick(self.words.text("support.screen.part"), titles)])

    def _sheet(self, step: Step) -> None:
        language = self.words.parent.language
        self.say(self.words.text("support.sheet.parent", language=language.french))
        lines = zip(sheet(step, self.words.parent), sheet(step, self.words.staff), strict=True)
        marked = ((prefix(ours, self.words.staff), theirs.text, ours.text) for theirs, ours in lines)
        self.console.beside([(f"{mark}{theirs}", "", f"{mark}{ours}") for mark, theirs, ours in marked])

    def _both(self, key: str) -> str:
        theirs, ours = self.words.parent.text(key), self.words.text(key)
        return theirs if theirs == ours else f"{theirs} ({ours})"

    def _trouble(self) -> None:
        labels = [self.words.text(f"support.trouble.{one.name}") for one in TROUBLES]
        labels.append(self.words.text("support.back"))
        picked = self.pick(self.words.text("support.trouble.which"), labels)
        if picked < len(TROUBLES):
            self._walk(TROUBLES[picked])

    def _walk(self, trouble: Trouble) -> None:
        """Ask, until there is something to say. What is asked and said stands on the parent's screen, when followed."""
        words, node = self.words, TREE[trouble.begins]
        while isinstance(node, Ask):
            self.say(words.text("support.tree.ask"), *words.phrase(node.phrase))
            self._send(node.phrase)
            answers = [words.text(f"support.tree.{word}") for word in ("yes", "no")]
            picked = self.pick("", [*answers, words.text("support.back")])
            if picked == len(answers):
                return
            node = TREE[node.no if picked else node.yes]
        assert isinstance(node, Say)
        self.say(words.text("support.tree.say"))
        for phrase in node.phrases:
            self.say(*words.phrase(phrase))
            self._send(phrase)
        if node.note is not None:
            self.say(words.text(f"support.note.{node.note}"))

    def _send(self, phrase: str, field: str | None = None) -> None:
        if self._desk is not None and self._desk.following:
            self._desk.say(phrase, field)

    def _phrases(self) -> None:
        for phrase in PHRASES:
            self.say(*self.words.phrase(phrase.name), "")

    def _explain(self) -> None:
        code = code_for(self.ask("support.explain.which"))
        if code is None:
            self.say(self.words.text("support.explain.none"))
            return
        self.say(f"{support_number(code)} ({code})")
        for part in ("meaning", "say"):
            self.say(self.words.text(f"explain.heading.{part}"), self.words.text(f"explain.{code}.{part}"))
        trouble = trouble_of(code)
        if trouble is not None:
            self.say(self.words.text(f"support.trouble.{trouble.name}"))
            self._walk(trouble)

    def _sign_out(self) -> None:
        assert self._desk is not None
        try:
            self._desk.sign_out()
        finally:  # here it is over whatever the service says
            self.say(self.words.text("support.signed_out"))

    def _close(self) -> None:
        if self._desk is not None:
            self._desk.leave()
        raise Closed

    # -- following ------------------------------------------------------------------------------------------------
    def _follow(self) -> None:
        if self._desk is None:
            self.say(self.words.text("support.needs_service"))
            return
        if not self._desk.signed_in and not self._sign_in(self._desk):
            return
        self._desk.join(self.ask("support.number.which"))
        self._shown = []
        self.console.interject(self._news())  # on a screen it stands on top already

    def _sign_in(self, desk: Desk) -> bool:
        self.say(self.words.text("support.sign_in.title"))
        name = self.ask("support.sign_in.name")
        password = self.ask("support.sign_in.password", secret=True)
        totp = self.ask("support.sign_in.totp")
        try:
            kept = desk.sign_in(name, password, totp)
        except Refusal as refusal:
            if refusal.code != "sign_in_failed":
                raise
            self.say(self.words.text("support.sign_in.failed"))
            return False
        if not kept:
            self.say(self.words.text("support.sign_in.no_keyring"))
        return True

    def _refresh(self) -> None:
        assert self._desk is not None
        self._desk.look()
        self._tell()

    def _tell(self) -> None:
        """How it stands."""
        self._shown = []
        self.say(*self._news())

    def _changed(self) -> None:
        """While the agent may be at a prompt, on the desk's thread: only what is new. What the agent's own deed changed is
        said by the deed.
        """
        if threading.get_ident() != self._thread and (new := self._news()):
            self.console.interject(new)

    def _news(self) -> list[str]:
        """What was not said yet of how it stands."""
        desk = self._desk
        if desk is None:
            return []
        view = desk.view
        if view is not None and view.report is not None:
            self.words.speak(view.report.language)
        lines = standing(desk, self.words)
        again = bool(self._shown) and self._shown[0] not in lines  # it was old, or it is another help
        new = lines if again else [line for line in lines if line not in self._shown]
        self._shown = lines
        return new

    def _phrase(self) -> None:
        assert self._desk is not None
        back = self.words.text("support.back")
        which = self.words.text("support.follow.phrase")
        picked = self.pick(which, [*(self.words.text(phrase.key) for phrase in PHRASES), back])
        if picked == len(PHRASES):
            return
        phrase = PHRASES[picked]
        fields = fields_of(self._desk.view)
        field = phrase.field if phrase.field in fields else None
        if field is None and fields:
            which = self.words.text("support.follow.field")
            labels = [self.words.text(f"screen.field.{name}.label") for name in fields if name != "language"]
            chosen = self.pick(which, [self.words.text("support.follow.no_field"), *labels])
            field = None if chosen == 0 else [name for name in fields if name != "language"][chosen - 1]
        self._desk.say(phrase.name, field)
        self.say(*self.words.phrase(phrase.name), self.words.text("support.sent"))

    def _text(self) -> None:
        assert self._desk is not None
        text = self.ask("support.follow.text_which")
        if text:
            self._desk.write(text)
            self.say(self.words.text("support.sent"))

    def _mail(self) -> None:
        assert self._desk is not None
        trouble = self._desk.mail_trouble()
        self.say(self.words.text(f"support.mail.{trouble.word}", attempts=trouble.attempts))

    def _resend(self) -> None:
        assert self._desk is not None
        self._desk.resend()
        self.say(self.words.text("support.resent"))

    def _lift(self) -> None:
        assert self._desk is not None
        labels = [self.words.text(f"support.lock.{lock}") for lock in LOCKS]
        labels.append(self.words.text("support.back"))
        picked = self.pick(self.words.text("support.lift.which"), labels)
        if picked == len(LOCKS):
            return
        self.say(self.words.text("support.script.title"))
        answers = [self.words.text(f"support.script.{word}") for word in ("yes", "no")]
        for line in SCRIPT:
            if self.pick(self.words.text(f"support.script.{line}"), answers) != 0:
                self.say(self.words.text("support.script.stopped"))
                return
        self._desk.lift(LOCKS[picked], SCRIPT)
        self.say(self.words.text("support.lifted"))

    def _leave(self) -> None:
        assert self._desk is not None
        self._desk.leave()
        self._tell()

    def _open(self) -> None:
        assert self._desk is not None
        found = self._desk.open_assists()
        self.say(self.words.text("support.open.title") if found else self.words.text("support.open.none"))
        for one in found:
            since = self.words.staff.duration(one.since)
            self.say(self.words.text("support.open.line", id=one.assist, staff=one.staff or "–", since=since))

    _DEEDS: ClassVar[Mapping[str, Callable[[PlainConsole], None]]] = {
        "menu.screen": _screen,
        "menu.trouble": _trouble,
        "menu.phrases": _phrases,
        "menu.explain": _explain,
        "menu.language": _language,
        "menu.follow": _follow,
        "menu.open": _open,
        "menu.sign_out": _sign_out,
        "menu.stop": _close,
        "follow.refresh": _refresh,
        "follow.screen": _screen,
        "follow.phrase": _phrase,
        "follow.trouble": _trouble,
        "follow.text": _text,
        "follow.mail": _mail,
        "follow.resend": _resend,
        "follow.lift": _lift,
        "follow.leave": _leave,
    }
