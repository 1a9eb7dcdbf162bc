"""Rules X1 to X8: the levels that embeddings, overrides and isolates ask for."""

from __future__ import annotations

from typing import NamedTuple

from .classes import EMBEDDINGS, ISOLATES, first_strong

DEEPEST = 125
"""The highest level that an embedding may have (BD2)."""


class Explicit(NamedTuple):
    """The level of each character before the implicit rules, its class after overrides, isolates with their ends."""

    levels: list[int]
    classes: list[str]
    ends: dict[int, int]


class _Status(NamedTuple):
    """An entry of the stack of X1."""

    level: int
    override: str | None
    isolate: bool


def isolate_ends(classes: list[str]) -> dict[int, int]:
    """Where each isolate that is closed ends: place of its beginning → place of its PDI (BD9)."""
    ends: dict[int, int] = {}
    open_: list[int] = []
    for place, name in enumerate(classes):
        if name in ISOLATES:
            open_.append(place)
        elif name == "PDI" and open_:
            ends[open_.pop()] = place
        elif name == "B":
            open_.clear()
    return ends


class _Stack:
    """The stack of X1 with its three counters."""

    def __init__(self, base: int) -> None:
        self._base = base
        self.clear()

    def clear(self) -> None:
        """As at the beginning of a paragraph."""
        self._entries = [_Status(self._base, None, False)]
        self._isolates_over = self._embeddings_over = self._isolates = 0

    @property
    def top(self) -> _Status:
        """What holds now."""
        return self._entries[-1]

    def _next(self, right: bool) -> int:
        level = self.top.level
        return (level + 1) | 1 if right else (level + 2) & ~1

    def embed(self, name: str) -> None:
        """X2 to X5: LRE, RLE, LRO, RLO."""
        level = self._next(name[0] == "R")
        if level <= DEEPEST and not self._isolates_over and not self._embeddings_over:
            override = {"RLO": "R", "LRO": "L"}.get(name)
            self._entries.append(_Status(level, override, False))
        elif not self._isolates_over:
            self._embeddings_over += 1

    def isolate(self, right: bool) -> None:
        """X5a to X5c: LRI, RLI, FSI."""
        level = self._next(right)
        if level <= DEEPEST and not self._isolates_over and not self._embeddings_over:
            self._isolates += 1
            self._entries.append(_Status(level, None, True))
        else:
            self._isolates_over += 1

    def end_isolate(self) -> None:
        """X6a: PDI."""
        if self._isolates_over:
            self._isolates_over -= 1
        elif self._isolates:
            self._embeddings_over = 0
            while not self.top.isolate:
                self._entries.pop()
            self._entries.pop()
            self._isolates -= 1

    def end_embedding(self) -> None:
        """X7: PDF."""
        if self._isolates_over:
            return
        if self._embeddings_over:
            self._embeddings_over -= 1
        elif not self.top.isolate and len(self._entries) > 1:
            self._entries.pop()


def explicit(classes: list[str], base: int) -> Explicit:
    """Walk through a paragraph of ``classes`` whose own level is ``base``."""
    ends = isolate_ends(classes)
    levels = [base] * len(classes)
    seen = classes[:]
    stack = _Stack(base)
    for place, name in enumerate(classes):
        if name == "B":
            stack.clear()
            continue
        if name == "PDI":
            stack.end_isolate()
        levels[place] = stack.top.level
        if name in EMBEDDINGS:
            stack.embed(name)
        elif name == "PDF":
            stack.end_embedding()
        elif name != "BN":
            seen[place] = stack.top.override or name
        if name in ISOLATES:
            stack.isolate(name == "RLI" or (name == "FSI" and first_strong(classes, place + 1) == 1))
    return Explicit(levels, seen, ends)
