"""What stands on the sheet, in the reader's language and in French: no form, no place."""

from __future__ import annotations

from typing import NamedTuple

from ...language import FRENCH
from ...language.pair import Both
from ..bodies import name_of
from ..run_of_guide import Child, Guide
from ..words import GuideWords

CHECKLIST = ("email", "number", "mailbox", "time")


class Line(NamedTuple):
    """A step: its title, and what to do."""

    title: Both
    do: Both


class Sheet(NamedTuple):
    """The whole. ``words`` speak the two languages; texts of one word or a heading are asked of them."""

    words: GuideWords
    address: str
    typed_address: str
    checklist: tuple[Both, ...]
    lines: tuple[Line, ...]
    school_body: str
    contact: tuple[str, ...]
    children: tuple[Child, ...]
    version: str
    draft: bool
    """Whether no native speaker has reviewed the translation yet."""


def sheet_of(guide: Guide) -> Sheet:
    """The sheet of a guide: in its language, for the school body and the children that were asked for."""
    procedure, words = guide.procedure, GuideWords(guide.language, guide.procedure)
    return Sheet(
        words=words,
        address=procedure.portal.address,
        typed_address=procedure.portal.typed,
        checklist=tuple(words.both(f"sheet.check.{name}") for name in CHECKLIST),
        lines=tuple(
            Line(*(words.both(f"guide.step.{step.name}.{part}") for part in ("title", "do")))
            for step in procedure.steps
        ),
        school_body=name_of(guide.school_body),
        contact=guide.contact(),
        children=tuple(guide.children),
        version=procedure.version,
        draft=words.lead.tag != FRENCH and not words.lead.reviewed("guide"),
    )
