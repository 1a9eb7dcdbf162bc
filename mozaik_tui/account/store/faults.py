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


def fault_of(error: BaseException) -> ServiceFault:
    """The fault that stands for an error of the database's library."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
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


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the database's libraries leave as ``ServiceFault``, without their cause: it names paths and
    queries.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlite3.Error) as error:
        raise fault_of(error) from None
