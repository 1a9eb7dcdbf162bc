"""The account service as its callers see it: calls, answers, refusals (account-service.md, HTTP version 1).

Embedded and remote services have this one face. No library's types appear here, and importing it costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from .refusing import Refusal as Refusal
from .refusing import ServiceFault as ServiceFault

FlowStateName = Literal["code_sent", "email_verified", "complete"]
Delivery = Literal["queued", "sent", "failed"]
AccountKind = Literal["new", "existing"]
IdentifierKind = Literal["file_number", "permanent_code"]


@dataclass(frozen=True, slots=True)
class SchoolBody:
    """One of the 72 school bodies; ``language`` is ``fr``, ``en`` or ``special``; ``region`` two digits."""

    id: str
    name: str
    language: str
    region: str


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way. Waits in whole seconds; ``delivery`` is always ``queued`` here."""

    expires_in: int
    resend_in: int
    code_expires_in: int
    delivery: Delivery = "queued"


@dataclass(frozen=True, slots=True)
class FlowStarted(CodeSent):
    """A flow was made; the token is the only way back to it."""

    flow_token: str = field(default="", repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class FlowState:
    """Where a flow stands; ``account`` only once the e-mail is verified; ``resend_in`` counts every lock."""

    state: FlowStateName
    delivery: Delivery
    resend_in: int
    code_expires_in: int
    account: AccountKind | None


@dataclass(frozen=True, slots=True)
class Verified:
    """The code was right. ``account`` tells, to this parent alone, whether the e-mail has an account."""

    account: AccountKind
    state: FlowStateName = "email_verified"


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """A signed-in session; ``created`` is false when an existing account's password was replaced or used."""

    session_token: str = field(repr=False)
    expires_in: int
    created: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """The signed-in parent's account; ``created_at`` is RFC 3339 in UTC."""

    email: str = field(repr=False)
    language: str
    created_at: str


@dataclass(frozen=True, slots=True)
class ChildForm:
    """The form « Associer un enfant à votre compte ». Exactly one of the two identifiers; date as ``YYYY-MM-DD``."""

    school_body: str
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    file_number: str | None = field(default=None, repr=False)
    permanent_code: str | None = field(default=None, repr=False)
    first_enrolment: bool = False
    adult_learner: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """A linked child. ``identifier_hint`` is the identifier's last two characters; ``created`` is false if already linked."""

    id: str
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    school_body_id: str
    school_body_name: str
    identifier_kind: IdentifierKind
    identifier_hint: str = field(repr=False)
    linked_at: str
    created: bool = True


# Status of each code over HTTP; the embedded service uses the words alone.
STATUS: Mapping[str, int] = {
    "malformed_json": 400,
    "duplicate_key": 400,
    "unauthenticated": 401,
    "terminal_unknown": 401,
    "sign_in_failed": 401,
    "not_found": 404,
    "method_not_allowed": 405,
    "request_timeout": 408,
    "code_used": 409,
    "email_not_verified": 409,
    "flow_complete": 409,
    "account_exists": 409,
    "assist_taken": 409,
    "assist_needs_service": 409,
    "nothing_to_lift": 409,
    "child_guardian_limit": 409,
    "too_many_children": 409,
    "code_expired": 410,
    "flow_expired": 410,
    "assist_over": 410,
    "session_expired": 410,
    "body_too_large": 413,
    "unsupported_media_type": 415,
    "email_invalid": 422,
    "email_empty": 422,
    "code_malformed": 422,
    "assist_number_wrong": 422,
    "code_invalid": 422,
    "code_superseded": 422,
    "password_mismatch": 422,
    "password_refused": 422,
    "malformed": 422,
    "birth_date_not_real": 422,
    "birth_date_future": 422,
    "birth_date_out_of_range": 422,
    "permanent_code_ten_characters": 422,
    "unknown_school_body": 422,
    "child_no_match": 422,
    "handled_by_school": 422,
    "unknown_field": 422,
    "idempotency_mismatch": 422,
    "resend_too_soon": 429,
    "send_locked": 429,
    "assist_locked": 429,
    "code_locked": 429,
    "email_locked": 429,
    "sign_in_locked": 429,
    "child_locked": 429,
    "too_many_requests": 429,
    "service_unavailable": 503,
}


class AccountService(Protocol):
    """Every call may raise :class:`Refusal` or :class:`ServiceFault`; all block and are safe to call from any thread.

    ``key`` is an idempotency key (16–255 visible ASCII characters): the same key with the same arguments gives the same
    answer and one effect, also across a crash (account-service.md, Idempotency).
    """

    def ready(self) -> None:
        """Raise :class:`ServiceFault` when the database or a registry that is there cannot be read."""

    def school_bodies(self) -> tuple[SchoolBody, ...]:
        """The school bodies in the order of the published list."""

    def start_flow(self, email: str, language: str, *, key: str | None = None) -> FlowStarted:
        """Send a code to ``email``; the same answer whether or not it has an account."""

    def flow(self, flow_token: str) -> FlowState:
        """Where the flow stands; not an activity."""

    def resend(self, flow_token: str, *, key: str | None = None) -> CodeSent:
        """Send a new code, which supersedes this flow's earlier one."""

    def verify(self, flow_token: str, code: str, *, key: str | None = None) -> Verified:
        """Spend the code."""

    def set_password(
        self, flow_token: str, password: str, confirmation: str, *, key: str | None = None
    ) -> SessionStarted:
        """Make the account, or replace the password of the existing one, and sign in."""

    def cancel_flow(self, flow_token: str) -> None:
        """Kill the flow, its code and its token."""

    def sign_in(self, email: str, password: str, *, key: str | None = None) -> SessionStarted:
        """Open a session."""

    def sign_out(self, session_token: str) -> None:
        """End the session."""

    def account(self, session_token: str) -> Account:
        """The signed-in parent's account."""

    def set_language(self, session_token: str, language: str) -> Account:
        """Change the language that mails are written in."""

    def delete_account(self, session_token: str, password: str) -> None:
        """Erase the account, its links and its sessions; a wrong password counts as a sign-in."""

    def children(self, session_token: str) -> tuple[Child, ...]:
        """The linked children in order of linking."""

    def add_child(self, session_token: str, form: ChildForm, *, key: str | None = None) -> Child:
        """Link a child whose registry entry matches the form and this account's e-mail."""

    def remove_child(self, session_token: str, child_id: str) -> None:
        """Unlink a child; ``not_found`` for one that is not this account's."""


@dataclass(frozen=True, slots=True)
class PracticeMessage:
    """A mail that landed in the practice mailbox instead of a relay."""

    received_at: float
    subject: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PracticeChild:
    """An invented pupil as the practice card prints it; ``birth_date`` is ISO."""

    school_body_id: str
    school_body_name: str
    last_name: str
    first_name: str
    birth_date: str
    file_number: str
    permanent_code: str


@dataclass(frozen=True, slots=True)
class PracticeFamily:
    """The invented family of the practice card: the e-mail that is in each child's file."""

    email: str
    children: tuple[PracticeChild, ...]


class Practice(Protocol):
    """What practice mode adds to the real service: a mailbox to look into and an invented family (journey.md)."""

    def mailbox(self, email: str) -> tuple[PracticeMessage, ...]:
        """The mails for ``email`` that arrived, newest first."""

    def card(self) -> PracticeFamily:
        """The family printed on the practice card."""
