"""The agent's end of the help by phone: signed in, following one parent, saying phrases. Both consoles talk to this."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ..account.refusing import Refusal, ServiceFault
from .keeping import Keeping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..account.assist.contract import AgentView, MailTrouble, OpenAssist, StaffService

    class AgentLine(StaffService, Protocol):
        """A service elsewhere, seen from the agent's end."""

        def agent_views(self, staff_token: str) -> Iterator[AgentView]:
            """The view now, then each new one."""


TRY_AGAIN = 1.0
"""Seconds before a stream that broke or ended is asked for again."""


def _nothing() -> None:
    """Nobody looks."""


class Desk:
    """One agent at one service. Calls block and raise what the contract raises; ``view`` is the latest heard.

    ``heard_at``: when, in monotonic seconds: the waits of a report run on from there.
    """

    def __init__(self, line: AgentLine, keeping: Keeping) -> None:
        self._line = line
        self._keeping = keeping
        self._token = keeping.read()
        self.role = keeping.role
        self.view: AgentView | None = None
        self.heard_at = 0.0
        self.on_change: Callable[[], None] = _nothing

    @property
    def signed_in(self) -> bool:
        """Whether there is a session, as far as is known here."""
        return self._token is not None

    @property
    def following(self) -> bool:
        """Whether a parent is followed."""
        return self.view is not None and self.view.state == "followed"

    def sign_in(self, name: str, password: str, totp: str) -> bool:
        """Open a session; whether the keyring holds its token, so that the next start needs no password."""
        opened = self._line.staff_sign_in(name, password, totp)
        self._token, self.role = opened.staff_token, opened.role
        return self._keeping.keep(opened.staff_token, opened.role)

    def sign_out(self) -> None:
        """End the session here and there."""
        if self._token is not None:
            token, self._token, self.view = self._token, None, None
            self._keeping.drop()
            self._line.staff_sign_out(token)

    def _session(self) -> str:
        if self._token is None:
            raise Refusal("session_expired")
        return self._token

    def _asking(self, ask: Callable[[str], object]) -> object:
        """A call with the token; one that is of no use any more is forgotten, so that it is asked for anew."""
        try:
            return ask(self._session())
        except Refusal as refusal:
            if refusal.code in ("session_expired", "unauthenticated"):
                self._token = None
                self._keeping.drop()
            raise

    def join(self, number: str) -> None:
        """Follow the parent who reads out the number."""
        self._asking(lambda token: self._line.join_assist(token, number))
        self.look()
        self.on_change()
        threading.Thread(target=self._listen, args=(self._session(),), name="following", daemon=True).start()

    def look(self) -> AgentView:
        """Ask how it stands."""
        token = self._session()
        self._heard(self._line.agent_view(token))
        assert self.view is not None
        return self.view

    def say(self, phrase: str, field: str | None) -> None:
        """Show the parent a phrase."""
        self._asking(lambda token: self._line.say(token, phrase=phrase, field=field))

    def write(self, text: str) -> None:
        """Show the parent a text that nobody translated."""
        self._asking(lambda token: self._line.say(token, text=text))

    def mail_trouble(self) -> MailTrouble:
        """Why the mail does not arrive."""
        return self._line.mail_trouble(self._session())

    def resend(self) -> None:
        """Have a new code sent."""
        self._asking(self._line.resend_for)

    def lift(self, lock: str, checked: tuple[str, ...]) -> None:
        """End a wait, after the fixed script."""
        self._asking(lambda token: self._line.lift_lock(token, lock, checked))

    def leave(self) -> None:
        """End the help."""
        if self.following:
            self._asking(self._line.leave_assist)

    def open_assists(self) -> tuple[OpenAssist, ...]:
        """What is under way, for administrators."""
        return self._line.open_assists(self._session())

    # -- listening ------------------------------------------------------------------------------------------------
    def _heard(self, view: AgentView) -> None:
        self.view, self.heard_at = view, time.monotonic()

    def _listen(self, token: str) -> None:
        while self._token == token and self.following:
            pause = TRY_AGAIN
            try:
                for view in self._line.agent_views(token):
                    self._heard(view)
                    self.on_change()
            except ServiceFault as fault:
                pause = fault.retry_after or TRY_AGAIN
            except Refusal:
                return
            if self.following:
                time.sleep(pause)
