"""The console as numbered questions: alone, and following a parent. The full screen shows the same ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Protocol

from ..account.assist.phrases import PHRASES
from ..account.assist.words import LOCKS, SCRIPT
from ..account.refusing import Refusal, ServiceFault
from ..journey.rules.refusals import code_for, support_number
from ..journey.rules.text import ascii_digits
from ..journey.steps import BY_NAME
from ..language import offered
from .book import TREE, TROUBLES, Ask, Say, Trouble, trouble_of
from .desk import Desk
from .sheet import prefix, sheet, steps_of
from .telling import Tongues, fields_of, whereabouts

ALONE = ("screen", "trouble", "phrases", "explain", "language", "follow")
FOLLOWING = ("refresh", "screen", "phrase", "trouble", "text", "mail", "resend", "lift", "leave")


class Lines(Protocol):
    """Where the console speaks and listens: a stream of lines, or a screen that shows them."""

    def say(self, text: str = "") -> None:
        """One paragraph."""

    def beside(self, rows: Sequence[tuple[str, str]]) -> None:
        """Rows of two: the parent's words, and what they mean. The first are headings."""

    def ask(self, *, secret: bool = False) -> str:
        """The next line, without its end. Raises ``EndOfInput``."""

    def interject(self, lines: list[str]) -> None:
        """Say something while a question waits for its answer."""


class Closed(Exception):
    """The agent closed the console."""


