"""One generation of the registry as four tables of PostgreSQL, in the layout of the file
(:mod:`.generation_file`): written by COPY, and read whole by the next import.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mozaik_tui.account.registry.digests import DIGEST_BYTES, Kind
from mozaik_tui.account.registry.generation_file import PAIR, SPREAD, Pair, start_of
from mozaik_tui.account.store.faults import translated

if TYPE_CHECKING:
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.postgresql import PostgresStore

# What is gathered before it is sent, or fetched at a time: two megabytes or so of a large registry.
_MATCHES_AT_ONCE, _IDENTITIES_AT_ONCE, _PARTS_AT_ONCE = 1024, 16, 16

KINDS_OF_TABLE = ("match", "identity", "child", "departed")
# Digests do not compress: stored as they are, beside the row.
_TABLES = """
CREATE TABLE {0}_match (part int NOT NULL, pairs bytea STORAGE EXTERNAL NOT NULL);
CREATE TABLE {0}_identity (kind text NOT NULL, part int NOT NULL, pairs bytea STORAGE EXTERNAL NOT NULL);
CREATE TABLE {0}_child (id int NOT NULL, kinds smallint NOT NULL, key bytea NOT NULL);
CREATE TABLE {0}_departed (
    digest bytea PRIMARY KEY, kind text NOT NULL, child int NOT NULL, made_under bytea NOT NULL
);
CREATE TEMPORARY TABLE {0}_more (LIKE {0}_departed) ON COMMIT DROP;
CREATE TEMPORARY TABLE {0}_repeats (line int NOT NULL, first int NOT NULL) ON COMMIT DROP
"""
_INDEXES = """
ALTER TABLE {0}_match ADD PRIMARY KEY (part);
ALTER TABLE {0}_identity ADD PRIMARY KEY (kind, part);
ANALYZE {0}_match, {0}_identity, {0}_child, {0}_departed
"""


class TableWriter:
    """Fills a generation in a transaction; see :class:`~.api.Writer`."""

    def __init__(self, tx: Tx, place: str) -> None:
        self._tx = tx
        self._place = place
        self._raw: Any = tx.driver
        self._do(_TABLES)
        self._indexed = False
        self._matches: list[tuple[object, ...]] = []
        self._identities: list[tuple[object, ...]] = []

    def add_matches(self, rows: Iterable[Pair]) -> None:
        """Those of one part of the digests, in their order."""
        pack, add = PAIR.pack, self._matches.append
        for start, pairs in groupby(rows, start_of):
            add((int.from_bytes(start, "big"), b"".join([pack(*pair) for pair in pairs])))
        if len(self._matches) >= _MATCHES_AT_ONCE:
            self._flush()

    def add_identities(self, kind: Kind, part: int, rows: Iterable[Pair]) -> None:
        """All that start with the byte ``part``."""
        pairs = b"".join([PAIR.pack(digest, child) for digest, child in rows])
        if pairs:
            self._identities.append((kind, part, pairs))
        if len(self._identities) >= _IDENTITIES_AT_ONCE:
            self._flush()

    def add_children(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Child number, identifiers, key."""
        self._copy("child", "int4 int2 bytea", rows)

    def repeat_keys(self, rows: Iterable[tuple[int, int]]) -> None:
        """The keys of merged rows."""
        self._index_children()
        self._copy("repeats", "int4 int4", rows)
        self._do(
            "INSERT INTO {0}_child SELECT line, kinds, key FROM {0}_repeats JOIN {0}_child ON id = first"
        )

    def add_departed(self, rows: Iterable[tuple[bytes, Kind, int, bytes]]) -> None:
        """Identities of children that left; of two with one digest the first stays."""
        self._copy("more", "bytea text int4 bytea", rows)
        self._do("INSERT INTO {0}_departed SELECT * FROM {0}_more ON CONFLICT DO NOTHING")

    def finish(self) -> None:
        """What makes looking up quick."""
        self._flush()
        self._index_children()
        self._do(_INDEXES)

    def _flush(self) -> None:
        """One COPY for what was gathered: a round trip each would cost more than all the rest."""
        for table, types, rows in (
            ("match", "int4 bytea", self._matches),
            ("identity", "text int4 bytea", self._identities),
        ):
            if rows:
                self._copy(table, types, rows)
                rows.clear()

    def _index_children(self) -> None:
        if not self._indexed:
            self._indexed = True
            self._do("ALTER TABLE {0}_child ADD PRIMARY KEY (id)")

    def _do(self, statements: str) -> None:
        self._tx.exec_driver_sql(statements.format(self._place))

    def _copy(self, table: str, types: str, rows: Iterable[tuple[object, ...]]) -> None:
        statement = f"COPY {self._place}_{table} FROM STDIN (FORMAT BINARY)"
        with translated(), self._raw.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(types.split())
            for row in rows:
                copy.write_row(row)


