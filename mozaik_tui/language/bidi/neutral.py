"""Rules N0 to N2: brackets take one direction together; other neutrals lean on what is around them."""

from __future__ import annotations

from .classes import CLOSING, CLOSING_OF
from .sequences import Sequence

_NEUTRAL = frozenset(("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"))
_SIDES = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""How a settled class counts for the neutrals beside it: numbers as from right to left."""

OPEN_AT_ONCE = 63
"""Brackets that may be open at the same time; beyond that none of the sequence is paired (BD16)."""


def _pairs(text: str, names: list[str], places: list[int]) -> list[tuple[int, int]]:
    """The places in the sequence of brackets that belong together, in the order of the opening ones."""
    open_: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, place in enumerate(places):
        if names[index] != "ON":
            continue
        character = text[place]
        if character in CLOSING_OF:
            if len(open_) == OPEN_AT_ONCE:
                break
            open_.append((CLOSING_OF[character], index))
        elif (closing := CLOSING.get(character)) is not None:
            for depth in range(len(open_) - 1, -1, -1):
                if open_[depth][0] == closing:
                    pairs.append((open_[depth][1], index))
                    del open_[depth:]
                    break
    return sorted(pairs)


def _direction_of_pair(names: list[str], start: int, end: int, sequence: Sequence) -> str | None:
    """N0: what is inside decides; where only the other direction is, what stands before."""
    inside = {_SIDES[name] for name in names[start + 1 : end] if name in _SIDES}
    if not inside:
        return None
    if sequence.direction in inside:
        return sequence.direction
    before = next((_SIDES[name] for name in reversed(names[:start]) if name in _SIDES), sequence.before)
    return before if before != sequence.direction else sequence.direction


def _brackets(text: str, classes: list[str], names: list[str], sequence: Sequence) -> None:
    for pair in _pairs(text, names, sequence.places):
        direction = _direction_of_pair(names, *pair, sequence)
        if direction is None:
            continue
        for index in pair:
            names[index] = direction
            # Marks on a bracket were neutral like it, and go with it.
            for after in range(index + 1, len(names)):
                if classes[sequence.places[after]] != "NSM":
                    break
                names[after] = direction


def settle_neutral(text: str, classes: list[str], names: list[str], sequence: Sequence) -> None:
    """Settle the neutral classes of one sequence in place; ``classes`` are those of the whole text at first."""
    _brackets(text, classes, names, sequence)
    place = 0
    while place < len(names):
        end = place
        while end < len(names) and names[end] in _NEUTRAL:
            end += 1
        if end > place:
            left = _SIDES[names[place - 1]] if place else sequence.before
            right = _SIDES[names[end]] if end < len(names) else sequence.after
            names[place:end] = [left if left == right else sequence.direction] * (end - place)
        place = end + 1
