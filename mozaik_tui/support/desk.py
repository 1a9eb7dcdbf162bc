"""The agent's end of the help by phone: signed in, following one parent, saying phrases. Both consoles talk to this."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from ..account.refusing import Refusal, ServiceFault
from .keeping import Keeping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..account.assist.contract import AgentView, MailTrouble, OpenAssist, StaffService

    class AgentLine(StaffService, Protocol):
        """A service elsewhere, seen from the agent's end."""

        def agent_views(self, staff_token: str) -> Iterator[AgentView]:
            """The view now, then each new one."""


Answer = TypeVar("Answer")

TRY_AGAIN = 1.0
"""Seconds before a stream that broke or ended is asked for again."""

LOST = 20.0
"""Seconds without the service before what is shown is told to be old: as long as a service waits for an end that is gone,
where its ``assist_lost`` is the usual one.
"""

_NO_SESSION = ("session_expired", "unauthenticated")


def _nothing() -> None:
    """Nobody looks."""


class Desk:
    """One agent at one service. Calls block and raise what the contract raises; ``view`` is the latest heard.

    ``heard_at``: when, in monotonic seconds: the waits of a report run on from there. ``lost``: why nobody is followed any
    more though the help was not ended, as the code of a refusal.
    """

    def __init__(self, line: AgentLine, keeping: Keeping) -> None:
        self._line = line
        self._keeping = keeping
        self._token = keeping.read()
        self.role = keeping.role
        self.view: AgentView | None = None
        self.heard_at = 0.0
        self.lost: str | None = None
        self.on_change: Callable[[], None] = _nothing
        self._lock = threading.Lock()
        self._over = threading.Event()
        """Set once the help that was joined last is over here: what its listener still hears counts no more."""
        self._deaf: tuple[float, str] | None = None
        """Since when the service is away, and the code of why."""
        self._told_deaf = False

    @property
    def signed_in(self) -> bool:
        """Whether there is a session, as far as is known here."""
        return self._token is not None

    @property
    def following(self) -> bool:
        """Whether a parent is followed."""
        return self.view is not None and self.view.state == "followed"

    @property
    def unheard(self) -> str | None:
        """The code of why what is shown may be old; ``None`` while the parent is heard of."""
        deaf = self._deaf
        return None if deaf is None or time.monotonic() - deaf[0] < LOST else deaf[1]

    def sign_in(self, name: str, password: str, totp: str) -> bool:
        """Open a session; whether the keyring holds its token, so that the next start needs no password."""
        opened = self._line.staff_sign_in(name, password, totp)
        self._token, self.role, self.lost = opened.staff_token, opened.role, None
        return self._keeping.keep(opened.staff_token, opened.role)

    def sign_out(self) -> None:
        """End the session here and there. It is over here whatever the service says."""
        token = self._token
        if token is not None:
            self._forget(token, None)
            with suppress(Refusal):  # it was over there already
                self._line.staff_sign_out(token)

    def _session(self) -> str:
        if self._token is None:
            raise Refusal("session_expired")
        return self._token

    def _asking(self, ask: Callable[[str], Answer]) -> Answer:
        """A call with the token; what it says of the session, or of the help, holds here too."""
        token = self._session()
        try:
            return ask(token)
        except Refusal as refusal:
            if refusal.code in _NO_SESSION:
                self._forget(token, refusal.code)
            elif refusal.code == "assist_over":
                self._is_over(self._over, self._why_over(token))
            raise

    def _forget(self, token: str, why: str | None) -> None:
        """The session is over, and the help with it. A token that is of no use is asked for anew."""
        with self._lock:
            if self._token != token:
                return
            if self.following:
                self.lost = why
            self._token, self.view, self._deaf = None, None, None
            self._over.set()
        self._keeping.drop()
        self.on_change()

    def _is_over(self, over: threading.Event, why: str) -> None:
        """The help is over, and nothing of the parent is shown any more."""
        with self._lock:
            if over.is_set() or self.view is None or not self.following:
                return
            over.set()
            self._deaf = None
            self.view = replace(self.view, state="over", over=why, report=None, answer=None)
        self.on_change()

    def _why_over(self, token: str) -> str:
        """Why the help is over, where the service still knows; else nobody was heard for too long."""
        try:
            return self._line.agent_view(token).over or "lost"
        except (Refusal, ServiceFault):
            return "lost"

    def join(self, number: str) -> None:
        """Follow the parent who reads out the number."""
        self._asking(lambda token: self._line.join_assist(token, number))
        with self._lock:
            self._over.set()
            self._over = over = threading.Event()
            self.lost, self._deaf, self._told_deaf = None, None, False
        self.look()
        self.on_change()
        threading.Thread(
            target=self._listen, args=(self._session(), over), name="following", daemon=True
        ).start()

    def look(self) -> AgentView:
        """Ask how it stands."""
        over = self._over
        view = self._asking(self._line.agent_view)
        self._heard(view, over)
        return view

    def say(self, phrase: str, field: str | None) -> None:
        """Show the parent a phrase."""
        self._asking(lambda token: self._line.say(token, phrase=phrase, field=field))

    def write(self, text: str) -> None:
        """Show the parent a text that nobody translated."""
        self._asking(lambda token: self._line.say(token, text=text))

    def mail_trouble(self) -> MailTrouble:
        """Why the mail does not arrive."""
        return self._asking(self._line.mail_trouble)

    def resend(self) -> None:
        """Have a new code sent."""
        self._asking(self._line.resend_for)

    def lift(self, lock: str, checked: tuple[str, ...]) -> None:
        """End a wait, after the fixed script."""
        self._asking(lambda token: self._line.lift_lock(token, lock, checked))

    def leave(self) -> None:
        """End the help. It is over here whatever the service says: there it ends by itself, or with the next one."""
        if self.following:
            try:
                self._asking(self._line.leave_assist)
            finally:
                self._is_over(self._over, "agent")

    def open_assists(self) -> tuple[OpenAssist, ...]:
        """What is under way, for administrators."""
        return self._asking(self._line.open_assists)

    # -- listening ------------------------------------------------------------------------------------------------
    def _heard(self, view: AgentView, over: threading.Event) -> bool:
        """Whether it is about the help that is on: what was under way when that ended brings nothing back."""
        with self._lock:
            if over is not self._over or (over.is_set() and view.state != "over"):
                return False
            self.view, self.heard_at = view, time.monotonic()
            self._deaf, self._told_deaf = None, False
            if view.state == "over":
                over.set()
        return True

    def _listen(self, token: str, over: threading.Event) -> None:
        while not over.is_set():
            try:
                for view in self._line.agent_views(token):
                    if not self._heard(view, over):
                        return
                    self.on_change()
                pause = TRY_AGAIN
            except ServiceFault as fault:
                pause = self._not_heard(over, fault.code, fault.retry_after)
            except Refusal as refusal:
                if refusal.code in _NO_SESSION:
                    self._forget(token, refusal.code)
                elif refusal.code == "assist_over":
                    self._is_over(over, self._why_over(token))
                pause = self._not_heard(over, refusal.code, refusal.retry_after)
            self._wait(over, pause)

    def _not_heard(self, over: threading.Event, code: str, retry_after: int | None) -> float:
        """The seconds before the service is asked again."""
        with self._lock:
            if over is self._over and not over.is_set():
                self._deaf = (time.monotonic() if self._deaf is None else self._deaf[0], code)
        return retry_after or TRY_AGAIN

    def _wait(self, over: threading.Event, seconds: float) -> None:
        """Until the next try; whoever looks hears of it, once, when what is shown has become old."""
        until = time.monotonic() + seconds
        while not over.is_set():
            if self.unheard is not None and not self._told_deaf:
                self._told_deaf = True
                self.on_change()
            if (left := until - time.monotonic()) <= 0:
                return
            over.wait(min(left, TRY_AGAIN))
