"""Surname and first name (journey.md, Names): as on the school's papers, any script, kept as typed."""

from __future__ import annotations

import unicodedata

from .text import strip_edges
from .verdict import Accepted, Refused

LONGEST = 100
CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories that are told as control characters; Cf is none of them: some scripts need joiners."""


def judge_last_name(text: str) -> Accepted[str] | Refused:
    """The surname in NFC without edge blanks; refused: ``name_empty``, ``name_too_long``, ``name_has_digit``,
    ``name_has_control``. A digit is most likely a number typed into the wrong field, so it is told before the
    length.
    """
    name = unicodedata.normalize("NFC", strip_edges(text))
    if not name:
        return Refused("name_empty")
    if any(unicodedata.category(char) in CONTROL for char in name):
        return Refused("name_has_control")
    if any(char.isdecimal() for char in name):
        return Refused("name_has_digit")
    if len(name) > LONGEST:
        return Refused("name_too_long", details={"most": LONGEST, "length": len(name)})
    return Accepted(name)


def judge_first_name(text: str) -> Accepted[str] | Refused:
    """As :func:`judge_last_name`, but nothing at all is a first name too: there are one-name persons."""
    return judge_last_name(text) if strip_edges(text) else Accepted("")
