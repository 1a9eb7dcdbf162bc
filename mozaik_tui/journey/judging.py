"""Which rule judges which field. Imported when a field is first judged: the first screen pays for no rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from .rules import birth_date, email_address, identifiers, names, password, verification_code
from .rules.verdict import Accepted, Refused

Answers = Mapping[str, str]
Verdict = Accepted[object] | Refused


def _school_body(text: str, _answers: Answers, _today: date) -> Verdict:
    return Accepted(text) if text else Refused("school_body_missing")


def _no(text: str, _answers: Answers, _today: date) -> Verdict:
    """The two opening questions stay at « Non »; a « Oui » goes through the school (journey.md, The screens)."""
    return Refused("handled_by_school") if text == "yes" else Accepted(False)


def _birth_date(text: str, _answers: Answers, today: date) -> Verdict:
    return birth_date.judge_birth_date(text, today)


def _identifier(text: str, answers: Answers, today: date) -> Verdict:
    born = birth_date.judge_birth_date(answers.get("birth_date", ""), today)
    return identifiers.judge_identifier(
        text,
        last_name=answers.get("last_name", ""),
        first_name=answers.get("first_name", ""),
        birth_date=born.value if isinstance(born, Accepted) else None,
    )


def _confirmation(text: str, answers: Answers, _today: date) -> Verdict:
    if password.normalise(text) != password.normalise(answers.get("password", "")):
        return Refused("password_mismatch")
    return Accepted(text)


def _password(text: str, answers: Answers, _today: date) -> Verdict:
    """Form only: the service decides, and it alone knows whether common passwords are refused."""
    judged = email_address.judge_email(answers.get("email", ""))
    local_part = judged.value.local_part if isinstance(judged, Accepted) else None
    unmet = password.unmet(text, refuse_common=False, local_part=local_part)
    return Refused("password_refused", details={"unmet": unmet}) if unmet else Accepted(text)


def _any_text(text: str, _answers: Answers, _today: date) -> Verdict:
    return Accepted(text) if text else Refused("password_refused", details={"unmet": ("empty",)})


JUDGES: Mapping[str, Callable[[str, Answers, date], Verdict]] = {
    "language": lambda text, _answers, _today: Accepted(text),
    "email": lambda text, _answers, _today: email_address.judge_email(text),
    "sign_in_password": _any_text,
    "password": _password,
    "confirmation": _confirmation,
    "first_enrolment": _no,
    "adult_learner": _no,
    "school_body": _school_body,
    "last_name": lambda text, _answers, _today: names.judge_last_name(text),
    "first_name": lambda text, _answers, _today: names.judge_first_name(text),
    "birth_date": _birth_date,
    "identifier": _identifier,
}
"""Each judge sees the text, the other answers and today's date, and never raises. The code's sees how many digits it has."""


def judge(name: str, text: str, answers: Answers, today: date, code_digits: int = 6) -> Verdict:
    """The verdict of the field's rule. ``KeyError`` for a field that does not exist."""
    if name == "code":
        return verification_code.judge_code(text, code_digits)
    return JUDGES[name](text, answers, today)


def acceptable(name: str, text: str, answers: Answers, today: date) -> bool:
    """Whether the field's rule takes the text."""
    return isinstance(judge(name, text, answers, today), Accepted)
