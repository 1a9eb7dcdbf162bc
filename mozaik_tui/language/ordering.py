"""Whether a text needs the bidirectional algorithm at all: French pages never load it."""

from __future__ import annotations

import re

_NEEDS_ORDER = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u2028\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]"
)


def needs_order(text: str) -> bool:
    """Whether anything in ``text`` may stand elsewhere than where it is stored, or is a sign that only orders."""
    return not text.isascii() and _NEEDS_ORDER.search(text) is not None


_FROM_THE_RIGHT = re.compile("[\u05d0-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def has_letters_from_the_right(text: str) -> bool:
    """Whether ``text`` has letters that are read from right to left: one Arabic word among French labels is enough."""
    return not text.isascii() and _FROM_THE_RIGHT.search(text) is not None
