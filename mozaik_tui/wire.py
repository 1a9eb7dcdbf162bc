"""This terminal's side of the contract: one flow, one session, the children, and the keys of what is under way.

Its idempotency keys make a repeated action after a broken connection, or after a crash of the service, the same action
(account-service.md, Idempotency).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

from .account.refusing import Refusal, ServiceFault

if TYPE_CHECKING:
    from .account.contract import AccountService, Child, ChildForm, CodeSent, Delivery, SessionStarted

T = TypeVar("T")


def _fresh_key() -> str:
    from secrets import token_urlsafe

    return token_urlsafe(24)


class Wire:
    """This terminal's side of the contract: one flow, one session, and the keys of what is under way."""

    def __init__(self, service: AccountService) -> None:
        self.service = service
        self.forget()

    def forget(self) -> None:
        """Drop every token, wait and name."""
        self.drop_flow()
        self.drop_session()
        self._keys: dict[Hashable, str] = {}

    def drop_flow(self) -> None:
        """The flow is over or lost."""
        self.flow_token: str | None = None
        self.flow_email = ""
        self.verified: str | None = None
        self.delivery: Delivery = "queued"
        self.resend_at = self.code_ends_at = self.sent_at = 0.0

    def drop_session(self) -> None:
        """The session is over or lost."""
        self.session_token: str | None = None
        self.opened: SessionStarted | None = None
        """What saving a password answered, until the step that asked for it is over."""
        self.children: tuple[Child, ...] = ()

    def once(self, what: Hashable, call: Callable[[str], T]) -> T:
        """Call with an idempotency key that lasts until the service has answered for good."""
        key = self._keys.get(what) or self._keys.setdefault(what, _fresh_key())
        try:
            answer = call(key)
        except Refusal:
            self._keys.pop(what, None)
            raise
        self._keys.pop(what, None)
        return answer

    # -- the flow -------------------------------------------------------------------------------------------------
    def start_flow(self, email: str, language: str) -> None:
        """Send a code to a new address; an earlier flow's code dies only once the new one is on its way."""
        before = self.flow_token
        started = self.once(
            ("start", email, language), lambda key: self.service.start_flow(email, language, key=key)
        )
        self.drop_flow()
        self.flow_token, self.flow_email = started.flow_token, email
        self._code_sent(started)
        if before is not None:
            self._quietly(lambda: self.service.cancel_flow(before))

    def _code_sent(self, sent: CodeSent) -> None:
        now = time.monotonic()
        self.sent_at, self.delivery = now, sent.delivery
        self.resend_at, self.code_ends_at = now + sent.resend_in, now + sent.code_expires_in

    def resend(self) -> None:
        """A new code in the same flow; a refusal that names a wait moves the time of the next one."""
        token = self._flow()
        try:
            self._code_sent(self.once(("resend", token), lambda key: self.service.resend(token, key=key)))
        except Refusal as refusal:
            if refusal.retry_after is not None:
                self.resend_at = time.monotonic() + refusal.retry_after
            raise

    def watch(self) -> None:
        """Ask where the flow stands. An answer that comes after another flow or code was begun is of neither."""
        asked = (self.flow_token, self.sent_at)
        state = self.service.flow(self._flow())
        if asked != (self.flow_token, self.sent_at):
            return
        now = time.monotonic()
        self.delivery = state.delivery
        self.resend_at, self.code_ends_at = now + state.resend_in, now + state.code_expires_in

    def verify(self, code: str) -> str:
        """Spend the code; whether the account is ``new`` or ``existing``."""
        token = self._flow()
        try:
            self.verified = self.once(
                ("verify", token, code), lambda key: self.service.verify(token, code, key=key)
            ).account
        except Refusal as refusal:
            if refusal.code != "code_used":
                raise
            self.verified = self.service.flow(token).account  # spent, but its answer was lost on the way
            if self.verified is None:
                raise
        return self.verified

    def set_password(self, password: str, confirmation: str) -> SessionStarted:
        """Save the password; the session that opens is kept, the flow is over."""
        token = self._flow()
        opened = self.once(
            ("password", token, password, confirmation),
            lambda key: self.service.set_password(token, password, confirmation, key=key),
        )
        self.drop_flow()
        self.session_token, self.opened = opened.session_token, opened
        return opened

    def _flow(self) -> str:
        if self.flow_token is None:
            raise Refusal("flow_expired")
        return self.flow_token

    def resend_in(self) -> int:
        """Whole seconds until a new code may be asked for."""
        return max(0, round(self.resend_at - time.monotonic()))

    # -- the session ----------------------------------------------------------------------------------------------
    def sign_in(self, email: str, password: str) -> None:
        """Open a session; a code that was under way is of no more use."""
        opened = self.once(
            ("sign_in", email, password), lambda key: self.service.sign_in(email, password, key=key)
        )
        self.session_token = opened.session_token
        if (flow := self.flow_token) is not None:
            self._quietly(lambda: self.service.cancel_flow(flow))
            self.drop_flow()

    def list_children(self) -> None:
        """Read the children."""
        self.children = self.service.children(self._session())

    def add_child(self, form: ChildForm) -> Child:
        """Link a child, and read the children again."""
        token = self._session()
        child = self.once(("child", token, form), lambda key: self.service.add_child(token, form, key=key))
        self.children = (*(c for c in self.children if c.id != child.id), child)
        return child

    def remove_child(self, child_id: str) -> None:
        """Unlink a child."""
        try:
            self.service.remove_child(self._session(), child_id)
        except Refusal as refusal:
            if refusal.code == "not_found":  # unlinked elsewhere: the list is up to date, as the message says
                self._without(child_id)
            raise
        self._without(child_id)

    def _without(self, child_id: str) -> None:
        self.children = tuple(child for child in self.children if child.id != child_id)

    def set_language(self, language: str) -> None:
        """The language of this account's mails."""
        self.service.set_language(self._session(), language)

    def _session(self) -> str:
        if self.session_token is None:
            raise Refusal("session_expired")
        return self.session_token

    def end(self) -> None:
        """Cancel the flow and sign out, as far as the service can be reached; both end by themselves otherwise."""
        flow, session = self.flow_token, self.session_token
        if flow is not None:
            self._quietly(lambda: self.service.cancel_flow(flow))
        if session is not None:
            self._quietly(lambda: self.service.sign_out(session))

    @staticmethod
    def _quietly(call: Callable[[], None]) -> None:
        try:
            call()
        except (Refusal, ServiceFault):
            return
