"""The levels of a paragraph, of a line, and the order in which a line is seen (rules P2 to L2)."""

from __future__ import annotations

from collections.abc import Sequence

from .classes import ISOLATES, REMOVED, bidi_class, first_strong
from .explicit import explicit
from .neutral import settle_neutral
from .sequences import sequences
from .weak import settle_weak

_RAISED = {("R", 0): 1, ("AN", 0): 2, ("EN", 0): 2, ("L", 1): 1, ("EN", 1): 1, ("AN", 1): 1}
"""Rules I1 and I2: by how much a class stands above its sequence, on an even (0) and on an odd level (1)."""

_TRAILING = ISOLATES | REMOVED | {"WS", "PDI"}
"""Blanks and what is not seen: at the end of a line they stand where the paragraph's direction ends (L1)."""


def resolve(text: str, base: int | None = None) -> tuple[list[int], int]:
    """The level of every character of a paragraph, and the paragraph's own level.

    ``base`` is 0 from left to right, 1 from right to left; ``None`` asks the first strong character, and is
    0 without one. Characters that X9 removes get the level of what stands before them.
    """
    classes = [bidi_class(character) for character in text]
    if base is None:
        base = first_strong(classes) or 0
    found = explicit(classes, base)
    levels = found.levels[:]
    for sequence in sequences(classes, found, base):
        names = [found.classes[place] for place in sequence.places]
        settle_weak(names, sequence.before)
        settle_neutral(text, classes, names, sequence)
        odd = sequence.level & 1
        for name, place in zip(names, sequence.places, strict=True):
            levels[place] = sequence.level + _RAISED.get((name, odd), 0)
    for place, name in enumerate(classes):
        if name in REMOVED:
            levels[place] = levels[place - 1] if place else base
    return levels, base


def line_levels(text: str, levels: Sequence[int], base: int) -> list[int]:
    """The levels of one line: blanks at its end and before a tab stand at the paragraph's level (rule L1)."""
    settled = list(levels)
    trailing = True
    for place in range(len(text) - 1, -1, -1):
        name = bidi_class(text[place])
        if name in ("S", "B"):
            settled[place], trailing = base, True
        elif name not in _TRAILING:
            trailing = False
        elif trailing:
            settled[place] = base
    return settled


def visual_order(levels: Sequence[int]) -> list[int]:
    """The places of a line from left to right as they are seen (rule L2)."""
    order = list(range(len(levels)))
    lowest_odd = min((level for level in levels if level & 1), default=0)
    if not lowest_odd:
        return order
    for level in range(max(levels), lowest_odd - 1, -1):
        start = 0
        while start < len(levels):
            end = start
            while end < len(levels) and levels[end] >= level:
                end += 1
            if end > start:
                order[start:end] = order[start:end][::-1]
            start = end + 1
    return order
