"""Small read-outs that every front end shows: what was understood, the answers to check, a child's record."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from .account.contract import Child, PracticeFamily
from .journey import fields, steps
from .journey.rules.refusals import support_number
from .journey.rules.verdict import Accepted
from .language.pair import Pair
from .language.translator import Translator
from .session import Session

if TYPE_CHECKING:
    from .journey.judging import Verdict

DELAYED_AFTER = 20.0
"""Seconds after which "it takes longer" is said of a mail that is still queued."""


class Answered(NamedTuple):
    """One line of the check-your-answers screen and the step that changes it."""

    step: str
    label: str
    french_label: str | None
    value: str


def understood(session: Session, name: str, words: Translator) -> str | None:
    """How a date or a number was read, in words; ``None`` while there is nothing to say (journey.md, Input rules)."""
    if name not in ("birth_date", "identifier") or not session.answer(name).strip():
        return None
    return read_as(session.judge(name), words)


def read_as(verdict: Verdict, words: Translator) -> str | None:
    """How the rule read a date or a number, in words; ``None`` for anything else."""
    if not isinstance(verdict, Accepted):
        return None
    if isinstance(verdict.value, date):
        return words.text("screen.birth_date.understood", date=words.date(verdict.value))
    if not isinstance(verdict.value, tuple):
        return None
    kind, number = verdict.value
    return words.text(f"screen.identifier.is_{kind}", number=number)


def value_in_words(session: Session, name: str, words: Translator) -> str:
    """One answer of the child form as the parent reads it again."""
    typed = session.answer(name)
    kind = fields.BY_NAME[name].kind
    if kind == "yes_no":
        return words.text("screen.field.yes" if typed == "yes" else "screen.field.no")
    if kind == "search":
        return session.school_body_name(typed)
    verdict = session.judge(name)
    if name == "first_name" and not typed.strip():
        return words.text("screen.check.no_first_name")
    if isinstance(verdict, Accepted):
        if isinstance(verdict.value, date):
            return words.date(verdict.value)
        if isinstance(verdict.value, tuple):
            return str(verdict.value[1])
        return str(verdict.value)
    return typed


def answers_to_check(session: Session, words: Pair) -> list[Answered]:
    """Every answer of the child form, in the order in which it was asked."""
    lines = []
    for step in steps.CHILD_FORM:
        for name in steps.BY_NAME[step].fields:
            short = f"screen.check.{name}"
            label = words.both(short if words.lead.has(short) else f"screen.field.{name}.label")
            lines.append(Answered(step, label.lead, label.french, value_in_words(session, name, words.lead)))
    return lines


def child_name(child: Child) -> str:
    """First name and surname; one of them alone for a one-name person."""
    return f"{child.first_name} {child.last_name}".strip()


def record(child: Child, words: Translator) -> list[str]:
    """A linked child's record: name, school body, masked number, day of linking."""
    number = f"screen.record.{child.identifier_kind}"
    from .account.quebec import zone

    linked = datetime.fromisoformat(child.linked_at.replace("Z", "+00:00")).astimezone(zone()).date()
    return [
        words.text("screen.record.name", name=child_name(child)),
        words.text("screen.record.school_body", name=child.school_body_name),
        words.text(number, hint="•" * 5 + child.identifier_hint),
        words.text("screen.record.linked", date=words.date(linked)),
    ]


def mail_line(session: Session, words: Translator) -> str:
    """How the mail with the code fares; what goes wrong with it carries its support number."""
    wire = session.wire
    late = wire.delivery == "queued" and time.monotonic() - wire.sent_at > DELAYED_AFTER
    line = words.text(f"screen.code.{'delayed' if late else wire.delivery}")
    number = "mail_delayed" if late else "mail_failed" if wire.delivery == "failed" else None
    return line if number is None else f"{line} ({support_number(number)})"


def card_lines(family: PracticeFamily, words: Translator) -> list[str]:
    """The practice card: what to type to try the whole journey."""
    lines = [words.text("screen.card.explain"), words.text("screen.card.email", email=family.email)]
    for n, child in enumerate(family.children, 1):
        lines += [
            words.text("screen.card.child", n=n),
            *(
                words.text(
                    "screen.check.change", label=words.text(f"screen.field.{label}.label"), value=value
                )
                for label, value in (
                    ("school_body", child.school_body_name),
                    ("last_name", child.last_name),
                    ("first_name", child.first_name),
                    ("birth_date", child.birth_date),
                    ("identifier", child.file_number or child.permanent_code),
                )
            ),
        ]
    return lines
