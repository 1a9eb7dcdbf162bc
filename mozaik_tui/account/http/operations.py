"""Every call of HTTP version 1 as data: drives routes, gate, OpenAPI document and tests
(account-service.md, HTTP version 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

BASE = "/v1"
Bearer = Literal["none", "flow", "session", "assist", "staff"]
Lane = Literal["quick", "hashing", "free", "stream"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One call. ``fields``: the keys of its body with the schema of each, ``needed`` the obligatory ones.

    ``answers``: schema by status of success, ``None`` for no body. ``codes``: the refusals of its own, over
    those that any call may meet. ``lane``: where it runs (``hashing`` may wait in the queue of hashes,
    ``free`` asks for no terminal token, ``stream`` goes on as server-sent events). ``kept``: it may carry an idempotency key.
    """

    name: str
    method: str
    path: str
    answers: Mapping[int, str | None]
    bearer: Bearer = "none"
    fields: Mapping[str, str] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    lane: Lane = "quick"

    @property
    def kept(self) -> bool:
        """Whether it may carry an ``Idempotency-Key``: every POST."""
        return self.method == "POST"

    @property
    def media(self) -> str:
        """What a success is written as."""
        return "text/event-stream" if self.lane == "stream" else "application/json"

    @property
    def has_body(self) -> bool:
        """Whether there is anything to say in its body."""
        return bool(self.fields)


_FLOW = ("flow_expired",)
_SESSION = ("session_expired",)
_SENDS = ("send_locked", "email_locked")
_PASSWORDS = {"password": "Password", "confirmation": "Password"}
_CHILD = {
    "school_body": "SchoolBodyReference",
    "last_name": "LastName",
    "first_name": "FirstName",
    "birth_date": "BirthDate",
    "file_number": "FileNumber",
    "permanent_code": "PermanentCode",
    "first_enrolment": "Question",
    "adult_learner": "Question",
}

_ASSIST = ("assist_over",)
_STAFF = ("session_expired",)
_FOLLOWING = (*_STAFF, *_ASSIST)

