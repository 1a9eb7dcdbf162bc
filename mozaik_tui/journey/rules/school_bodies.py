"""Finding one of the school bodies by any part of its name (domain.md, School bodies)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from .distance import one_slip_apart
from .school_names import ACRONYMS, OTHER_NAMES, acronyms, is_filler, with_saint, words_of

SHORTEST_SLIP = 5
"""A word shorter than this is not looked for with a slip: too many words are one letter apart."""

BEST, WORD, INSIDE, SLIP = range(4)
"""How well a query fits: whole name or acronym, each word from its beginning, somewhere inside, one slip."""


class Named(Protocol):
    """Anything with a stable id and a full name."""

    @property
    def id(self) -> str:
        """As in ``data/school_bodies.csv``."""

    @property
    def name(self) -> str:
        """As in ``data/school_bodies.csv``."""


Body = TypeVar("Body", bound=Named)


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Body]):
    """What one body can be found by: names as folded words, its own first, then former and other ones."""

    body: Body
    names: tuple[tuple[str, ...], ...]
    acronyms: frozenset[str]


class Finder(Generic[Body]):
    """Search over the given bodies. Building it reads each name once; a search takes about a millisecond."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._entries = tuple(_entry(body) for body in bodies)
        self._ranked = lru_cache(maxsize=64)(self._rank_all)

    def find(self, query: str) -> tuple[Body, ...]:
        """The bodies that fit ``query``, best first, ties in the order given; all of them for an empty query.

        Accents, capitals, dashes, apostrophes, articles and the words every name has (« Centre de services
        scolaire », « Commission scolaire », school board, CSS …) do not matter; Saint, Sainte, St and Ste are
        one word. Every word must fit. Only when nothing fits is one slip in a word of five letters or more
        forgiven.
        """
        return self._ranked(words_of(query[:100]))

    def _rank_all(self, words: tuple[str, ...]) -> tuple[Body, ...]:
        if not words:
            return tuple(entry.body for entry in self._entries)
        ranked = sorted(
            (
                (rank, place)
                for place, entry in enumerate(self._entries)
                if (rank := _rank(entry, words)) is not None
            )
        )
        if any(rank[0] < SLIP for rank, _ in ranked):
            ranked = [found for found in ranked if found[0][0] < SLIP]
        return tuple(self._entries[place].body for _, place in ranked)


def _entry(body: Body) -> _Entry[Body]:
    others = OTHER_NAMES.get(body.id, ())
    names = tuple(words_of(name) for name in (body.name, *others))
    known = {short for words in names for short in acronyms(words)} | set(ACRONYMS.get(body.id, ()))
    return _Entry(body, names, frozenset(known))


Rank = tuple[int, bool, int]


def _rank(entry: _Entry[Body], words: tuple[str, ...]) -> Rank | None:
    """The best fit over all names; then whether it needed a word that says little; then which name it was."""
    asked = "".join(words)
    if asked in entry.acronyms:
        return BEST, False, 0
    words = tuple(word for word in words if word not in entry.acronyms) or words
    ranks = [
        (*fit, place) for place, name in enumerate(entry.names) if (fit := _fit(name, words)) is not None
    ]
    if len(words) == 1 and any(short.startswith(asked) for short in entry.acronyms):
        ranks.append((WORD, True, 0))
    return min(ranks, default=None)


def _fit(name: tuple[str, ...], words: tuple[str, ...]) -> tuple[int, bool] | None:
    asked = tuple(word for word in words if not is_filler(word))
    own = tuple(word for word in name if not is_filler(word))
    if not asked:
        # Only words that every name has: the last may be the beginning of a rarer one that is being typed.
        if _begin(words[-1:], own):
            return WORD, False
        return (WORD, "".join(words) not in "".join(name)) if _begin(words[-1:], name) else None
    if "".join(asked) == "".join(own):
        return BEST, False
    if _begin(asked, name):
        return WORD, not _begin(asked, own)
    if with_saint("".join(words)) in "".join(name) or all(word in "".join(own) for word in asked):
        return INSIDE, False
    if all(_nearly(word, own) for word in asked):
        return SLIP, False
    return None


def _begin(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether each of ``words`` is the beginning of a word of ``name``."""
    return all(any(part.startswith(word) for part in name) for word in words)


def _nearly(word: str, name: tuple[str, ...]) -> bool:
    if _begin((word,), name):
        return True
    return len(word) >= SHORTEST_SLIP and any(one_slip_apart(word, part) for part in name)
