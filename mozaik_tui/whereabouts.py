"""Where the parent is, as the person on the phone sees it: made of closed sets, never of what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .account.assist.report import FieldState, Report
from .account.assist.words import LONGEST_WAIT
from .journey.rules.verdict import Refused
from .outcome import from_rule

if TYPE_CHECKING:
    from .session import Session


def field_state(session: Session, name: str, focused: str | None) -> FieldState:
    """One field. While it is typed in nothing is said but that: its verdicts would tell how long the text is."""
    typed = session.answer(name)
    if not typed:
        return FieldState(name, "empty")
    if (number := session.told_of(name)) is not None:
        return FieldState(name, "refused", number)
    if name == focused:
        return FieldState(name, "typing")
    verdict = session.judge(name)
    if isinstance(verdict, Refused):
        return FieldState(name, "refused", from_rule(name, verdict)[0].support_number)
    return FieldState(name, "accepted")


def report(session: Session, focused: str | None) -> Report:
    """The whole report; ``focused`` is the field that has the focus, if one has."""
    wire, step = session.wire, session.step
    waits_for_code = wire.flow_token is not None and wire.verified is None
    return Report(
        language=session.language,
        step=step.name,
        focused=focused if focused in step.fields else None,
        fields=tuple(field_state(session, name, focused) for name in step.fields),
        refusal=session.last_refusal,
        resend_in=min(wire.resend_in(), LONGEST_WAIT) if waits_for_code else 0,
        locked_for=min(session.locked_for(), LONGEST_WAIT),
        delivery=wire.delivery if waits_for_code else None,
    )
