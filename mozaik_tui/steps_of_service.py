"""What each step asks of the account service, and where its answer leads. Part of the session (architecture.md).

``Wire`` holds what came back: tokens, waits, children. Its idempotency keys make a repeated action after a broken
connection, or after a crash of the service, the same action (account-service.md, Idempotency).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, TypeVar

from .account.contract import (
    AccountService,
    Child,
    ChildForm,
    CodeSent,
    Delivery,
    Refusal,
    ServiceFault,
    SessionStarted,
)
from .journey.rules.email_address import EmailAddress
from .journey.rules.verdict import Accepted
from .outcome import Outcome

if TYPE_CHECKING:
    from .session import Session

T = TypeVar("T")


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
        self.children: tuple[Child, ...] = ()

    def once(self, what: Hashable, call: Callable[[str], T]) -> T:
        """Call with an idempotency key that lasts until the service has answered for good."""
        key = self._keys.setdefault(what, secrets.token_urlsafe(24))
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
        started = self.once(("start", email, language), lambda key: self.service.start_flow(email, language, key=key))
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
        """Ask where the flow stands."""
        state = self.service.flow(self._flow())
        now = time.monotonic()
        self.delivery = state.delivery
        self.resend_at, self.code_ends_at = now + state.resend_in, now + state.code_expires_in

    def verify(self, code: str) -> str:
        """Spend the code; whether the account is ``new`` or ``existing``."""
        token = self._flow()
        self.verified = self.once(
            ("verify", token, code), lambda key: self.service.verify(token, code, key=key)
        ).account
        return self.verified

    def set_password(self, password: str, confirmation: str) -> SessionStarted:
        """Save the password; the session that opens is kept, the flow is over."""
        token = self._flow()
        opened = self.once(
            ("password", token, password, confirmation),
            lambda key: self.service.set_password(token, password, confirmation, key=key),
        )
        self.drop_flow()
        self.session_token = opened.session_token
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
        opened = self.once(("sign_in", email, password), lambda key: self.service.sign_in(email, password, key=key))
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
        self.service.remove_child(self._session(), child_id)
        self.children = tuple(c for c in self.children if c.id != child_id)

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


def _value(session: Session, name: str) -> str:
    """The value that the rule understood; the session has checked the field before."""
    verdict = session.judge(name)
    assert isinstance(verdict, Accepted)
    return str(verdict.value)


def _email(session: Session) -> str:
    """The address as the rule cleaned it, the local part as it was typed."""
    verdict = session.judge("email")
    assert isinstance(verdict, Accepted)
    assert isinstance(verdict.value, EmailAddress)
    return verdict.value.normalised


def _send_code(session: Session, sure: bool) -> Outcome:
    """The e-mail step: one address, one code. An unchanged address keeps its code; a changed one ends it, said first."""
    wire, journey = session.wire, session.journey
    email = _email(session)
    if wire.flow_token is not None and wire.flow_email == email:
        journey.forward("done" if wire.verified is None else "existing" if _must_choose(session) else "verified")
        return Outcome(moved=True)
    if wire.flow_token is not None and not sure:
        return Outcome(loss="code")
    wire.start_flow(email, session.language)
    journey.forget("code")
    journey.forward("done")
    return Outcome(moved=True)


def _must_choose(session: Session) -> bool:
    return session.wire.verified == "existing" and session.journey.path != "reset"


def _verify(session: Session, _sure: bool) -> Outcome:
    session.wire.verify(_value(session, "code"))
    session.journey.forward("existing" if _must_choose(session) else "new")
    return Outcome(moved=True)


def _new_password(session: Session, _sure: bool) -> Outcome:
    session.journey.path = "reset"
    session.journey.forward("new_password")
    return Outcome(moved=True)


def _set_password(session: Session, _sure: bool) -> Outcome:
    """The service cleans and judges the password itself: it gets what was typed."""
    opened = session.wire.set_password(session.answer("password"), session.answer("confirmation"))
    if not opened.created:
        session.wire.list_children()
    session.journey.forward("created" if opened.created else "replaced")
    session.journey.signed_in()
    session.notice = "screen.notice.account_created" if opened.created else "screen.notice.password_replaced"
    return Outcome(moved=True)


def _sign_in(session: Session, _sure: bool) -> Outcome:
    session.wire.sign_in(_email(session), session.answer("sign_in_password"))
    session.wire.list_children()
    session.journey.forward("done")
    session.journey.signed_in()
    return Outcome(moved=True)


def _forgot(session: Session, _sure: bool) -> Outcome:
    session.journey.path = "reset"
    session.journey.forget("sign_in_password")
    session.journey.forward("forgot")
    return Outcome(moved=True)


def _create(session: Session, _sure: bool) -> Outcome:
    session.journey.path = "create"
    session.journey.forward("create")
    return Outcome(moved=True)


def child_form(session: Session) -> ChildForm:
    """The answers of screen 6 as the contract wants them; every field has been accepted by its rule."""
    verdict = session.judge("identifier")
    assert isinstance(verdict, Accepted)
    assert isinstance(verdict.value, tuple)
    kind, identifier = verdict.value
    return ChildForm(
        school_body=session.answer("school_body"),
        last_name=_value(session, "last_name"),
        first_name=_value(session, "first_name"),
        birth_date=_value(session, "birth_date"),
        file_number=identifier if kind == "file_number" else None,
        permanent_code=identifier if kind == "permanent_code" else None,
    )


def _add_child(session: Session, _sure: bool) -> Outcome:
    """Check-your-answers: a part that is missing is gone to, else the child is linked."""
    missing = session.journey.furthest_child_part(session.today())
    if missing != "check":
        session.journey.edit(missing)
        return Outcome(moved=True, problems=(session.check() or Outcome()).problems)
    child = session.wire.add_child(child_form(session))
    session.notice = "screen.notice.child_linked" if child.created else "screen.notice.child_already_linked"
    session.journey.forward("done")
    session.journey.next_child()
    return Outcome(moved=True)


def _another_child(session: Session, _sure: bool) -> Outcome:
    session.journey.next_child()
    session.journey.forward("repeat" if session.step.name == "another" else "add_child")
    session.journey.trail = ["family"]
    return Outcome(moved=True)


def _sign_out(session: Session, _sure: bool) -> Outcome:
    linked = session.children
    session.wire.end()
    session.wire.forget()
    session.wire.children = linked
    session.journey.forward("sign_out")
    return Outcome(moved=True)


def _restart(session: Session, _sure: bool) -> Outcome:
    session.leave()
    return Outcome(moved=True)


Action = Callable[["Session", bool], Outcome]

ACTIONS: Mapping[tuple[str, str], Action] = {
    ("start", "create"): _create,
    ("email", "done"): _send_code,
    ("code", "done"): _verify,
    ("existing", "new_password"): _new_password,
    ("password", "done"): _set_password,
    ("sign_in", "done"): _sign_in,
    ("sign_in", "forgot"): _forgot,
    ("check", "done"): _add_child,
    ("another", "repeat"): _another_child,
    ("family", "add_child"): _another_child,
    ("family", "sign_out"): _sign_out,
    ("goodbye", "restart"): _restart,
}
