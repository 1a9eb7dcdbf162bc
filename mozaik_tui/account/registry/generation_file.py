"""One generation of the registry as a read-only SQLite file (account-service.md, The registry file).

``match`` leads from a keyed match digest to a child of this file, ``identity`` from an identifier's digest;
``child`` gives the opaque key that links hold, and which identifiers the child has (``kinds``).
``departed`` are identities of children that are no longer in the registry but may come back: their keys
must still be known, or their guardians would be counted anew.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from mozaik_tui.account.registry.digests import DIGEST_BYTES, Kind

# A version of the layout: a file of another one is not read.
LAYOUT = 1
# Which identifiers a child has; both is the sum.
FILE, PERMANENT = 1, 2
# On either store. Digest and child. Digests are evenly spread, so all that start with the same two bytes are kept as one
# value of a hundred pairs or so (identities, which only the next import asks for, by their first byte): a
# row each would double the time of an import and gain nothing in a look-up.
PAIR = struct.Struct(f">{DIGEST_BYTES}sI")
SPREAD = 256
_SCHEMA = """
CREATE TABLE match (part INTEGER PRIMARY KEY, pairs BLOB NOT NULL);
CREATE TABLE identity (kind TEXT, part INTEGER, pairs BLOB NOT NULL, PRIMARY KEY (kind, part));
CREATE TABLE child (id INTEGER PRIMARY KEY, kinds INTEGER NOT NULL, key BLOB NOT NULL);
CREATE TABLE departed (
    digest BLOB PRIMARY KEY, kind TEXT NOT NULL, child INTEGER NOT NULL, made_under BLOB NOT NULL
) WITHOUT ROWID;
"""

Pair = tuple[bytes, int]


class GenerationWriter:
    """Fills a generation; nothing in it counts before :meth:`finish` and the swap."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with suppress(FileExistsError):  # for the service's own user alone, from its first byte on
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        self._db = sqlite3.connect(path, isolation_level=None)
        # Nobody reads this file before it is whole and on the disk: a journal would only cost time.
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "cache_size = -32768",
            f"user_version = {LAYOUT}",
        ):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    def add_matches(self, rows: Iterable[Pair]) -> None:
        """Match digest and child number, in the order of the digest; those of one part in one call."""
        pack = PAIR.pack
        self._db.executemany(
            "INSERT INTO match VALUES (?, ?)",
            (
                (int.from_bytes(start, "big"), b"".join([pack(*pair) for pair in pairs]))
                for start, pairs in groupby(rows, start_of)
            ),
        )

    def add_identities(self, kind: Kind, part: int, rows: Iterable[Pair]) -> None:
        """Identity digest and child number of all that start with the byte ``part``."""
        pairs = b"".join(PAIR.pack(digest, child) for digest, child in rows)
        self._db.execute("INSERT INTO identity VALUES (?, ?, ?)", (kind, part, pairs))

    def add_children(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Child number, its identifiers (:data:`FILE`, :data:`PERMANENT` or both), its key."""
        self._db.executemany("INSERT INTO child VALUES (?, ?, ?)", rows)

    def repeat_keys(self, rows: Iterable[tuple[int, int]]) -> None:
        """Rows merged into an earlier one: their number, and the child number whose key they share."""
        self._db.executemany("INSERT INTO child SELECT ?, kinds, key FROM child WHERE id = ?", rows)

    def add_departed(self, rows: Iterable[tuple[bytes, Kind, int, bytes]]) -> None:
        """Identity digest, kind, child number, name of the key that the digest was made under."""
        self._db.executemany("INSERT OR IGNORE INTO departed VALUES (?, ?, ?, ?)", rows)

    def finish(self) -> None:
        """Commit, write through to the disk, make read-only."""
        self._db.execute("COMMIT")
        self._db.close()
        with self.path.open("rb+") as stream:
            os.fsync(stream.fileno())
        self.path.chmod(0o400)

    def abandon(self) -> None:
        """Close without finishing; harmless after :meth:`finish`."""
        self._db.close()


class GenerationReader:
    """An open generation; safe to share between threads.

    Raises ``OSError`` when there is no such file and ``sqlite3.Error`` when it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FileNotFoundError
        self._lock = threading.Lock()
        try:
            self._db = self._opened(path)
        except sqlite3.Error:
            if not path.is_file():  # removed since the look above
                raise FileNotFoundError from None
            raise

    @staticmethod
    def _opened(path: Path) -> sqlite3.Connection:
        # The file never changes: no locks on it, no side files, and it may be unlinked while it is open.
        db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
        )
        try:
            (layout,) = db.execute("PRAGMA user_version").fetchone()
            if layout != LAYOUT:
                raise sqlite3.DatabaseError("another layout")
        except sqlite3.Error:
            db.close()
            raise
        return db

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def match(self, digests: Sequence[bytes]) -> bytes | None:
        """The key of the child that one of the match digests leads to."""
        with self._lock:
            for digest in digests:
                row = self._db.execute(
                    "SELECT pairs FROM match WHERE part = ?", (int.from_bytes(start_of((digest, 0)), "big"),)
                ).fetchone()
                child = child_in(row[0], digest) if row else None
                if child is not None:
                    return self.child(child)[1]
        return None

    def last_child(self) -> int:
        """The highest child number; 0 in an empty registry."""
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM child").fetchone()
        return int(last)

    def child(self, number: int) -> tuple[int, bytes]:
        """Which identifiers a child has, and its opaque key; ``KeyError`` for a number that is not there."""
        row = self._db.execute("SELECT kinds, key FROM child WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        return int(row[0]), bytes(row[1])

    def identities(self, kind: Kind, part: int) -> Iterator[Pair]:
        """Identity digests that start with the byte ``part``, with their child."""
        row = self._db.execute(
            "SELECT pairs FROM identity WHERE kind = ? AND part = ?", (kind, part)
        ).fetchone()
        return PAIR.iter_unpack(row[0]) if row else iter(())

    def departed(self, kind: Kind, made_under: bytes, part: int | None = None) -> Iterator[Pair]:
        """As :meth:`identities`, of the children that had left by then; all of them if no ``part`` is
        given.
        """
        low = bytes([part or 0])
        high = bytes([SPREAD - 1 if part is None else part]) + b"\xff" * DIGEST_BYTES
        return self._db.execute(
            "SELECT digest, child FROM departed WHERE kind = ? AND made_under = ? AND digest BETWEEN ? AND ?",
            (kind, made_under, low, high),
        )

    def departed_under(self) -> frozenset[bytes]:
        """The names of the keys that identities of departed children were made under."""
        return frozenset(
            bytes(name) for (name,) in self._db.execute("SELECT DISTINCT made_under FROM departed")
        )


def start_of(pair: Pair) -> bytes:
    """What the digests of one value of ``match`` have in common."""
    return pair[0][:2]


def child_in(pairs: bytes, digest: bytes) -> int | None:
    """The child that stands beside ``digest``; a find that straddles two pairs is none."""
    at = pairs.find(digest)
    while at >= 0 and at % PAIR.size:
        at = pairs.find(digest, at + 1)
    return None if at < 0 else int(PAIR.unpack_from(pairs, at)[1])


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut (Windows has no such call and does it by itself)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
