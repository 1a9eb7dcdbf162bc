"""From a request's body to a call of the service, and from its answer to a body (account-service.md, HTTP
version 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mozaik_tui.account.contract import ChildForm, Refusal
from mozaik_tui.account.http.asked import Answered, Asked
from mozaik_tui.account.http.helping import CALLS

if TYPE_CHECKING:
    from mozaik_tui.account.contract import (
        AccountService,
        Child,
        CodeSent,
        FlowStarted,
        SessionStarted,
    )
    from mozaik_tui.account.service import LocalService

_MISSING: Any = object()
"""Stands for a key that is not there: no text, so that the service refuses it by its name."""


def unknown_key(asked: Asked) -> Refusal | None:
    """``unknown_field`` when the body says more than the call knows; never which word it was."""
    return None if asked.body.keys() <= asked.operation.fields.keys() else Refusal("unknown_field")


def performed(service: LocalService, asked: Asked) -> Answered:
    """Do what was asked; blocks. Raises what the contract raises."""
    return (_CALLS.get(asked.operation.name) or CALLS[asked.operation.name])(service, asked)


def _text(asked: Asked, name: str) -> Any:
    return asked.body.get(name, _MISSING)


def _sent(sent: CodeSent) -> dict[str, object]:
    return {
        "expires_in": sent.expires_in,
        "resend_in": sent.resend_in,
        "code_expires_in": sent.code_expires_in,
        "delivery": sent.delivery,
    }


def _started(started: FlowStarted) -> dict[str, object]:
    return {"flow_token": started.flow_token, **_sent(started)}


def _session(opened: SessionStarted) -> dict[str, object]:
    return {"session_token": opened.session_token, "expires_in": opened.expires_in}


def _child(child: Child) -> dict[str, object]:
    return {
        "id": child.id,
        "last_name": child.last_name,
        "first_name": child.first_name,
        "school_body": {"id": child.school_body_id, "name": child.school_body_name},
        "identifier_kind": child.identifier_kind,
        "identifier_hint": child.identifier_hint,
        "linked_at": child.linked_at,
    }


def _form(asked: Asked) -> ChildForm:
    """The child form; an identifier that is there but ``null`` is of the wrong type, not absent."""
    body = asked.body
    identifiers = {
        name: (_MISSING if body[name] is None else body[name]) if name in body else None
        for name in ("file_number", "permanent_code")
    }
    return ChildForm(
        school_body=_text(asked, "school_body"),
        last_name=_text(asked, "last_name"),
        first_name=_text(asked, "first_name"),
        birth_date=_text(asked, "birth_date"),
        first_enrolment=body.get("first_enrolment", False),
        adult_learner=body.get("adult_learner", False),
        **identifiers,
    )


def _ready(service: AccountService, _asked: Asked) -> Answered:
    service.ready()
    return Answered(200, {"status": "ok"})


def _school_bodies(service: AccountService, _asked: Asked) -> Answered:
    return Answered(200, {"school_bodies": [asdict(body) for body in service.school_bodies()]})


def _start_flow(service: AccountService, asked: Asked) -> Answered:
    started = service.start_flow(_text(asked, "email"), _text(asked, "language"), key=asked.key)
    return Answered(202, _started(started))


def _flow(service: AccountService, asked: Asked) -> Answered:
    return Answered(200, asdict(service.flow(asked.bearer)))


def _resend(service: AccountService, asked: Asked) -> Answered:
    return Answered(202, _sent(service.resend(asked.bearer, key=asked.key)))


def _verify(service: AccountService, asked: Asked) -> Answered:
    verified = service.verify(asked.bearer, _text(asked, "code"), key=asked.key)
    return Answered(200, {"state": verified.state, "account": verified.account})


def _set_password(service: AccountService, asked: Asked) -> Answered:
    opened = service.set_password(
        asked.bearer, _text(asked, "password"), _text(asked, "confirmation"), key=asked.key
    )
    return Answered(201 if opened.created else 200, _session(opened))


def _cancel_flow(service: AccountService, asked: Asked) -> Answered:
    service.cancel_flow(asked.bearer)
    return Answered(204)


def _sign_in(service: AccountService, asked: Asked) -> Answered:
    opened = service.sign_in(_text(asked, "email"), _text(asked, "password"), key=asked.key)
    return Answered(201, _session(opened))


def _sign_out(service: AccountService, asked: Asked) -> Answered:
    service.sign_out(asked.bearer)
    return Answered(204)


def _account(service: AccountService, asked: Asked) -> Answered:
    return Answered(200, asdict(service.account(asked.bearer)))


def _set_language(service: AccountService, asked: Asked) -> Answered:
    return Answered(200, asdict(service.set_language(asked.bearer, _text(asked, "language"))))


def _delete_account(service: AccountService, asked: Asked) -> Answered:
    service.delete_account(asked.bearer, _text(asked, "password"))
    return Answered(204)


def _children(service: AccountService, asked: Asked) -> Answered:
    return Answered(200, {"children": [_child(child) for child in service.children(asked.bearer)]})


def _add_child(service: AccountService, asked: Asked) -> Answered:
    child = service.add_child(asked.bearer, _form(asked), key=asked.key)
    return Answered(201 if child.created else 200, _child(child))


def _remove_child(service: AccountService, asked: Asked) -> Answered:
    service.remove_child(asked.bearer, asked.id)
    return Answered(204)


_CALLS: Mapping[str, Callable[[AccountService, Asked], Answered]] = {
    "ready": _ready,
    "school_bodies": _school_bodies,
    "start_flow": _start_flow,
    "flow": _flow,
    "resend": _resend,
    "verify": _verify,
    "set_password": _set_password,
    "cancel_flow": _cancel_flow,
    "sign_in": _sign_in,
    "sign_out": _sign_out,
    "account": _account,
    "set_language": _set_language,
    "delete_account": _delete_account,
    "children": _children,
    "add_child": _add_child,
    "remove_child": _remove_child,
}
