"""The parent's end of the help by phone: asked for, shown, answered, ended (docs/phone-support.md).

Two daemon threads while help is on: one listens, one speaks. A front end tells where the parent is as often as it
likes and never waits for it: of reports that wait, only the latest is sent, and none that says the same again. So a
key costs the parent nothing, and how fast or how much is typed cannot be told from what is sent.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from .account.refusing import Refusal, ServiceFault
from .journey.rules.refusals import support_number

if TYPE_CHECKING:
    from .account.assist.contract import AssistOffered, AssistService, Following, Message, ParentView
    from .account.assist.report import Report

    class ParentLine(AssistService, Following, Protocol):
        """A service elsewhere, seen from the parent's end."""


State = Literal["off", "waiting", "followed", "over"]
TRY_AGAIN = 1.0
"""Seconds before a service that did not answer, or a stream that ended, is asked again."""
FAREWELL = 2.0
"""Seconds that the end may take to reach the service; it ends by itself otherwise."""
SAME_WAIT = 2
"""Seconds by which the end of a wait may move before it is told again."""


def _nothing() -> None:
    """Nobody looks."""


class _Answer(NamedTuple):
    """``key``: of idempotency, so that one that is sent again is one answer. ``message``: the number of the one that stood
    there.
    """

    key: str
    word: str
    message: int | None


