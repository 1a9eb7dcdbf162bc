"""What the registry asks of the place where its generations live, files (:mod:`.home`) or tables
(:mod:`.tables`): one code path above them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mozaik_tui.account.registry.digests import Kind

if TYPE_CHECKING:
    from mozaik_tui.account.store import Tx

Pair = tuple[bytes, int]


class ImportUnderWay(Exception):
    """Another import into the same database is at work; nothing was changed."""


class Writer(Protocol):
    """Fills a generation; see :class:`~.generation_file.GenerationWriter`."""

    def add_matches(self, rows: Iterable[Pair]) -> None:
        """Match digest and child number, in the order of the digest; those of one part in one call."""

    def add_identities(self, kind: Kind, part: int, rows: Iterable[Pair]) -> None:
        """Identity digest and child number of all that start with the byte ``part``."""

    def add_children(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Child number, its identifiers, its key."""

    def repeat_keys(self, rows: Iterable[tuple[int, int]]) -> None:
        """Rows merged into an earlier one: their number, and the child number whose key they share."""

    def add_departed(self, rows: Iterable[tuple[bytes, Kind, int, bytes]]) -> None:
        """Identity digest, kind, child number, name of the key that the digest was made under."""


class Generation(Protocol):
    """The generation in force, as the next import reads it; see
    :class:`~.generation_file.GenerationReader`.
    """

    def last_child(self) -> int:
        """The highest child number; 0 in an empty registry."""

    def child(self, number: int) -> tuple[int, bytes]:
        """Which identifiers a child has, and its opaque key."""

    def identities(self, kind: Kind, part: int) -> Iterator[Pair]:
        """Identity digests that start with the byte ``part``, with their child."""

    def departed(self, kind: Kind, made_under: bytes, part: int | None = None) -> Iterator[Pair]:
        """The same of the children that had left by then."""

    def departed_under(self) -> frozenset[bytes]:
        """The names of the keys that identities of departed children were made under."""

    def close(self) -> None:
        """Let go of it."""


class Finder(Protocol):
    """Looks digests up in the registry in force. Safe to share between threads."""

    def match(self, tx: Tx, place: str, digests: Sequence[bytes]) -> bytes | None:
        """The key of the child that one of the match digests leads to, in the generation at ``place``.
        Raises ``ServiceFault`` when it cannot be read.
        """

    def close(self) -> None:
        """Let go of what is open."""


class Home(Protocol):
    """Where the generations of one database live."""

    @property
    def folder(self) -> Path:
        """Where an import may put what it sorts."""

    def new_place(self, generation: int) -> str:
        """A name for a generation, never used before."""

    def importing(self) -> AbstractContextManager[None]:
        """Hold the right to import. Raises :class:`ImportUnderWay`; it ends with the process, also killed."""

    def tidy(self, in_force: str | None) -> None:
        """Remove what killed imports and earlier generations left; only while :meth:`importing`."""

    def reader(self, place: str) -> Generation:
        """Open a generation."""

    def writing(self, place: str) -> AbstractContextManager[Writer]:
        """Build a generation: whole when the block ends well, else nothing of it is left."""

    def name(self, tx: Tx, place: str) -> None:
        """Give what was built its name, in the transaction of the swap."""

    def finder(self) -> Finder:
        """Looks things up in the registry in force."""
