"""The account service elsewhere, behind the same protocol (account-service.md, HTTP version 1).

A connection that cannot be made or breaks is tried again with the same idempotency key; a service that
stays away is the fault ``service_unreachable``, and whoever asks again later with the same key loses
nothing.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from mozaik_tui.account.contract import (
    Account,
    Child,
    ChildForm,
    CodeSent,
    FlowStarted,
    FlowState,
    Refusal,
    SchoolBody,
    SessionStarted,
    Verified,
)
from mozaik_tui.account.http.operations import BASE
from mozaik_tui.account.http.wire import Answer, Connection, Sent

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping

_DEAD = frozenset(("unauthenticated", "flow_complete"))


class RemoteService:
    """:class:`~mozaik_tui.account.contract.AccountService` at ``url`` (without ``/v1``).

    ``token`` is this terminal's; ``language`` gives the tag that refusals' details are to be written in.
    ``headers`` go with every call. Close it when nobody asks it any more.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        language: Callable[[], str] | None = None,
        headers: Mapping[str, str] | None = None,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        more = dict(headers or {})
        if token:
            more["X-Terminal-Token"] = token
        self._wire = Connection(url + BASE, more, language, verify)

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()

    def _ask(self, method: str, path: str, **more: Any) -> Answer:
        return self._wire.ask(Sent(method, path, **more))

    def _end(self, path: str, token: str, *done: str, body: Mapping[str, object] | None = None) -> None:
        """A DELETE, whose effect may have been there already when its connection broke: ``done`` are the
        refusals that say so on a second try.
        """
        self._ask("DELETE", path, bearer=token, body=body, done=frozenset(done))

    def ready(self) -> None:
        """Raise ``ServiceFault`` when the service cannot work or cannot be reached."""
        self._ask("GET", "/ready")

    def school_bodies(self) -> tuple[SchoolBody, ...]:
        """The published list."""
        return tuple(SchoolBody(**one) for one in self._ask("GET", "/school-bodies").body["school_bodies"])

    def start_flow(self, email: str, language: str, *, key: str | None = None) -> FlowStarted:
        """Send a code."""
        body = {"email": email, "language": language}
        return FlowStarted(**self._ask("POST", "/flows", body=body, key=key).body)

    def flow(self, flow_token: str) -> FlowState:
        """Where the flow stands."""
        return FlowState(**self._ask("GET", "/flow", bearer=flow_token).body)

    def resend(self, flow_token: str, *, key: str | None = None) -> CodeSent:
        """Send a new code."""
        return CodeSent(**self._ask("POST", "/flow/resend", bearer=flow_token, key=key).body)

    def verify(self, flow_token: str, code: str, *, key: str | None = None) -> Verified:
        """Spend the code."""
        answer = self._ask("POST", "/flow/verify", bearer=flow_token, body={"code": code}, key=key)
        return Verified(**answer.body)

    def set_password(
        self, flow_token: str, password: str, confirmation: str, *, key: str | None = None
    ) -> SessionStarted:
        """Make the account or replace its password, and sign in."""
        body = {"password": password, "confirmation": confirmation}
        answer = self._ask("POST", "/flow/password", bearer=flow_token, body=body, key=key)
        return SessionStarted(**answer.body, created=answer.status == 201)

    def cancel_flow(self, flow_token: str) -> None:
        """Kill the flow."""
        self._end("/flow", flow_token, *_DEAD)

    def sign_in(self, email: str, password: str, *, key: str | None = None) -> SessionStarted:
        """Open a session."""
        body = {"email": email, "password": password}
        return SessionStarted(**self._ask("POST", "/sessions", body=body, key=key).body)

    def sign_out(self, session_token: str) -> None:
        """End the session."""
        self._end("/session", session_token, *_DEAD)

    def account(self, session_token: str) -> Account:
        """The signed-in parent's account."""
        return Account(**self._ask("GET", "/account", bearer=session_token).body)

    def set_language(self, session_token: str, language: str) -> Account:
        """Change the language of mails."""
        body = {"language": language}
        return Account(**self._ask("PATCH", "/account", bearer=session_token, body=body).body)

    def delete_account(self, session_token: str, password: str) -> None:
        """Erase the account."""
        self._end("/account", session_token, *_DEAD, body={"password": password})

    def children(self, session_token: str) -> tuple[Child, ...]:
        """The linked children."""
        found = self._ask("GET", "/children", bearer=session_token).body["children"]
        return tuple(_child(one, created=True) for one in found)

    def add_child(self, session_token: str, form: ChildForm, *, key: str | None = None) -> Child:
        """Link a child."""
        if not isinstance(form, ChildForm):
            raise Refusal("malformed", field="form")
        body = {name: value for name, value in dataclasses.asdict(form).items() if value is not None}
        answer = self._ask("POST", "/children", bearer=session_token, body=body, key=key)
        return _child(answer.body, created=answer.status == 201)

    def remove_child(self, session_token: str, child_id: str) -> None:
        """Unlink a child."""
        self._end(f"/children/{_segment(child_id)}", session_token, "not_found")


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
    practice: None = None

    def close(self) -> None:
        """Let go of the connections."""
        self.service.close()
