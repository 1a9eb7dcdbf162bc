"""What the guide says of an answer before it is typed on the portal: the journey's own rules, in this process alone."""

from __future__ import annotations

from typing import NamedTuple

from ..journey.rules import password
from ..journey.rules.verdict import Refused
from ..outcome import Doubt, Problem, from_caution, from_rule
from ..views import read_as
from ..wording import sentence
from .bodies import name_of
from .run_of_guide import Guide
from .words import GuideWords

OWN_GOOD = ("email", "school_body")
"""Fields with a good word of their own; the others are compared with the school's paper."""


class Looked(NamedTuple):
    """What came of it: what stands in the way, how it was read, what is worth a second look, the good word."""

    problems: tuple[Problem, ...] = ()
    read: str = ""
    doubts: tuple[Doubt, ...] = ()
    good: str = ""


def looked_at(guide: Guide, words: GuideWords, field: str, text: str) -> Looked:
    """What the rule says of ``text``; a school body comes as its id, and a password not at all (:func:`ticks`)."""
    verdict = guide.judge(field, text)
    if isinstance(verdict, Refused):
        return Looked(from_rule(field, verdict))
    doubts = tuple(from_caution(field, caution) for caution in verdict.cautions)
    key = f"guide.check.good.{field if field in OWN_GOOD else 'other'}"
    good = words.text(key, name=name_of(text)) if field == "school_body" else words.text(key)
    return Looked((), read_as(verdict, words.lead) or "", doubts, good)


def doubt_lines(doubts: tuple[Doubt, ...], words: GuideWords) -> list[str]:
    """One sentence a doubt, with its support number."""
    look = words.text("guide.check.look")
    return [f"{look} {sentence(doubt, words.lead)} ({doubt.support_number})" for doubt in doubts]


def ticks(text: str) -> tuple[password.Tick, ...]:
    """The portal's rules of a password, one by one. The text is looked at and let go.

    What our own service refuses besides (common passwords, the name of the address) is nothing that we know of the
    portal, and is not told here.
    """
    return password.progress(text, refuse_common=False)


def password_problems(text: str) -> tuple[Problem, ...]:
    """The rules that a password does not meet yet."""
    return tuple(Problem(rule, "password") for rule in password.unmet(text, refuse_common=False))


def number_of(guide: Guide, text: str) -> str | tuple[Problem, ...]:
    """A child's number as its rule writes it, or what stands in the way."""
    verdict = guide.judge("identifier", text)
    if isinstance(verdict, Refused):
        return from_rule("identifier", verdict)
    assert isinstance(verdict.value, tuple)
    return str(verdict.value[1])
