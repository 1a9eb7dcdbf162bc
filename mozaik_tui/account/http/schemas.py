"""The JSON Schemas of bodies and answers, as the OpenAPI document holds them (account-service.md, HTTP
version 1).
"""

from __future__ import annotations

from mozaik_tui.account.contract import STATUS
from mozaik_tui.account.http.help_schemas import HELP
from mozaik_tui.account.http.schema_parts import Schema, seconds, text
from mozaik_tui.account.http.schema_parts import closed as closed
from mozaik_tui.account.http.schema_parts import of as of

# What the service takes as a text: no NUL; each rule says the rest.
_NO_NUL = "^[^\\u0000]*$"


_TOKEN = {"type": "string", "minLength": 22, "pattern": "^[A-Za-z0-9_-]+$"}
_DELIVERY = {"type": "string", "enum": ["queued", "sent", "failed"]}
_ACCOUNT_KIND = {"type": "string", "enum": ["new", "existing"]}
_TIME = {"type": "string", "format": "date-time", "description": "RFC 3339, UTC"}
_SENT = {
    "expires_in": seconds("Until the flow ends"),
    "resend_in": seconds("Until a new code may be asked for"),
    "code_expires_in": seconds("Until the code ends"),
    "delivery": {"type": "string", "const": "queued"},
}

# Names, dates and identifiers: what the parent types, in the widest form that the service takes.
INPUTS: dict[str, Schema] = {
    "Email": text("Cleaned by the service", pattern=_NO_NUL, examples=["nadia@example.com"]),
    "LanguageTag": text("BCP 47; the nearest offered language is taken", pattern=_NO_NUL, examples=["fr"]),
    "Code": text("The digits of the mail, cleaned by the service", pattern=_NO_NUL, examples=["482913"]),
    "Password": text("8 characters or more; see `unmet`", writeOnly=True),
    "SchoolBodyReference": text(
        "An id of the list, or the MEQ code", pattern=_NO_NUL, examples=["css-montreal"]
    ),
    "LastName": text("Without digits", pattern=_NO_NUL),
    "FirstName": text("Without digits; empty for persons with one name", pattern=_NO_NUL),
    "BirthDate": text("YYYY-MM-DD", pattern=_NO_NUL, examples=["2014-03-09"]),
    "FileNumber": text("Either this or the permanent code", pattern=_NO_NUL),
    "PermanentCode": text("Either this or the file number", pattern=_NO_NUL),
    "Question": {"type": "boolean", "default": False, "description": "Yes is `handled_by_school`"},
}

ANSWERS: dict[str, Schema] = {
    "Health": closed({"status": {"type": "string", "const": "ok"}}),
    "OpenApi": {"type": "object", "required": ["openapi", "info", "paths"]},
    "SchoolBody": closed(
        {
            "id": text("Stable"),
            "name": text("As published"),
            "language": {"type": "string", "enum": ["fr", "en", "special"]},
            "region": text("Two digits"),
        }
    ),
    "SchoolBodies": closed({"school_bodies": {"type": "array", "items": of("SchoolBody")}}),
    "FlowStarted": closed({"flow_token": _TOKEN, **_SENT}),
    "CodeSent": closed(_SENT),
    "FlowState": closed(
        {
            "state": {"type": "string", "enum": ["code_sent", "email_verified", "complete"]},
            "delivery": _DELIVERY,
            "resend_in": seconds("Counts every lock"),
            "code_expires_in": seconds("Until the code ends"),
            "account": {"type": ["string", "null"], "enum": ["new", "existing", None]},
        }
    ),
    "Verified": closed({"state": {"type": "string", "const": "email_verified"}, "account": _ACCOUNT_KIND}),
    "SessionStarted": closed({"session_token": _TOKEN, "expires_in": seconds("At the latest")}),
    "Account": closed(
        {"email": text("Normalised"), "language": text("An offered language"), "created_at": _TIME}
    ),
    "Child": closed(
        {
            "id": text("Random, of this link alone"),
            "last_name": text("As typed"),
            "first_name": text("As typed"),
            "school_body": closed({"id": text("Of the list"), "name": text("As published")}),
            "identifier_kind": {"type": "string", "enum": ["file_number", "permanent_code"]},
            "identifier_hint": text("The last two characters", maxLength=2),
            "linked_at": _TIME,
        }
    ),
    "Children": closed({"children": {"type": "array", "items": of("Child")}}),
}

UNMET = (
    "empty",
    "too_short",
    "too_long",
    "too_few_classes",
    "outer_space",
    "invisible_character",
    "too_common",
    "too_close_to_account",
)


def problem(codes: list[str]) -> Schema:
    """The schema of the problems of one status of one call: as any problem, with these codes."""
    if codes == ["password_refused"] or not codes:
        return of("Problem")
    return {"allOf": [of("Problem"), {"properties": {"code": {"enum": sorted(codes)}}}]}


PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457",
    "additionalProperties": False,
    "required": ["type", "title", "status", "detail", "code", "support_number", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": text("Of the status"),
        "status": {"type": "integer", "enum": sorted(set(STATUS.values()))},
        "detail": text("In the language of Accept-Language, else French"),
        "code": {"type": "string", "enum": sorted(STATUS)},
        "support_number": text("What the parent reads out", pattern="^E-[0-9]{3}$"),
        "request_id": text("As X-Request-Id"),
        "retry_after": seconds("As Retry-After"),
        "tries_left": {"type": "integer", "minimum": 0},
        "field": text("Where"),
        "unmet": {"type": "array", "items": {"type": "string", "enum": list(UNMET)}},
    },
}

SCHEMAS: dict[str, Schema] = {**INPUTS, **ANSWERS, **HELP, "Problem": PROBLEM}