class TableReader:
    """A generation as the next import reads it, on a connection of its own; see :class:`~.api.Generation`.

    Children are asked for one by one, millions of times: all of them are fetched once, at some 20 bytes each.
    """

    def __init__(self, store: PostgresStore, place: str) -> None:
        self._place = place
        self._stack = ExitStack()
        self._tx = self._stack.enter_context(store.long())
        self._kinds = array("B")
        self._keys = bytearray()
        self._block: tuple[tuple[Kind, int] | None, dict[int, bytes]] = (None, {})
        self._left: set[tuple[str, bytes]] | None = None

    def close(self) -> None:
        """Let go of the connection."""
        self._stack.close()

    def last_child(self) -> int:
        """The highest child number."""
        if not self._kinds:
            self._fetch_children()
        return len(self._kinds) - 1

    def child(self, number: int) -> tuple[int, bytes]:
        """Identifiers and key of a child; ``KeyError`` for a number that is not there."""
        if not 0 < number <= self.last_child() or not self._kinds[number]:
            raise KeyError(number)
        return self._kinds[number], bytes(self._keys[number * DIGEST_BYTES : (number + 1) * DIGEST_BYTES])

    def identities(self, kind: Kind, part: int) -> Iterator[Pair]:
        """Identity digests that start with the byte ``part``, with their child."""
        block = part // _PARTS_AT_ONCE
        if self._block[0] != (kind, block):
            rows = self._ask(
                "SELECT part, pairs FROM {0}_identity WHERE kind = %s AND part BETWEEN %s AND %s",
                kind,
                block * _PARTS_AT_ONCE,
                (block + 1) * _PARTS_AT_ONCE - 1,
            )
            self._block = ((kind, block), {row[0]: row[1] for row in rows})
        return PAIR.iter_unpack(self._block[1].get(part, b""))

    def departed(self, kind: Kind, made_under: bytes, part: int | None = None) -> Iterator[Pair]:
        """The same of the children that had left by then; all of them if no ``part`` is given."""
        if self._left is None:
            rows = self._ask("SELECT DISTINCT kind, made_under FROM {0}_departed")
            self._left = {(row[0], bytes(row[1])) for row in rows}
        if (kind, made_under) not in self._left:
            return iter(())
        low = bytes([part or 0])
        high = bytes([SPREAD - 1 if part is None else part]) + b"\xff" * DIGEST_BYTES
        rows = self._ask(
            "SELECT digest, child FROM {0}_departed"
            " WHERE kind = %s AND made_under = %s AND digest BETWEEN %s AND %s",
            kind,
            made_under,
            low,
            high,
        )
        return ((bytes(digest), child) for digest, child in rows)

    def departed_under(self) -> frozenset[bytes]:
        """The names of the keys that identities of departed children were made under."""
        return frozenset(bytes(row[0]) for row in self._ask("SELECT DISTINCT made_under FROM {0}_departed"))

    def _ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        found = self._tx.exec_driver_sql(statement.format(self._place), values)
        return [tuple(row) for row in found]

    def _fetch_children(self) -> None:
        ((last,),) = self._ask("SELECT coalesce(max(id), 0) FROM {0}_child")
        kinds, keys = array("B", bytes(last + 1)), bytearray(DIGEST_BYTES * (last + 1))
        with self._rows("SELECT id, kinds, key FROM {0}_child", "int4 int2 bytea") as rows:
            for number, kind, key in rows:
                kinds[number] = kind
                keys[number * DIGEST_BYTES : (number + 1) * DIGEST_BYTES] = key
        self._kinds, self._keys = kinds, keys

    @contextmanager
    def _rows(self, query: str, types: str) -> Iterator[Iterator[tuple[Any, ...]]]:
        raw: Any = self._tx.driver
        statement = f"COPY ({query.format(self._place)}) TO STDOUT (FORMAT BINARY)"
        with translated(), raw.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(types.split())
            yield copy.rows()
