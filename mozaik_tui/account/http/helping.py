"""The calls of the help by phone, from a request's body to the service and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mozaik_tui.account.assist.report import report_of
from mozaik_tui.account.http.asked import Answered, Asked

if TYPE_CHECKING:
    from mozaik_tui.account.assist.contract import AgentView
    from mozaik_tui.account.service import LocalService

MISSING: Any = object()
"""Stands for what is not there or is not of its type: the service refuses it by its name."""


def _text(asked: Asked, name: str) -> Any:
    return asked.body.get(name, MISSING)


def _optional(asked: Asked, name: str) -> Any:
    """A key that may be left out; ``null`` is of the wrong type."""
    return MISSING if name in asked.body and asked.body[name] is None else asked.body.get(name)


def agent_body(view: AgentView) -> dict[str, object]:
    """The agent's view as JSON has it."""
    return {**asdict(view), "report": None if view.report is None else view.report.as_json()}


def _offer(service: LocalService, asked: Asked) -> Answered:
    return Answered(201, asdict(service.offer_assist(key=asked.key)))


def _parent_view(service: LocalService, asked: Asked) -> Answered:
    return Answered(200, asdict(service.parent_view(asked.bearer)))


def _report(service: LocalService, asked: Asked) -> Answered:
    try:
        report: Any = report_of(asked.body.get("report"))
    except ValueError:
        report = MISSING
    service.report(asked.bearer, report)
    return Answered(204)


def _about(service: LocalService, asked: Asked) -> Answered:
    tokens = {name: asked.body[name] for name in ("flow_token", "session_token") if name in asked.body}
    service.assist_about(asked.bearer, **tokens)
    return Answered(204)


def _answer(service: LocalService, asked: Asked) -> Answered:
    service.answer(asked.bearer, _text(asked, "answer"), message=_optional(asked, "message"), key=asked.key)
    return Answered(204)


def _end(service: LocalService, asked: Asked) -> Answered:
    service.end_assist(asked.bearer)
    return Answered(204)


def _sign_in(service: LocalService, asked: Asked) -> Answered:
    code = asked.body.get("totp", "")
    return Answered(
        201,
        asdict(service.staff_sign_in(_text(asked, "name"), _text(asked, "password"), code, key=asked.key)),
    )


def _sign_out(service: LocalService, asked: Asked) -> Answered:
    service.staff_sign_out(asked.bearer)
    return Answered(204)


def _open(service: LocalService, asked: Asked) -> Answered:
    return Answered(200, {"assists": [asdict(one) for one in service.open_assists(asked.bearer)]})


def _join(service: LocalService, asked: Asked) -> Answered:
    service.join_assist(asked.bearer, _text(asked, "number"), key=asked.key)
    return Answered(204)


def _agent_view(service: LocalService, asked: Asked) -> Answered:
    return Answered(200, agent_body(service.agent_view(asked.bearer)))


def _say(service: LocalService, asked: Asked) -> Answered:
    said = {name: _optional(asked, name) for name in ("phrase", "text", "field")}
    service.say(asked.bearer, **said, key=asked.key)
    return Answered(204)


def _mail(service: LocalService, asked: Asked) -> Answered:
    return Answered(200, asdict(service.mail_trouble(asked.bearer)))


def _resend(service: LocalService, asked: Asked) -> Answered:
    return Answered(202, asdict(service.resend_for(asked.bearer, key=asked.key)))


def _lift(service: LocalService, asked: Asked) -> Answered:
    checked = asked.body.get("checked")
    lines = tuple(checked) if isinstance(checked, list) else MISSING
    service.lift_lock(asked.bearer, _text(asked, "lock"), lines, key=asked.key)
    return Answered(204)


def _leave(service: LocalService, asked: Asked) -> Answered:
    service.leave_assist(asked.bearer)
    return Answered(204)


CALLS: Mapping[str, Callable[[LocalService, Asked], Answered]] = {
    "offer_assist": _offer,
    "parent_view": _parent_view,
    "parent_events": _parent_view,
    "report": _report,
    "assist_about": _about,
    "answer": _answer,
    "end_assist": _end,
    "staff_sign_in": _sign_in,
    "staff_sign_out": _sign_out,
    "open_assists": _open,
    "join_assist": _join,
    "agent_view": _agent_view,
    "agent_events": _agent_view,
    "say": _say,
    "mail_trouble": _mail,
    "resend_for": _resend,
    "lift_lock": _lift,
    "leave_assist": _leave,
}
