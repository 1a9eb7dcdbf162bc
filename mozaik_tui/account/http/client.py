"""The account service elsewhere, behind the same protocol (account-service.md, HTTP version 1).

A connection that cannot be made or breaks is tried again with the same idempotency key; a service that
stays away is the fault ``service_unreachable``, and whoever asks again later with the same key loses
nothing.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

from mozaik_tui.account.contract import (
    Account,
    Child,
    ChildForm,
    CodeSent,
    FlowStarted,
    FlowState,
    Refusal,
    SchoolBody,
    ServiceFault,
    SessionStarted,
    Verified,
)
from mozaik_tui.account.http.remote import Remote
from mozaik_tui.account.http.wire import Answer, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mozaik_tui.account.http.help_client import RemoteHelp

Made = TypeVar("Made")

CREATED = 201
_DEAD = frozenset(("unauthenticated", "flow_complete"))


class RemoteService(Remote):
    """:class:`~mozaik_tui.account.contract.AccountService` at a service elsewhere."""

    def _ask(self, read: Callable[[Answer], Made], method: str, path: str, **more: Any) -> Made:
        """A call, and what ``read`` makes of its answer; an answer of another form is none of ours."""
        answer = self._wire.ask(Sent(method, path, **more))
        try:
            return read(answer)
        except (KeyError, TypeError, AttributeError):
            raise ServiceFault("service_unreachable") from None

    def _end(self, path: str, token: str, *done: str, body: Mapping[str, object] | None = None) -> None:
        """A DELETE, whose effect may have been there already when its connection broke: ``done`` are the
        refusals that say so on a second try.
        """
        self._ask(lambda _: None, "DELETE", path, bearer=token, body=body, done=frozenset(done))

    def ready(self) -> None:
        """Raise ``ServiceFault`` when the service cannot work or cannot be reached."""
        self._ask(lambda _: None, "GET", "/ready")

    def school_bodies(self) -> tuple[SchoolBody, ...]:
        """The published list."""

        def read(answer: Answer) -> tuple[SchoolBody, ...]:
            return tuple(_known(SchoolBody, one) for one in answer.body["school_bodies"])

        return self._ask(read, "GET", "/school-bodies")

    def start_flow(self, email: str, language: str, *, key: str | None = None) -> FlowStarted:
        """Send a code."""
        body = {"email": email, "language": language}
        return self._ask(_as(FlowStarted), "POST", "/flows", body=body, key=key)

    def flow(self, flow_token: str) -> FlowState:
        """Where the flow stands."""
        return self._ask(_as(FlowState), "GET", "/flow", bearer=flow_token)

    def resend(self, flow_token: str, *, key: str | None = None) -> CodeSent:
        """Send a new code."""
        return self._ask(_as(CodeSent), "POST", "/flow/resend", bearer=flow_token, key=key)

    def verify(self, flow_token: str, code: str, *, key: str | None = None) -> Verified:
        """Spend the code."""
        body = {"code": code}
        return self._ask(_as(Verified), "POST", "/flow/verify", bearer=flow_token, body=body, key=key)

    def set_password(
        self, flow_token: str, password: str, confirmation: str, *, key: str | None = None
    ) -> SessionStarted:
        """Make the account or replace its password, and sign in."""
        body = {"password": password, "confirmation": confirmation}

        def read(answer: Answer) -> SessionStarted:
            return _known(SessionStarted, answer.body, created=answer.status == CREATED)

        return self._ask(read, "POST", "/flow/password", bearer=flow_token, body=body, key=key)

    def cancel_flow(self, flow_token: str) -> None:
        """Kill the flow."""
        self._end("/flow", flow_token, *_DEAD)

    def sign_in(self, email: str, password: str, *, key: str | None = None) -> SessionStarted:
        """Open a session."""
        body = {"email": email, "password": password}
        return self._ask(_as(SessionStarted), "POST", "/sessions", body=body, key=key)

    def sign_out(self, session_token: str) -> None:
        """End the session."""
        self._end("/session", session_token, *_DEAD)

    def account(self, session_token: str) -> Account:
        """The signed-in parent's account."""
        return self._ask(_as(Account), "GET", "/account", bearer=session_token)

    def set_language(self, session_token: str, language: str) -> Account:
        """Change the language of mails."""
        body = {"language": language}
        return self._ask(_as(Account), "PATCH", "/account", bearer=session_token, body=body)

    def delete_account(self, session_token: str, password: str) -> None:
        """Erase the account."""
        self._end("/account", session_token, *_DEAD, body={"password": password})

    def children(self, session_token: str) -> tuple[Child, ...]:
        """The linked children."""

        def read(answer: Answer) -> tuple[Child, ...]:
            return tuple(_child(one, created=True) for one in answer.body["children"])

        return self._ask(read, "GET", "/children", bearer=session_token)

    def add_child(self, session_token: str, form: ChildForm, *, key: str | None = None) -> Child:
        """Link a child."""
        if not isinstance(form, ChildForm):
            raise Refusal("malformed", field="form")
        body = {name: value for name, value in dataclasses.asdict(form).items() if value is not None}

        def read(answer: Answer) -> Child:
            return _child(answer.body, created=answer.status == CREATED)

        return self._ask(read, "POST", "/children", bearer=session_token, body=body, key=key)

    def remove_child(self, session_token: str, child_id: str) -> None:
        """Unlink a child."""
        self._end(f"/children/{_segment(child_id)}", session_token, "not_found")


def _known(kind: type[Made], body: Mapping[str, Any], **more: Any) -> Made:
    """A value of the contract from an answer; keys of a later version of the service are passed over."""
    names = [one.name for one in dataclasses.fields(kind) if one.name in body]  # type: ignore[arg-type]
    return kind(**{name: body[name] for name in names}, **more)


def _as(kind: type[Made]) -> Callable[[Answer], Made]:
    return lambda answer: _known(kind, answer.body)


def _segment(text: object) -> str:
    """A piece of a path. ``malformed``, as the service would say, for what is no text."""
    from urllib.parse import quote

    try:
        return quote(text if isinstance(text, str) else "\ud800", safe="") or "-"
    except UnicodeEncodeError:
        raise Refusal("malformed", field="id") from None


def _child(body: Mapping[str, Any], *, created: bool) -> Child:
    school = body["school_body"]
    return Child(
        id=body["id"],
        last_name=body["last_name"],
        first_name=body["first_name"],
        school_body_id=school["id"],
        school_body_name=school["name"],
        identifier_kind=body["identifier_kind"],
        identifier_hint=body["identifier_hint"],
        linked_at=body["linked_at"],
        created=created,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class RemoteParts:
    """A service elsewhere as a front end holds it: there is no practice there."""

    service: RemoteService
    help: RemoteHelp
    practice: None = None

    def close(self) -> None:
        """Let go of the connections."""
        self.service.close()
        self.help.close()
