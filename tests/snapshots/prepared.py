"""Sessions that stand on a given step, with an invented family, for pictures and for tests of single screens.

No service stands behind them: a picture asks nothing. Whatever asks all the same fails loudly.
"""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

from mozaik_tui.account.contract import (
    Child,
    IdentifierKind,
    PracticeChild,
    PracticeFamily,
    PracticeMessage,
    SchoolBody,
)
from mozaik_tui.outcome import Outcome, Problem
from mozaik_tui.session import Session

TODAY = date(2026, 11, 24)
TYPED = {
    "email": "amina.exemple@example.com",
    "school_body": "css-montreal",
    "last_name": "Exemple-Tremblay",
    "first_name": "Noé",
    "birth_date": "9 mars 2014",
    "identifier": "0123456",
}
MONTREAL = "Centre de services scolaire de Montréal"


def linked(id_: str, first_name: str, kind: IdentifierKind, hint: str, minute: int) -> Child:
    at = f"2026-11-24T14:{minute:02}:00Z"
    return Child(id_, "Exemple-Tremblay", first_name, "css-montreal", MONTREAL, kind, hint, at)


CHILDREN = (linked("1", "Noé", "file_number", "56", 0), linked("2", "Lila", "permanent_code", "02", 5))


def school_bodies() -> tuple[SchoolBody, ...]:
    text = (files("mozaik_tui.data") / "school_bodies.csv").read_text(encoding="utf-8")
    return tuple(
        SchoolBody(row["id"], row["name"], row["language"], row["region"])
        for row in csv.DictReader(text.splitlines())
    )


class OnlySchoolBodies:
    """The one call that a picture makes."""

    def school_bodies(self) -> tuple[SchoolBody, ...]:
        return school_bodies()


class CardOnly:
    """A practice card without a service."""

    def mailbox(self, email: str) -> tuple[PracticeMessage, ...]:
        return ()

    def card(self) -> PracticeFamily:
        body = school_bodies()[20]
        return PracticeFamily(
            "amina.exemple@example.com",
            (
                PracticeChild(
                    body.id, body.name, "Exemple-Tremblay", "Noé", "2014-03-09", "0123456", "EXEN71031402"
                ),
            ),
        )


def prepared(step: str, language: str, *, practice: bool = True) -> Session:
    """A session on ``step``, with everything typed that a parent has typed by then."""
    session = Session(
        OnlySchoolBodies(),
        language=None if step == "language" else language,
        practice=CardOnly() if practice else None,
        today=lambda: TODAY,
    )
    session.school_bodies()
    session.choose_language(language)
    journey, number = session.journey, session.journey.step.number
    journey.at = step
    number = journey.step.number
    journey.trail = [] if step in ("language", "family", "another", "goodbye") else ["start"]
    for name, text in TYPED.items():
        first = 3 if name == "email" else 6
        if number > first or (number == 6 and step == "check"):
            journey.type(name, text)
    if number >= 4:
        session.wire.flow_email = TYPED["email"]
        session.wire.delivery = "sent"
    if number >= 7:
        session.wire.children = CHILDREN
        session.record = CHILDREN[0]
    return session


REFUSED: dict[str, Outcome] = {
    "email": Outcome(problems=(Problem("email_invalid", "email", "missing_at"),)),
    "code": Outcome(problems=(Problem("code_invalid", "code", tries_left=3),)),
    "password": Outcome(
        problems=(Problem("too_short", "password"), Problem("password_mismatch", "confirmation"))
    ),
    "check": Outcome(problems=(Problem("child_no_match"),)),
}
"""A refusal as each of these screens shows it."""
