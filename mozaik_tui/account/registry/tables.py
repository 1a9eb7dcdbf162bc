"""Generations of the registry as tables (PostgreSQL): loaded by COPY in a transaction of their own, renamed and
pointed to in another one (account-service.md, The registry file).

Nothing is kept on a session, so that an import works through a pooler in transaction mode: what it holds while
it works (the right to import) is a lock of an open transaction.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.registry.api import ImportUnderWay
from mozaik_tui.account.registry.generation_file import child_in, start_of
from mozaik_tui.account.registry.table_generation import KINDS_OF_TABLE, TableReader, TableWriter
from mozaik_tui.account.store import locks

if TYPE_CHECKING:
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.postgresql import PostgresStore

_PLACE = r"registry_[0-9]+_[0-9a-f]{8}"
_OURS = re.compile(rf"({_PLACE})(?:_part)?_(?:{'|'.join(KINDS_OF_TABLE)})")
_ALL = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
# An earlier generation that somebody still reads goes at a later import.
_NO_WAIT = text("SET LOCAL lock_timeout = '2s'")


class TableHome:
    """The registries of one database on PostgreSQL. See :class:`~.api.Home`."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    @property
    def folder(self) -> Path:
        """Where an import sorts its digests: in nameless files of this machine."""
        return Path(tempfile.gettempdir())

    def new_place(self, generation: int) -> str:
        """The start of the tables' names."""
        return f"registry_{generation}_{secrets.token_hex(4)}"

    @contextlib.contextmanager
    def importing(self) -> Iterator[None]:
        """Hold the right to import, by a lock of a transaction that lasts as long."""
        with self._store.long() as tx:
            if not locks.alone_now(tx, locks.IMPORT):
                raise ImportUnderWay
            yield

    def tidy(self, in_force: str | None) -> None:
        """Remove the tables of killed imports and of earlier generations."""
        found = self._store.read(lambda tx: tx.execute(_ALL).scalars())
        places: dict[str, list[str]] = {}
        for name in found:
            if (ours := _OURS.fullmatch(name)) and ours[1] != in_force:
                places.setdefault(ours[1], []).append(name)
        for names in places.values():
            with contextlib.suppress(ServiceFault):
                self._store.write(_dropping(names))

    @contextlib.contextmanager
    def writing(self, place: str) -> Iterator[TableWriter]:
        """Build a generation under an unfinished name, in one transaction: all of it is there or nothing."""
        with self._store.long() as tx:
            writer = TableWriter(tx, f"{place}_part")
            yield writer
            writer.finish()

    def name(self, tx: Tx, place: str) -> None:
        """Take the unfinished part out of the names. Nobody reads these tables yet: nothing waits for it."""
        for kind in KINDS_OF_TABLE:
            tx.exec_driver_sql(f"ALTER TABLE {place}_part_{kind} RENAME TO {place}_{kind}")

    def reader(self, place: str) -> TableReader:
        """Open a generation."""
        return TableReader(self._store, _checked(place))

    def finder(self) -> TableFinder:
        """Looks things up in the caller's transaction."""
        return TableFinder()


class TableFinder:
    """See :class:`~.api.Finder`. Two small queries: the value that the digest would stand in, the child."""

    def match(self, tx: Tx, place: str, digests: Sequence[bytes]) -> bytes | None:
        """The key of the child that one of the digests leads to."""
        place = _checked(place)
        parts = {digest: int.from_bytes(start_of((digest, 0)), "big") for digest in digests}
        found = tx.exec_driver_sql(
            f"SELECT part, pairs FROM {place}_match WHERE part = ANY(%s)",  # noqa: S608 - see _checked
            (list(set(parts.values())),),
        )
        pairs = {row[0]: bytes(row[1]) for row in found}
        for digest, part in parts.items():
            number = child_in(pairs.get(part, b""), digest)
            if number is not None:
                key = tx.exec_driver_sql(f"SELECT key FROM {place}_child WHERE id = %s", (number,))  # noqa: S608
                return bytes(key.scalar_one())
        return None

    def close(self) -> None:
        """Nothing is open."""


def _checked(place: str) -> str:
    """A name that a pointer gave, which becomes part of a statement. ``ServiceFault`` for any other."""
    if not re.fullmatch(_PLACE, place):
        raise ServiceFault("storage_unreadable")
    return place


def _dropping(names: list[str]) -> Callable[[Tx], None]:
    def work(tx: Tx) -> None:
        tx.execute(_NO_WAIT)
        tx.exec_driver_sql(f"DROP TABLE IF EXISTS {', '.join(names)}")

    return work
