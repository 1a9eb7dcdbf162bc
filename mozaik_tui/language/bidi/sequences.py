"""Rules X9 and X10: the characters that follow one another at one level, isolates set aside."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .classes import ISOLATES, REMOVED
from .explicit import Explicit


class Sequence(NamedTuple):
    """An isolating run sequence: its places in the text, its level, and what it is taken to stand between."""

    places: list[int]
    level: int
    before: str
    after: str

    @property
    def direction(self) -> str:
        """``L`` or ``R``, as the level says."""
        return side(self.level)


def side(level: int) -> str:
    """``R`` for an odd level, ``L`` for an even one."""
    return "R" if level & 1 else "L"


def _runs(levels: list[int], places: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in places:
        if runs and levels[runs[-1][-1]] == levels[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def sequences(classes: list[str], found: Explicit, base: int) -> Iterator[Sequence]:
    """Every isolating run sequence of a paragraph."""
    levels = found.levels
    kept = [place for place, name in enumerate(classes) if name not in REMOVED]
    after_of = dict(pairwise(kept))
    before_of = {after: before for before, after in after_of.items()}
    runs = _runs(levels, kept)
    run_at = {run[0]: run for run in runs}
    ends = set(found.ends.values())
    for run in runs:
        if run[0] in ends and classes[run[0]] == "PDI":
            continue  # it goes on with the run before its isolate
        places = run[:]
        while (end := found.ends.get(places[-1])) is not None and end in run_at:
            places += run_at[end]
        level = levels[places[0]]
        before, after = before_of.get(places[0]), after_of.get(places[-1])
        open_ = classes[places[-1]] in ISOLATES
        before_level = base if before is None else levels[before]
        after_level = base if after is None or open_ else levels[after]
        yield Sequence(places, level, side(max(before_level, level)), side(max(after_level, level)))
