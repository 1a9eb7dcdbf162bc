"""Both ends of the help by phone at a service elsewhere (:mod:`mozaik_tui.account.assist.contract`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from mozaik_tui.account.assist.contract import (
    AgentView,
    AssistOffered,
    Done,
    MailTrouble,
    Message,
    OpenAssist,
    ParentView,
    StaffSignedIn,
)
from mozaik_tui.account.assist.report import Report, report_of
from mozaik_tui.account.contract import CodeSent, Refusal, ServiceFault
from mozaik_tui.account.http.remote import Remote
from mozaik_tui.account.http.wire import Answer, Sent

Made = TypeVar("Made")

_OVER = frozenset(("assist_over", "unauthenticated"))


class RemoteHelp(Remote):
    """Both ends at a service elsewhere."""

    def _ask(self, read: Callable[[Any], Made], method: str, path: str, **more: Any) -> Made:
        answer: Answer = self._wire.ask(Sent(method, path, **more))
        return _understood(read, answer.body)

    def _do(
        self, method: str, path: str, bearer: str, body: Mapping[str, object] | None = None, **more: Any
    ) -> Done:
        self._wire.ask(Sent(method, path, bearer, body, **more))
        return Done()

    # -- the parent's end -----------------------------------------------------------------------------------------
    def offer_assist(self, *, key: str | None = None) -> AssistOffered:
        """Ask for help."""
        return self._ask(lambda body: AssistOffered(**body), "POST", "/assist", key=key)

    def assist_about(self, assist_token: str, *, flow_token: str = "", session_token: str = "") -> None:
        """Say which flow or session the help is about."""
        given = {"flow_token": flow_token, "session_token": session_token}
        self._do("PATCH", "/assist/about", assist_token, {name: text for name, text in given.items() if text})

    def report(self, assist_token: str, report: Report) -> None:
        """Say where the parent is."""
        if not isinstance(report, Report):
            raise Refusal("malformed", field="report")
        self._do("PATCH", "/assist", assist_token, {"report": report.as_json()})

    def answer(
        self, assist_token: str, answer: str, *, message: int | None = None, key: str | None = None
    ) -> Done:
        """Answer the agent."""
        body: dict[str, object] = {"answer": answer}
        if message is not None:
            body["message"] = message
        return self._do("POST", "/assist/answers", assist_token, body, key=key)

    def parent_view(self, assist_token: str) -> ParentView:
        """How it stands."""
        return self._ask(_parents, "GET", "/assist", bearer=assist_token)

    def end_assist(self, assist_token: str) -> None:
        """Nobody sees anything any more."""
        self._do("DELETE", "/assist", assist_token, done=_OVER)

    def parent_views(self, assist_token: str) -> Iterator[ParentView]:
        """The view now, then each new one."""
        for body in self._wire.listen("/assist/events", assist_token):
            yield _understood(_parents, body)

    # -- the agent's end ------------------------------------------------------------------------------------------
    def staff_sign_in(
        self, name: str, password: str, totp: str = "", *, key: str | None = None
    ) -> StaffSignedIn:
        """Open a staff session."""
        body = {"name": name, "password": password, "totp": totp}
        return self._ask(lambda found: StaffSignedIn(**found), "POST", "/staff/sessions", body=body, key=key)

    def staff_sign_out(self, staff_token: str) -> None:
        """End the session, and the help that it gives."""
        self._do("DELETE", "/staff/session", staff_token, done=frozenset(("unauthenticated",)))

    def join_assist(self, staff_token: str, number: str, *, key: str | None = None) -> Done:
        """Follow the parent who reads out the number."""
        return self._do("POST", "/staff/assist", staff_token, {"number": number}, key=key)

    def agent_view(self, staff_token: str) -> AgentView:
        """How it stands."""
        return self._ask(_agents, "GET", "/staff/assist", bearer=staff_token)

    def agent_views(self, staff_token: str) -> Iterator[AgentView]:
        """The view now, then each new one."""
        for body in self._wire.listen("/staff/assist/events", staff_token):
            yield _understood(_agents, body)

    def say(
        self,
        staff_token: str,
        *,
        phrase: str | None = None,
        text: str | None = None,
        field: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Show the parent a phrase, or a text."""
        said = {"phrase": phrase, "text": text, "field": field}
        body = {name: word for name, word in said.items() if word is not None}
        return self._do("POST", "/staff/assist/messages", staff_token, body, key=key)

    def mail_trouble(self, staff_token: str) -> MailTrouble:
        """Why the mail with the code does not arrive."""
        return self._ask(lambda body: MailTrouble(**body), "GET", "/staff/assist/mail", bearer=staff_token)

    def resend_for(self, staff_token: str, *, key: str | None = None) -> CodeSent:
        """Have a new code sent."""
        return self._ask(
            lambda body: CodeSent(**body), "POST", "/staff/assist/resend", bearer=staff_token, key=key
        )

    def lift_lock(
        self, staff_token: str, lock: str, checked: tuple[str, ...], *, key: str | None = None
    ) -> Done:
        """End a wait of this parent, after the fixed script."""
        body = {"lock": lock, "checked": list(checked)}
        return self._do("POST", "/staff/assist/locks", staff_token, body, key=key)

    def leave_assist(self, staff_token: str) -> None:
        """End the help."""
        self._do("DELETE", "/staff/assist", staff_token, done=frozenset(("assist_over",)))

    def open_assists(self, staff_token: str) -> tuple[OpenAssist, ...]:
        """What is under way."""
        return self._ask(
            lambda body: tuple(OpenAssist(**one) for one in body["assists"]),
            "GET",
            "/staff/assists",
            bearer=staff_token,
        )


def _understood(read: Callable[[Any], Made], body: Any) -> Made:
    """What ``read`` makes of an answer; one of another form is none of ours."""
    try:
        return read(body)
    except (KeyError, TypeError, ValueError):
        raise ServiceFault("service_unreachable") from None


def _parents(body: Any) -> ParentView:
    message = body["message"]
    return ParentView(**{**body, "message": None if message is None else Message(**message)})


def _agents(body: Any) -> AgentView:
    report = body["report"]
    return AgentView(**{**body, "report": None if report is None else report_of(report)})
