"""Finding one of the school bodies by any part of its name (domain.md, School bodies)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from .folding import fold_letters


class Named(Protocol):
    """Anything with an id and a name."""

    @property
    def id(self) -> str:
        """Stable id."""

    @property
    def name(self) -> str:
        """Full name."""


Body = TypeVar("Body", bound=Named)


class Finder(Generic[Body]):
    """Search over the given bodies."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._bodies = tuple(bodies)

    def find(self, query: str) -> tuple[Body, ...]:
        """Bodies whose name holds every word of the query."""
        words = re.findall(r"\w+", fold_letters(query))
        return tuple(b for b in self._bodies if all(w in fold_letters(b.name) for w in words))