class PlainConsole:
    """Asks until it is closed. ``desk`` is ``None`` where no service is configured."""

    def __init__(self, words: Tongues, console: Lines, desk: Desk | None) -> None:
        self._words = words
        self._console = console
        self._desk = desk
        self._shown: list[str] = []
        if desk is not None:
            desk.on_change = self._changed

    def run(self) -> None:
        """Until the agent closes it. Raises ``EndOfInput``."""
        self._say(self._words.text("support.title"))
        self._language()
        try:
            while True:
                self._menu()
        except Closed:
            return

    # -- asking ---------------------------------------------------------------------------------------------------
    def _say(self, *lines: str) -> None:
        for line in lines:
            self._console.say(line)

    def _ask(self, key: str, *, secret: bool = False) -> str:
        self._say(self._words.text(key))
        return self._console.ask(secret=secret).strip()

    def _pick(self, labels: Sequence[str]) -> int:
        """A number of a list, from 0; asks again until it is one of them."""
        for n, label in enumerate(labels, 1):
            self._say(f"{n}. {label}")
        while True:
            typed = ascii_digits(self._console.ask()).strip()
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(labels):
                return int(typed) - 1
            self._say(self._words.text("plain.pick", of=len(labels)))

    def _menu(self) -> None:
        desk = self._desk
        if desk is not None and desk.following:
            names = [f"follow.{name}" for name in FOLLOWING]
            self._say("", self._words.text("support.follow.menu"))
        else:
            names = [f"menu.{name}" for name in ALONE]
            names += (
                ["menu.open"] if desk is not None and desk.signed_in and desk.role == "administrator" else []
            )
            names.append("menu.stop")
            self._say("", self._words.text("support.menu.title"))
        name = names[self._pick([self._words.text(f"support.{name}") for name in names])]
        try:
            self._DEEDS[name](self)
        except Refusal as refusal:
            self._refused(refusal)
        except ServiceFault as fault:
            self._refused(Refusal(fault.code))

    def _refused(self, refusal: Refusal) -> None:
        message = self._words.text(f"refusal.{refusal.code}")
        number = support_number(refusal.code)
        self._say(self._words.text("support.refused", message=message, number=number))

    # -- alone ----------------------------------------------------------------------------------------------------
    def _language(self) -> None:
        self._say(self._words.text("support.language.which"))
        languages = offered()
        chosen = languages[self._pick([f"{one.name} ({one.french})" for one in languages])]
        self._words.speak(chosen.tag)
        if (limits := self._words.limits()) is not None:
            self._say(limits)

    def _screen(self) -> None:
        view = None if self._desk is None else self._desk.view
        if self._desk is not None and self._desk.following and view is not None and view.report is not None:
            self._words.speak(view.report.language)
            step = BY_NAME[view.report.step]
        else:
            typed = ascii_digits(self._ask("support.screen.which")).strip()
            found = steps_of(int(typed)) if typed.isascii() and typed.isdigit() else ()
            if not found:
                self._say(self._words.text("support.screen.none"))
                return
            step = found[0]
            if len(found) > 1:
                self._say(self._words.text("support.screen.part"))
                titles = [self._both(f"screen.{one.name}.title") for one in found]
                step = found[self._pick(titles)]
        language = self._words.parent.language
        self._say(self._words.text("support.sheet.parent", language=language.french))
        for theirs, ours in zip(
            sheet(step, self._words.parent), sheet(step, self._words.staff), strict=False
        ):
            self._say(f"{prefix(ours, self._words.staff)}{theirs.text}")
            if ours.text != theirs.text:
                self._say(f"    {ours.text}")

    def _both(self, key: str) -> str:
        theirs, ours = self._words.parent.text(key), self._words.text(key)
        return theirs if theirs == ours else f"{theirs} ({ours})"

    def _trouble(self) -> None:
        self._say(self._words.text("support.trouble.which"))
        back = self._words.text("support.back")
        picked = self._pick([*(self._words.text(f"support.trouble.{one.name}") for one in TROUBLES), back])
        if picked < len(TROUBLES):
            self._walk(TROUBLES[picked])

    def _walk(self, trouble: Trouble) -> None:
        """Ask, until there is something to say. What is asked and said stands on the parent's screen, when followed."""
        words, node = self._words, TREE[trouble.begins]
        while isinstance(node, Ask):
            self._say(words.text("support.tree.ask"), *words.phrase(node.phrase))
            self._send(node.phrase)
            answers = [words.text(f"support.tree.{word}") for word in ("yes", "no")]
            picked = self._pick([*answers, words.text("support.back")])
            if picked == len(answers):
                return
            node = TREE[node.no if picked else node.yes]
        assert isinstance(node, Say)
        self._say(words.text("support.tree.say"))
        for phrase in node.phrases:
            self._say(*words.phrase(phrase))
            self._send(phrase)
        if node.note is not None:
            self._say(words.text(f"support.note.{node.note}"))

    def _send(self, phrase: str, field: str | None = None) -> None:
        if self._desk is not None and self._desk.following:
            self._desk.say(phrase, field)

    def _phrases(self) -> None:
        for phrase in PHRASES:
            self._say(*self._words.phrase(phrase.name), "")

    def _explain(self) -> None:
        code = code_for(self._ask("support.explain.which"))
        if code is None:
            self._say(self._words.text("support.explain.none"))
            return
        self._say(f"{support_number(code)} ({code})")
        for part in ("meaning", "say"):
            self._say(self._words.text(f"explain.heading.{part}"), self._words.text(f"explain.{code}.{part}"))
        trouble = trouble_of(code)
        if trouble is not None:
            self._say(self._words.text(f"support.trouble.{trouble.name}"))
            self._walk(trouble)

    def _close(self) -> None:
        if self._desk is not None:
            self._desk.leave()
        raise Closed

    # -- following ------------------------------------------------------------------------------------------------
    def _follow(self) -> None:
        if self._desk is None:
            self._say(self._words.text("support.needs_service"))
            return
        if not self._desk.signed_in and not self._sign_in(self._desk):
            return
        self._desk.join(self._ask("support.number.which"))

    def _sign_in(self, desk: Desk) -> bool:
        self._say(self._words.text("support.sign_in.title"))
        name = self._ask("support.sign_in.name")
        password = self._ask("support.sign_in.password", secret=True)
        totp = self._ask("support.sign_in.totp")
        try:
            kept = desk.sign_in(name, password, totp)
        except Refusal as refusal:
            if refusal.code != "sign_in_failed":
                raise
            self._say(self._words.text("support.sign_in.failed"))
            return False
        if not kept:
            self._say(self._words.text("support.sign_in.no_keyring"))
        return True

    def _refresh(self) -> None:
        desk = self._desk
        assert desk is not None
        view = desk.look()
        if view.report is not None:
            self._words.speak(view.report.language)
        self._shown = whereabouts(view, desk.heard_at, self._words)
        self._say(*self._shown)

    def _changed(self) -> None:
        """On the desk's thread, while the agent may be at a prompt: only what is new."""
        desk = self._desk
        if desk is None or desk.view is None:
            return
        if desk.view.report is not None:
            self._words.speak(desk.view.report.language)
        lines = whereabouts(desk.view, desk.heard_at, self._words)
        new = [line for line in lines if line not in self._shown]
        self._shown = lines
        if new:
            self._console.interject(new)

    def _phrase(self) -> None:
        assert self._desk is not None
        back = self._words.text("support.back")
        picked = self._pick([*(self._words.text(phrase.key) for phrase in PHRASES), back])
        if picked == len(PHRASES):
            return
        phrase = PHRASES[picked]
        fields = fields_of(self._desk.view)
        field = phrase.field if phrase.field in fields else None
        if field is None and fields:
            self._say(self._words.text("support.follow.field"))
            labels = [self._words.text(f"screen.field.{name}.label") for name in fields if name != "language"]
            chosen = self._pick([self._words.text("support.follow.no_field"), *labels])
            field = None if chosen == 0 else [name for name in fields if name != "language"][chosen - 1]
        self._desk.say(phrase.name, field)
        self._say(*self._words.phrase(phrase.name), self._words.text("support.sent"))

    def _text(self) -> None:
        assert self._desk is not None
        text = self._ask("support.follow.text_which")
        if text:
            self._desk.write(text)
            self._say(self._words.text("support.sent"))

    def _mail(self) -> None:
        assert self._desk is not None
        trouble = self._desk.mail_trouble()
        self._say(self._words.text(f"support.mail.{trouble.word}", attempts=trouble.attempts))

    def _resend(self) -> None:
        assert self._desk is not None
        self._desk.resend()
        self._say(self._words.text("support.resent"))

    def _lift(self) -> None:
        assert self._desk is not None
        self._say(self._words.text("support.lift.which"))
        labels = [self._words.text(f"support.lock.{lock}") for lock in LOCKS]
        picked = self._pick([*labels, self._words.text("support.back")])
        if picked == len(LOCKS):
            return
        self._say(self._words.text("support.script.title"))
        answers = [self._words.text(f"support.script.{word}") for word in ("yes", "no")]
        for line in SCRIPT:
            self._say(self._words.text(f"support.script.{line}"))
            if self._pick(answers) != 0:
                self._say(self._words.text("support.script.stopped"))
                return
        self._desk.lift(LOCKS[picked], SCRIPT)
        self._say(self._words.text("support.lifted"))

    def _leave(self) -> None:
        assert self._desk is not None
        self._desk.leave()
        self._refresh()

    def _open(self) -> None:
        assert self._desk is not None
        found = self._desk.open_assists()
        self._say(self._words.text("support.open.title") if found else self._words.text("support.open.none"))
        for one in found:
            since = self._words.staff.duration(one.since)
            self._say(
                self._words.text("support.open.line", id=one.assist, staff=one.staff or "–", since=since)
            )

    _DEEDS: ClassVar[Mapping[str, Callable[[PlainConsole], None]]] = {
        "menu.screen": _screen,
        "menu.trouble": _trouble,
        "menu.phrases": _phrases,
        "menu.explain": _explain,
        "menu.language": _language,
        "menu.follow": _follow,
        "menu.open": _open,
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
