"""What the OpenAPI 3.1 document says of each call, made from the table of calls (account-service.md, HTTP
version 1). FastAPI puts the parts together.
"""

from __future__ import annotations

from typing import Any

from mozaik_tui.account.contract import STATUS
from mozaik_tui.account.http.operations import Operation
from mozaik_tui.account.http.problems import MEDIA_TYPE, TITLES
from mozaik_tui.account.http.schemas import SCHEMAS, closed, of, problem

TITLE = "Mozaïk: the account service"
BEARERS = {
    "flow": "flowToken",
    "session": "sessionToken",
    "assist": "assistToken",
    "staff": "staffToken",
}
TERMINAL = "terminalToken"

_ANY_CALL = (
    "malformed_json",
    "duplicate_key",
    "request_timeout",
    "body_too_large",
    "unsupported_media_type",
    "malformed",
    "unknown_field",
)
_COUNTED = ("terminal_unknown", "too_many_requests", "service_unavailable")
_ANSWERED = "Done"


def codes_of(operation: Operation) -> tuple[str, ...]:
    """Every refusal that a call may answer with."""
    codes = {*operation.codes, *_ANY_CALL}
    if operation.lane != "free":
        codes.update(_COUNTED)
    if operation.name == "ready":
        codes.add("service_unavailable")
    if operation.bearer != "none":
        codes.add("unauthenticated")
    if operation.kept:
        codes.update(("idempotency_mismatch", "service_unavailable"))
        codes.update(("unauthenticated",) if "session_expired" in operation.codes else ())
    if operation.name in ("start_flow", "sign_in"):
        codes.update(
            ("unauthenticated", "flow_expired" if operation.name == "start_flow" else "session_expired")
        )
    return tuple(sorted(codes))


def _headers(status: int) -> dict[str, Any]:
    names = ["RequestId", "NoStore"]
    names += ["Authenticate"] if status == 401 else ["RetryAfter"] if status in (429, 503) else []
    written = {
        "RequestId": "X-Request-Id",
        "NoStore": "Cache-Control",
        "Authenticate": "WWW-Authenticate",
        "RetryAfter": "Retry-After",
    }
    return {written[name]: {"$ref": f"#/components/headers/{name}"} for name in names}


def responses(operation: Operation) -> dict[int | str, dict[str, Any]]:
    """Every answer of a call: its successes, and its refusals by status."""
    made: dict[int | str, dict[str, Any]] = {}
    for status, schema in operation.answers.items():
        made[status] = {"description": _ANSWERED, "headers": _headers(status)}
        if schema is not None:
            made[status]["content"] = {operation.media: {"schema": of(schema)}}
    codes = codes_of(operation)
    for status in sorted({STATUS[code] for code in codes}):
        own = [code for code in codes if STATUS[code] == status]
        made[status] = {
            "description": f"{TITLES[status]}: {', '.join(own)}",
            "headers": _headers(status),
            "content": {MEDIA_TYPE: {"schema": problem(own)}},
        }
    return made


def particulars(operation: Operation) -> dict[str, Any]:
    """Parameters, body and security of a call."""
    parameters = [{"$ref": "#/components/parameters/AcceptLanguage"}]
    if operation.kept:
        parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
    if "{id}" in operation.path:
        parameters.append({"$ref": "#/components/parameters/ChildId"})
    made: dict[str, Any] = {"operationId": operation.name, "parameters": parameters}
    needs: dict[str, list[str]] = {} if operation.bearer == "none" else {BEARERS[operation.bearer]: []}
    if operation.lane == "free":
        made["security"] = []
    else:
        made["security"] = [needs, {**needs, TERMINAL: []}]
    if operation.has_body:
        fields = {name: of(schema) for name, schema in operation.fields.items()}
        schema = closed(fields, operation.needed)
        if operation.name == "add_child":
            schema["oneOf"] = [{"required": ["file_number"]}, {"required": ["permanent_code"]}]
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if links := _LINKS.get(operation.name):
        made["responses"] = {status: {"links": links} for status in map(str, operation.answers)}
    return made


def _with_token(operation: str) -> dict[str, Any]:
    return {"operationId": operation}


_LINKS: dict[str, dict[str, Any]] = {
    "start_flow": {name: _with_token(name) for name in ("flow", "resend", "verify", "cancel_flow")},
    "verify": {"set_password": _with_token("set_password")},
    "add_child": {"remove": {"operationId": "remove_child", "parameters": {"id": "$response.body#/id"}}},
}

_ID = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9_-]+$"}

COMPONENTS: dict[str, Any] = {
    "schemas": SCHEMAS,
    "headers": {
        "RequestId": {"required": True, "description": "Stands in the log", "schema": {"type": "string"}},
        "NoStore": {"required": True, "schema": {"type": "string", "const": "no-store"}},
        "Authenticate": {"required": True, "schema": {"type": "string", "const": "Bearer"}},
        "RetryAfter": {"description": "Whole seconds", "schema": {"type": "integer", "minimum": 0}},
    },
    "parameters": {
        "AcceptLanguage": {
            "name": "Accept-Language",
            "in": "header",
            "required": False,
            "description": "The language of `detail`; French where it is none of the offered ones",
            "schema": {"type": "string"},
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "The same key and body: the same answer and one effect, for 24 hours",
            "schema": {"type": "string", "pattern": "^[!-~]{16,255}$", "minLength": 16, "maxLength": 255},
        },
        "ChildId": {"name": "id", "in": "path", "required": True, "schema": _ID},
    },
    "securitySchemes": {
        "flowToken": {"type": "http", "scheme": "bearer", "description": "Of `POST /v1/flows`"},
        "sessionToken": {"type": "http", "scheme": "bearer", "description": "Of a sign-in or a new password"},
        "assistToken": {"type": "http", "scheme": "bearer", "description": "Of `POST /v1/assist`"},
        "staffToken": {"type": "http", "scheme": "bearer", "description": "Of `POST /v1/staff/sessions`"},
        TERMINAL: {
            "type": "apiKey",
            "in": "header",
            "name": "X-Terminal-Token",
            "description": "Where the service asks for it",
        },
    },
}
