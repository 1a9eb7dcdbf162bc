"""Whether a text needs the bidirectional algorithm at all: French pages never load it."""

from __future__ import annotations

import re

_NEEDS_ORDER = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u2028\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]"
)


def needs_order(text: str) -> bool:
    """Whether anything in ``text`` may stand elsewhere than where it is stored, or is a sign that only orders."""
    return not text.isascii() and _NEEDS_ORDER.search(text) is not None
