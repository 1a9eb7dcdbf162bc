"""The child form as the service takes it: shapes and dates, told precisely and at no cost of a try.

account-service.md, Input and Order in ``POST /v1/children``: an opening question answered Yes, shapes,
dates, the school body; the match comes after.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from mozaik_tui.account.contract import ChildForm, IdentifierKind, Refusal, SchoolBody
from mozaik_tui.account.registry.bodies import school_bodies
from mozaik_tui.journey.rules.birth_date import judge_iso_birth_date
from mozaik_tui.journey.rules.identifiers import judge_file_number, judge_permanent_code
from mozaik_tui.journey.rules.names import judge_first_name, judge_last_name
from mozaik_tui.journey.rules.text import compact
from mozaik_tui.journey.rules.verdict import Refused


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A form that can be looked up. Names as typed (NFC), identifier cleaned, date ISO."""

    school_body: SchoolBody
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    kind: IdentifierKind
    identifier: str = field(repr=False)


def check_form(form: ChildForm, today: datetime.date) -> CheckedForm | Refusal:
    """The form checked, or why it cannot be. ``today`` is the day in Québec."""
    if form.first_enrolment or form.adult_learner:
        return Refusal("handled_by_school")
    last_name, first_name = judge_last_name(form.last_name), judge_first_name(form.first_name)
    if isinstance(last_name, Refused):
        return _malformed("last_name")
    if isinstance(first_name, Refused):
        return _malformed("first_name")
    birth_date = judge_iso_birth_date(form.birth_date, today)
    if isinstance(birth_date, Refused) and birth_date.code == "malformed":
        return _malformed("birth_date")
    identifier = _identifier(form)
    if isinstance(identifier, Refusal):
        return identifier
    if isinstance(birth_date, Refused):
        return Refusal(birth_date.code, reason=birth_date.reason)
    school_body = school_bodies().find(form.school_body)
    if school_body is None:
        return Refusal("unknown_school_body")
    kind, number = identifier
    return CheckedForm(
        school_body, last_name.value, first_name.value, birth_date.value.isoformat(), kind, number
    )


def _identifier(form: ChildForm) -> tuple[IdentifierKind, str] | Refusal:
    """The one identifier of the form; a field with nothing but blanks and dashes in it is an empty one."""
    file_number, code = form.file_number or "", form.permanent_code or ""
    has_file_number, has_code = bool(compact(file_number)), bool(compact(code, also="."))
    if has_file_number == has_code:
        return _malformed("file_number")
    if has_file_number:
        judged = judge_file_number(file_number)
        return _malformed("file_number") if isinstance(judged, Refused) else ("file_number", judged.value)
    verdict = judge_permanent_code(code)
    if not isinstance(verdict, Refused):
        return "permanent_code", verdict.value
    if verdict.code == "permanent_code_ten_characters":
        return Refusal(verdict.code)
    return _malformed("permanent_code")


def _malformed(field_name: str) -> Refusal:
    return Refusal("malformed", field=field_name)