class Helpline:
    """Safe to use from any thread. ``line`` gives the service elsewhere, ``None`` where this computer works alone."""

    def __init__(self, line: Callable[[], ParentLine | None]) -> None:
        self._line = line
        self._bell = threading.Condition()
        self.on_change: Callable[[], None] = _nothing
        """Called on another thread when something here changed."""
        self.forget()

    def forget(self) -> None:
        """Nothing of an earlier help is left here."""
        self.state: State = "off"
        self.number = ""
        self.message: Message | None = None
        self.answered: str | None = None
        self.over: str | None = None
        self.news = 0
        """How many times the service did something for this parent that the session has not heard of yet."""
        self._offered: AssistOffered | None = None
        self._sent: Report | None = None
        self._sent_at = 0.0
        self._waiting: Report | None = None
        self._subject: tuple[str, str] = ("", "")
        self._told_subject: tuple[str, str] = ("", "")
        self._answers: list[_Answer] = []
        self._speaking = False
        self._began = object()
        """Another one with each help, and once all is forgotten."""

    @property
    def on(self) -> bool:
        """Whether somebody may see where the parent is."""
        return self.state in ("waiting", "followed")

    @property
    def alone(self) -> bool:
        """Whether nobody can be on the other side. May block while the service opens; raises ``ServiceFault``."""
        return self._line() is None

    def start(self) -> str | None:
        """Ask for help. Blocks; the support number of what stands in the way, ``None`` when it is on.

        What is offered too late, to a parent who has left meanwhile or has help already, is given back.
        """
        began = self._began
        try:
            line = self._line()
            if line is None:
                raise Refusal("assist_needs_service")
            offered = line.offer_assist()
        except (Refusal, ServiceFault) as error:
            return support_number(error.code)
        with self._bell:
            wanted = self._began is began
            if wanted:
                self.forget()
                self._offered, self.number, self.state = offered, offered.number, "waiting"
        if not wanted:
            with suppress(Refusal, ServiceFault):
                line.end_assist(offered.assist_token)
            return None
        for work in (self._listen, self._speak):
            threading.Thread(target=work, args=(line, offered), name="helpline", daemon=True).start()
        return None

    def tell(
        self, report: Report, *, flow_token: str | None = None, session_token: str | None = None
    ) -> None:
        """Where the parent is now, and which flow or session it is about. Never blocks, and may be called often."""
        subject = (flow_token or "", session_token or "")
        if not self.on or (self._says_the_same(report) and subject == self._subject):
            return
        with self._bell:
            if not self._says_the_same(report):
                self._waiting = report
            self._subject = subject
            self._bell.notify_all()

    def _says_the_same(self, report: Report) -> bool:
        """As what was told last; a wait that runs is the same wait."""
        before = self._waiting or self._sent
        if before is None:
            return False
        gone = int(time.monotonic() - self._sent_at)
        waits = ((before.resend_in, report.resend_in), (before.locked_for, report.locked_for))
        if any(abs(max(0, old - gone) - new) > SAME_WAIT for old, new in waits):
            return False
        return replace(before, resend_in=0, locked_for=0) == replace(report, resend_in=0, locked_for=0)

    def answer(self, word: str) -> None:
        """Answer the person on the phone. Never blocks."""
        with self._bell:
            if self.state == "followed":
                self.answered = word
                shown = None if self.message is None else self.message.number
                self._answers.append(_Answer(os.urandom(16).hex(), word, shown))
                self._bell.notify_all()

    def end(self) -> None:
        """Nobody sees anything from now on; the service hears of it as soon as it can be reached."""
        with self._bell:
            if not self.on:
                return
            self.state, self.over, self.message = "over", "parent", None
            self._waiting, self._answers = None, []
            self._bell.notify_all()
            self._bell.wait_for(lambda: not self._speaking, FAREWELL)
        self.on_change()

    # -- the two threads ------------------------------------------------------------------------------------------
    def _mine(self, offered: AssistOffered) -> bool:
        return self._offered is offered and self.on

    def _pause(self, offered: AssistOffered, seconds: float) -> None:
        """Leave the service alone for a while; the end of the help is waited for no longer."""
        with self._bell:
            self._bell.wait_for(lambda: not self._mine(offered), seconds)

    def _listen(self, line: ParentLine, offered: AssistOffered) -> None:
        while self._mine(offered):
            pause = TRY_AGAIN
            try:
                for view in line.parent_views(offered.assist_token):
                    if not self._show(offered, view):
                        return
            except ServiceFault as fault:
                pause = fault.retry_after or TRY_AGAIN
            except Refusal:
                self._lost(offered)
            self._pause(offered, pause)

    def _show(self, offered: AssistOffered, view: ParentView) -> bool:
        """Whether it is about the help that is on; what was under way when that ended turns nothing on again."""
        with self._bell:
            if not self._mine(offered):
                return False
            if view.message is not None and view.message != self.message:
                self.answered, self._answers = None, []
                self.news += view.message.phrase in _NEWS
            self.state, self.over, self.message = view.state, view.over, view.message
            self._bell.notify_all()
        self.on_change()
        return True

    def _lost(self, offered: AssistOffered) -> None:
        with self._bell:
            if not self._mine(offered):
                return
            self.state, self.over, self.message = "over", "lost", None
            self._bell.notify_all()
        self.on_change()

    def _speak(self, line: ParentLine, offered: AssistOffered) -> None:
        self._speaking = True
        try:
            while self._next(offered):
                try:
                    self._send(line, offered)
                except ServiceFault as fault:
                    self._pause(offered, fault.retry_after or TRY_AGAIN)
            if self._offered is offered and self.over == "parent":
                with suppress(Refusal, ServiceFault):
                    line.end_assist(offered.assist_token)
        except Refusal:
            self._lost(offered)
        finally:
            with self._bell:
                self._speaking = False
                self._bell.notify_all()

    def _next(self, offered: AssistOffered) -> bool:
        """Wait until there is something to say; false once it is over."""
        with self._bell:
            self._bell.wait_for(
                lambda: (
                    not self._mine(offered)
                    or self._waiting is not None
                    or bool(self._answers)
                    or self._subject != self._told_subject
                )
            )
            return self._mine(offered)

    def _send(self, line: ParentLine, offered: AssistOffered) -> None:
        token = offered.assist_token
        with self._bell:
            report, answers, subject = self._waiting, self._answers, self._subject
            self._waiting, self._answers = None, []
            if report is not None:
                self._sent, self._sent_at = report, time.monotonic()
        try:
            if subject != self._told_subject:
                line.assist_about(token, flow_token=subject[0], session_token=subject[1])
                self._told_subject = subject
            if report is not None:
                line.report(token, report)
            for one in answers:
                line.answer(token, one.word, message=one.message, key=one.key)
        except ServiceFault:
            self._put_back(offered, report, answers)
            raise

    def _put_back(self, offered: AssistOffered, report: Report | None, answers: list[_Answer]) -> None:
        """What did not get through waits again, unless something newer does or the question is another."""
        with self._bell:
            if self._mine(offered):
                self._sent = None
                self._waiting = self._waiting or report
                self._answers = self._answers or (answers if self.answered else [])


_NEWS = ("resent", "lifted")
