"""Finds the children of the registry in force again among the new rows, by either identifier's digest.

The permanent code decides first: it stays with a child for life, while a file number can be given anew. A
new row gets one earlier child, an earlier child goes to one new row. Where one row joins what were two
children until now (one known by its file number alone, one by its code alone), the first one's links go
over to the second.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from mozaik_tui.account.registry.api import Generation
from mozaik_tui.account.registry.digests import Kind
from mozaik_tui.account.registry.generation_file import FILE, PERMANENT
from mozaik_tui.account.registry.ledger import Ledger
from mozaik_tui.account.registry.spool import PARTS, Spool

# The identity spools of one key: what the new rows' identifiers are called under it.
Spools = Mapping[Kind, Spool]
# The permanent code first.
_KINDS: tuple[Kind, ...] = ("permanent_code", "file_number")
_ASKED_AT_ONCE = 400


class Departed(NamedTuple):
    """An identity to carry on: ``child`` is the number in the earlier generation, ``made_under`` the
    digest's key.
    """

    digest: bytes
    kind: Kind
    child: int
    made_under: bytes


class Claims:
    """``earlier[line]`` is the earlier number of the child of a new row (0: none); ``taken[number]`` its
    line.
    """

    def __init__(self, old: Generation, old_name: bytes, ledger: Ledger) -> None:
        self.old = old
        self._old_name = old_name
        self._ledger = ledger
        self.earlier = array("I", bytes(4 * (ledger.last_line + 1)))
        self.taken = array("I", bytes(4 * (old.last_child() + 1)))
        self._joined: dict[int, int] = {}

    def settle(self, spools: Mapping[bytes, Spools]) -> None:
        """Claim by code, then by file number. ``spools`` are given by the name of the key they were made
        under.
        """
        for kind in _KINDS:
            for name, of_kind in spools.items():
                for child, line in self._meetings(kind, name, of_kind[kind]):
                    self._claim(child, line)
        for child in [child for child in self._joined if self.taken[child]]:
            del self._joined[child]

    def _meetings(self, kind: Kind, name: bytes, spool: Spool) -> Iterator[tuple[int, int]]:
        for place in range(PARTS):
            known = dict(self.old.departed(kind, name, place))
            if name == self._old_name:
                known.update(self.old.identities(kind, place))
            if known:
                for digest, _, line in spool.part(place):
                    child = known.get(digest)
                    if child is not None and self._ledger.is_pupil(line):
                        yield child, line

    def _claim(self, child: int, line: int) -> None:
        if self.taken[child]:
            return
        kept = self.earlier[line]
        if not kept:
            self.earlier[line] = child
            self.taken[child] = line
        elif self.old.child(child)[0] == FILE and self.old.child(kept)[0] == PERMANENT:
            self._joined.setdefault(child, kept)

    def joined(self) -> list[tuple[bytes, bytes]]:
        """Key that ends and key that takes its links over, for children that turned out to be one."""
        return [(self.old.child(child)[1], self.old.child(kept)[1]) for child, kept in self._joined.items()]

    def left(
        self, names: frozenset[bytes], linked: Callable[[list[bytes]], set[bytes]]
    ) -> Iterator[Departed]:
        """Identities of children that are not in the new rows.

        A child that leaves now is carried in any case (a link may be in the making while the import runs),
        one that had left before only as long as it is linked. ``names`` are the keys that still exist: what
        was made under another can never be found again. ``linked`` tells which of some child keys are
        linked.
        """
        for kind in _KINDS:
            if self._old_name in names:
                for part in range(PARTS):
                    for digest, child in self.old.identities(kind, part):
                        if self._is_gone(child):
                            yield Departed(digest, kind, child, self._old_name)
            for name in names:
                yield from self._still_linked(kind, name, linked)

    def _is_gone(self, child: int) -> bool:
        return not self.taken[child] and child not in self._joined

    def _still_linked(
        self, kind: Kind, name: bytes, linked: Callable[[list[bytes]], set[bytes]]
    ) -> Iterator[Departed]:
        gone = (pair for pair in self.old.departed(kind, name) if self._is_gone(pair[1]))
        while some := list(islice(gone, _ASKED_AT_ONCE)):
            keys = [self.old.child(child)[1] for _, child in some]
            held = linked(keys)
            for (digest, child), key in zip(some, keys, strict=True):
                if key in held:
                    yield Departed(digest, kind, child, name)
