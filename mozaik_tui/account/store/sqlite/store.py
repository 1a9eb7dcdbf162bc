"""The SQLite store: opens the file, checks that keys and form fit, and hands works to the writer or to a
reader.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.store import key_rows, schema
from mozaik_tui.account.store.faults import translated
from mozaik_tui.account.store.local import Here
from mozaik_tui.account.store.sqlite.turn import Queue
from mozaik_tui.account.store.sqlite.writer import Writer
from mozaik_tui.account.store.tx import Tx

Answer = TypeVar("Answer")

PATIENCE = 10.0
"""Seconds to wait for other processes before the parent is told that the place is busy."""
READERS = 4


class SqliteStore:
    """A database in one file. See :class:`mozaik_tui.account.store.api.Store`."""

    dialect = "sqlite"
    apart = False

    def __init__(self, file: Path, engine: Engine, writer: Writer, turns: Queue) -> None:
        self.file = file
        self.folder: Path | None = file.parent
        self._engine = engine
        self._writer = writer
        self._turns = turns
        self._here = Here()

    def write(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work in one transaction of the writing thread."""
        return self._writer.run(work)

    def read(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work that only reads, on one snapshot, in the calling thread."""
        with translated(), self._engine.connect() as connection, connection.begin(), self._here:
            return work(Tx(connection))

    def count(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work that counts on one row: here as any other."""
        return self._writer.run(work)

    def working(self) -> bool:
        """Whether the calling thread is inside a work just now."""
        return self._writer.is_here() or self._here.inside

    def truncate_log(self) -> None:
        """Checkpoint and cut the write-ahead log; quietly less where a reader is still on it."""
        self._writer.outside(_checkpoint)

    def close(self) -> None:
        """Finish what waits and close the file."""
        self._writer.close()
        self._engine.dispose()
        self._turns.close()


def _checkpoint(raw: sqlite3.Connection) -> None:
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _connect(file: Path) -> sqlite3.Connection:
    """A connection that keeps the promises: nothing acknowledged is lost, nothing erased is left to read."""
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    # FULL: a commit is on the disk before it is answered; on a Mac only the "full" fsync is one.
    for pragma in ("synchronous = FULL", "fullfsync = ON", "secure_delete = ON", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA query_only = ON")
    return connection


def _engine(file: Path) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(file),
        poolclass=QueuePool,
        pool_size=READERS + 1,
        max_overflow=0,
        pool_timeout=PATIENCE,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        raw = cast(sqlite3.Connection, connection.connection.dbapi_connection)
        if not raw.in_transaction:  # the writer has begun by itself
            raw.execute("BEGIN")

    return engine


def _write_ahead(raw: sqlite3.Connection, deadline: float) -> None:
    """Turn the write-ahead log on, once in a database's life; two first starts may meet here."""
    while raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            raw.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(0.005)


def _make(file: Path) -> None:
    """An empty file that only this user can read; SQLite gives its log the same rights."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise ServiceFault("data_directory") from error


def open_sqlite(file: Path, keys: Keys | None = None, *, patience: float = PATIENCE) -> SqliteStore:
    """Open, or make, the database in ``file``. With ``keys`` it is told, before anything is written, when
    they do not fit (``key_mismatch``).
    """
    _make(file)
    with ExitStack() as failing:
        engine, turns = _engine(file), Queue(file)
        failing.callback(turns.close)
        failing.callback(engine.dispose)
        with translated():
            writing = failing.enter_context(engine.connect())
            raw = cast(sqlite3.Connection, writing.connection.dbapi_connection)
            with writing.begin():
                ready = schema.version(Tx(writing)) == schema.HEAD
                known = keys is None or (ready and key_rows.check(Tx(writing), keys))
            raw.execute("PRAGMA query_only = OFF")
            raw.execute("PRAGMA busy_timeout = 0")  # the queue waits, and fairly
            if not (ready and known):
                _write_ahead(raw, time.monotonic() + patience)
                turns.begin(raw, patience)
                with writing.begin():
                    _prepare(Tx(writing), keys)
        failing.pop_all()
    return SqliteStore(file, engine, Writer(writing, turns, patience), turns)


def _prepare(tx: Tx, keys: Keys | None) -> None:
    """Check again what another process may have done meanwhile, then make, migrate, record."""
    if keys is not None and schema.version(tx) not in (None, schema.BASE):
        key_rows.check(tx, keys)
    schema.prepare(tx)
    if keys is not None:
        key_rows.record(tx, keys, time.time())
