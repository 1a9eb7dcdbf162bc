"""Help by phone as its callers see it: calls, answers (docs/phone-support.md).

Two faces, one for each end of the line. Both may raise what the account service's contract raises; all calls block
and are safe to call from any thread. ``key`` is an idempotency key. No library's types appear here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mozaik_tui.account.assist.report import Report
from mozaik_tui.account.contract import CodeSent

State = Literal["waiting", "followed", "over"]
MailWord = Literal["none", "waiting", "relay", "sent", "refused", "dead"]


@dataclass(frozen=True, slots=True)
class Done:
    """The answer of a call that has nothing to say but that it was done."""


@dataclass(frozen=True, slots=True)
class AssistOffered:
    """A parent asked for help. ``number``: six digits to read out; the token is the terminal's alone."""

    assist_token: str = field(repr=False)
    number: str = field(repr=False)
    expires_in: int


@dataclass(frozen=True, slots=True)
class Message:
    """What the agent says: a ``phrase`` by its name, or ``text``, which nobody translated. ``number`` counts them."""

    number: int
    phrase: str | None = None
    text: str | None = field(default=None, repr=False)
    field: str | None = None


@dataclass(frozen=True, slots=True)
class ParentView:
    """The parent's end. ``assist`` is the opaque name of this assist; ``over`` says why once it is over."""

    assist: str
    state: State
    over: str | None = None
    message: Message | None = None
    expires_in: int = 0


@dataclass(frozen=True, slots=True)
class AgentView:
    """The agent's end. ``answer`` is the parent's last one, ``answers`` how many there were."""

    assist: str
    state: State
    over: str | None = None
    report: Report | None = None
    answer: str | None = None
    answers: int = 0
    expires_in: int = 0


@dataclass(frozen=True, slots=True)
class StaffSignedIn:
    """An agent's session on the service."""

    staff_token: str = field(repr=False)
    role: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class MailTrouble:
    """Why a mail was not delivered, as far as the service knows; ``attempts`` at handing it over."""

    word: MailWord
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class OpenAssist:
    """An assist that is under way, for administrators; ``since`` in seconds."""

    assist: str
    staff: str | None
    since: int


class AssistService(Protocol):
    """The parent's end of the line."""

    def offer_assist(self, *, key: str | None = None) -> AssistOffered:
        """Ask for help; ``assist_needs_service`` where no agent can be on the other side."""

    def assist_about(self, assist_token: str, *, flow_token: str = "", session_token: str = "") -> None:
        """Say which flow or session the help is about. The agent never gets the token."""

    def report(self, assist_token: str, report: Report) -> None:
        """Say where the parent is."""

    def answer(
        self, assist_token: str, answer: str, *, message: int | None = None, key: str | None = None
    ) -> Done:
        """Answer the agent with one of the four words. ``message``: the number of the one that is answered; an answer to
        any but the latest changes nothing.
        """

    def parent_view(self, assist_token: str) -> ParentView:
        """How it stands."""

    def end_assist(self, assist_token: str) -> None:
        """Nobody sees anything any more."""


class StaffService(Protocol):
    """The agent's end of the line. An agent follows one parent at a time."""

    def staff_sign_in(
        self, name: str, password: str, totp: str = "", *, key: str | None = None
    ) -> StaffSignedIn:
        """Open a staff session; ``sign_in_failed`` for a wrong name, password or code of the app alike."""

    def staff_sign_out(self, staff_token: str) -> None:
        """End the session, and the help that it gives."""

    def join_assist(self, staff_token: str, number: str, *, key: str | None = None) -> Done:
        """Follow the parent who reads out ``number``."""

    def agent_view(self, staff_token: str) -> AgentView:
        """How it stands; ``assist_over`` when nobody is followed."""

    def say(
        self,
        staff_token: str,
        *,
        phrase: str | None = None,
        text: str | None = None,
        field: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Show the parent a phrase, or a text; ``field`` is marked on the screen."""

    def mail_trouble(self, staff_token: str) -> MailTrouble:
        """Why the mail with the code does not arrive."""

    def resend_for(self, staff_token: str, *, key: str | None = None) -> CodeSent:
        """Have a new code sent, under the rules of any resend; nobody here reads it."""

    def lift_lock(
        self, staff_token: str, lock: str, checked: tuple[str, ...], *, key: str | None = None
    ) -> Done:
        """End a wait of this parent, each kind once an assist, after the fixed script."""

    def leave_assist(self, staff_token: str) -> None:
        """End the help."""

    def open_assists(self, staff_token: str) -> tuple[OpenAssist, ...]:
        """What is under way; ``not_found`` for whoever is no administrator."""


class Following(Protocol):
    """What a service elsewhere adds: each end hears of a change at once. Ends after the view that is ``over``."""

    def parent_views(self, assist_token: str) -> Iterator[ParentView]:
        """The view now, then each new one."""

    def agent_views(self, staff_token: str) -> Iterator[AgentView]:
        """The view now, then each new one."""