OPERATIONS = (
    Operation("health", "GET", "/health", {200: "Health"}, lane="free"),
    Operation("ready", "GET", "/ready", {200: "Health"}, lane="free"),
    Operation("openapi", "GET", "/openapi.json", {200: "OpenApi"}, lane="free"),
    Operation("school_bodies", "GET", "/school-bodies", {200: "SchoolBodies"}),
    Operation(
        "start_flow",
        "POST",
        "/flows",
        {202: "FlowStarted"},
        fields={"email": "Email", "language": "LanguageTag"},
        needed=("email", "language"),
        codes=("email_invalid", "email_empty", *_SENDS),
    ),
    Operation("flow", "GET", "/flow", {200: "FlowState"}, "flow", codes=_FLOW),
    Operation(
        "resend",
        "POST",
        "/flow/resend",
        {202: "CodeSent"},
        "flow",
        codes=(*_FLOW, *_SENDS, "resend_too_soon", "flow_complete", "code_used"),
    ),
    Operation(
        "verify",
        "POST",
        "/flow/verify",
        {200: "Verified"},
        "flow",
        {"code": "Code"},
        ("code",),
        (
            *_FLOW,
            "code_malformed",
            "code_invalid",
            "code_superseded",
            "code_expired",
            "code_used",
            "code_locked",
            "email_locked",
            "flow_complete",
        ),
    ),
    Operation(
        "set_password",
        "POST",
        "/flow/password",
        {200: "SessionStarted", 201: "SessionStarted"},
        "flow",
        _PASSWORDS,
        ("password", "confirmation"),
        (
            *_FLOW,
            "email_not_verified",
            "flow_complete",
            "account_exists",
            "password_mismatch",
            "password_refused",
            "session_expired",
        ),
        "hashing",
    ),
    Operation("cancel_flow", "DELETE", "/flow", {204: None}, "flow", codes=(*_FLOW, "flow_complete")),
    Operation(
        "sign_in",
        "POST",
        "/sessions",
        {201: "SessionStarted"},
        fields={"email": "Email", "password": "Password"},
        needed=("email", "password"),
        codes=("email_invalid", "email_empty", "sign_in_failed", "sign_in_locked", "session_expired"),
        lane="hashing",
    ),
    Operation("sign_out", "DELETE", "/session", {204: None}, "session", codes=_SESSION),
    Operation("account", "GET", "/account", {200: "Account"}, "session", codes=_SESSION),
    Operation(
        "set_language",
        "PATCH",
        "/account",
        {200: "Account"},
        "session",
        {"language": "LanguageTag"},
        ("language",),
        _SESSION,
    ),
    Operation(
        "delete_account",
        "DELETE",
        "/account",
        {204: None},
        "session",
        {"password": "Password"},
        ("password",),
        (*_SESSION, "sign_in_failed", "sign_in_locked"),
        "hashing",
    ),
    Operation("children", "GET", "/children", {200: "Children"}, "session", codes=_SESSION),
    Operation(
        "add_child",
        "POST",
        "/children",
        {200: "Child", 201: "Child"},
        "session",
        _CHILD,
        ("school_body", "last_name", "first_name", "birth_date"),
        (
            *_SESSION,
            "handled_by_school",
            "birth_date_not_real",
            "birth_date_future",
            "birth_date_out_of_range",
            "permanent_code_ten_characters",
            "unknown_school_body",
            "child_no_match",
            "child_locked",
            "child_guardian_limit",
            "too_many_children",
        ),
    ),
    Operation(
        "remove_child", "DELETE", "/children/{id}", {204: None}, "session", codes=(*_SESSION, "not_found")
    ),
    # Help by phone: the parent's end
    Operation(
        "offer_assist", "POST", "/assist", {201: "AssistOffered"}, codes=("assist_needs_service", *_ASSIST)
    ),
    Operation("parent_view", "GET", "/assist", {200: "ParentView"}, "assist"),
    Operation("parent_events", "GET", "/assist/events", {200: "ParentEvents"}, "assist", lane="stream"),
    Operation(
        "report", "PATCH", "/assist", {204: None}, "assist", {"report": "Report"}, ("report",), _ASSIST
    ),
    Operation(
        "assist_about",
        "PATCH",
        "/assist/about",
        {204: None},
        "assist",
        {"flow_token": "Token", "session_token": "Token"},
        codes=_ASSIST,
    ),
    Operation(
        "answer",
        "POST",
        "/assist/answers",
        {204: None},
        "assist",
        {"answer": "Answer", "message": "MessageNumber"},
        ("answer",),
        _ASSIST,
    ),
    Operation("end_assist", "DELETE", "/assist", {204: None}, "assist", codes=_ASSIST),
    # … and the agent's
    Operation(
        "staff_sign_in",
        "POST",
        "/staff/sessions",
        {201: "StaffSignedIn"},
        fields={"name": "StaffName", "password": "Password", "totp": "AppCode"},
        needed=("name", "password"),
        codes=("sign_in_failed", "sign_in_locked", "session_expired", "unauthenticated"),
        lane="hashing",
    ),
    Operation("staff_sign_out", "DELETE", "/staff/session", {204: None}, "staff", codes=_STAFF),
    Operation(
        "open_assists", "GET", "/staff/assists", {200: "OpenAssists"}, "staff", codes=(*_STAFF, "not_found")
    ),
    Operation(
        "join_assist",
        "POST",
        "/staff/assist",
        {204: None},
        "staff",
        {"number": "AssistNumber"},
        ("number",),
        (*_STAFF, "assist_number_wrong", "assist_locked", "assist_taken"),
    ),
    Operation("agent_view", "GET", "/staff/assist", {200: "AgentView"}, "staff", codes=_FOLLOWING),
    Operation(
        "agent_events",
        "GET",
        "/staff/assist/events",
        {200: "AgentEvents"},
        "staff",
        codes=_FOLLOWING,
        lane="stream",
    ),
    Operation(
        "say",
        "POST",
        "/staff/assist/messages",
        {204: None},
        "staff",
        {"phrase": "Phrase", "text": "FreeText", "field": "FieldName"},
        codes=_FOLLOWING,
    ),
    Operation("mail_trouble", "GET", "/staff/assist/mail", {200: "MailTrouble"}, "staff", codes=_FOLLOWING),
    Operation(
        "resend_for",
        "POST",
        "/staff/assist/resend",
        {202: "CodeSent"},
        "staff",
        codes=(*_FOLLOWING, *_FLOW, *_SENDS, "resend_too_soon", "flow_complete", "code_used"),
    ),
    Operation(
        "lift_lock",
        "POST",
        "/staff/assist/locks",
        {204: None},
        "staff",
        {"lock": "Lock", "checked": "Script"},
        ("lock", "checked"),
        (*_FOLLOWING, "nothing_to_lift"),
    ),
    Operation("leave_assist", "DELETE", "/staff/assist", {204: None}, "staff", codes=_FOLLOWING),
)

_PARENT, _LONGEST_ID = f"{BASE}/children/", 200
_BY_PATH: dict[str, dict[str, Operation]] = {}
for _operation in OPERATIONS:
    _BY_PATH.setdefault(BASE + _operation.path, {})[_operation.method] = _operation


def at(path: str) -> tuple[Mapping[str, Operation], str]:
    """The operations of a path by method, none for one that does not exist; and the ``{id}`` in it."""
    if (found := _BY_PATH.get(path)) is not None and "{" not in path:
        return found, ""
    last = path.removeprefix(_PARENT)
    if path.startswith(_PARENT) and 0 < len(last) <= _LONGEST_ID and "/" not in last:
        return _BY_PATH[f"{_PARENT}{{id}}"], last
    return {}, ""
