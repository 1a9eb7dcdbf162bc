"""Whether a text needs the bidirectional algorithm at all: French pages never load it.

Sets of characters, not patterns: making them takes a third of the time, and every start waits for it.
"""

from __future__ import annotations

from functools import cache
from itertools import chain

_FORMS = (*range(0xFB1D, 0xFE00), *range(0xFE70, 0xFEFD))
_CONTROLS = (0x200E, 0x200F, 0x2028, *range(0x202A, 0x202F), *range(0x2066, 0x206A))

_ORDERED = frozenset(map(chr, chain(range(0x0590, 0x0900), _CONTROLS, _FORMS)))
"""What may stand elsewhere than where it is stored, or only orders: Hebrew and Arabic blocks, signs, forms."""


@cache
def _from_the_right() -> frozenset[str]:
    """The same without the signs, and without digits, which run from left to right; only the plain lines ask."""
    ranges = (range(0x05D0, 0x0660), range(0x066E, 0x06F0), range(0x06FA, 0x0900))
    return frozenset(map(chr, chain(*ranges, _FORMS)))


def needs_order(text: str) -> bool:
    """Whether anything in ``text`` may stand elsewhere than where it is stored, or is a sign that only orders."""
    return not text.isascii() and not _ORDERED.isdisjoint(text)


def has_letters_from_the_right(text: str) -> bool:
    """Whether ``text`` has letters that are read from right to left: one Arabic word among French labels is enough."""
    return not text.isascii() and not _from_the_right().isdisjoint(text)
