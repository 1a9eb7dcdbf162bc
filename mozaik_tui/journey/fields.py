"""The declarative fields: what kind each is, which rule judges it, and what happens to it for a second child.

Labels, hints and help are catalogue keys made from the name: ``screen.field.<name>.label`` and ``….hint``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .rules import birth_date, email_address, identifiers, names, password, verification_code
from .rules.verdict import Accepted, Refused

Answers = Mapping[str, str]
Verdict = Accepted[object] | Refused
Kind = Literal["choice", "email", "code", "password", "yes_no", "search", "text", "date", "identifier"]


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``judge`` sees the text, the other answers and today's date, and never raises."""

    name: str
    kind: Kind
    judge: Callable[[str, Answers, date], Verdict]
    secret: bool = False
    default: str = ""
    of_child: bool = False
    kept_for_next_child: bool = False


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


FIELDS: tuple[Field, ...] = (
    Field("language", "choice", lambda text, _a, _t: Accepted(text)),
    Field("email", "email", lambda text, _a, _t: email_address.judge_email(text)),
    Field("code", "code", lambda text, _a, _t: verification_code.judge_code(text)),
    Field("sign_in_password", "password", _any_text, secret=True),
    Field("password", "password", _password, secret=True),
    Field("confirmation", "password", _confirmation, secret=True),
    Field("first_enrolment", "yes_no", _no, default="no", of_child=True),
    Field("adult_learner", "yes_no", _no, default="no", of_child=True),
    Field("school_body", "search", _school_body, of_child=True, kept_for_next_child=True),
    Field("last_name", "text", lambda text, _a, _t: names.judge_last_name(text), of_child=True),
    Field("first_name", "text", lambda text, _a, _t: names.judge_first_name(text), of_child=True),
    Field("birth_date", "date", _birth_date, of_child=True),
    Field("identifier", "identifier", _identifier, of_child=True),
)

BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
