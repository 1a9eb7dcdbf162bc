"""A database's errors in the contract's words; what the library says (it holds paths and queries) goes no
further.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mozaik_tui.account.contract import ServiceFault

RETRY_BUSY = 2
"""Seconds after which it is worth asking again when others hold the database."""
_PASSING = {"storage_busy", "service_unavailable"}

# The primary result codes of SQLite; extended ones hold them in their low byte.
_FULL = {sqlite3.SQLITE_FULL}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_UNREADABLE = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTFOUND,
}
# A quota or a file size limit stops a write without being "full" for SQLite; the remedy is the same.
_WRITE_STOPPED = {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE}

# PostgreSQL's five-letter states, or the two letters of their class.
_STATES = {
    "53100": "storage_full",
    "53": "storage_busy",  # no memory, no connection left
    "55P03": "storage_busy",  # a row that was waited for too long
    "57014": "storage_busy",  # the same for a statement
    "40": "storage_busy",  # undone again and again
    "28": "storage_unreadable",  # not let in
    "3D": "storage_unreadable",  # no such database
    "42": "storage_unreadable",  # no right to it, or not our tables
    "XX": "storage_unreadable",
    "58": "storage_unreadable",
}
# A serialisation failure, a deadlock, two that met in a unique index, one that built on what another has just
# removed; and a registry that was replaced after a reader had looked where it is.
_UNDONE = {"40001", "40P01", "23505", "23503", "42P01"}


def _state(error: BaseException) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    return getattr(original, "sqlstate", None) or ""


def is_undone(error: BaseException) -> bool:
    """Whether PostgreSQL undid a transaction for a reason that will be over when it is run again."""
    return _state(error) in _UNDONE


def fault_of(error: BaseException) -> ServiceFault:
    """The fault that stands for an error of the database's library."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    if state := _state(error):
        word = _STATES.get(state) or _STATES.get(state[:2], "service_unavailable")
        return ServiceFault(word, retry_after=RETRY_BUSY if word in _PASSING else None)
    if code is None:
        busy = isinstance(error, PoolTimeout)
        return ServiceFault("storage_busy" if busy else "service_unavailable", retry_after=RETRY_BUSY)
    primary = code & 0xFF
    if primary in _FULL or code in _WRITE_STOPPED:
        return ServiceFault("storage_full")
    if primary in _BUSY:
        return ServiceFault("storage_busy", retry_after=RETRY_BUSY)
    if primary in _UNREADABLE:
        return ServiceFault("storage_unreadable")
    return ServiceFault("service_unavailable", retry_after=RETRY_BUSY)


def is_of_database(error: BaseException) -> bool:
    """Whether an error is of the database's libraries. PostgreSQL's driver is not imported for the sake of its
    name: its errors carry a state.
    """
    return isinstance(error, (DBAPIError, PoolTimeout, sqlite3.Error)) or hasattr(error, "sqlstate")


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the database's libraries leave as ``ServiceFault``, without their cause: it names paths and
    queries.
    """
    try:
        yield
    except Exception as error:
        if not is_of_database(error):
            raise
        raise fault_of(error) from None
