"""The PostgreSQL store: works run side by side, each in a transaction of its own; what the database undid is
done again, what it lost is told.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.store import key_rows, locks, schema
from mozaik_tui.account.store.faults import fault_of, is_of_database, is_undone, translated
from mozaik_tui.account.store.local import Here
from mozaik_tui.account.store.postgresql.engine import Kind, engine_for, of_kind
from mozaik_tui.account.store.tx import Tx

Answer = TypeVar("Answer")

MOST_TRIES = 6
"""How often a work is run before a conflict with others is told."""
_SHORTEST_PAUSE = 0.002


class PostgresStore:
    """A database on a server. See :class:`mozaik_tui.account.store.api.Store`."""

    dialect = "postgresql"
    apart = True

    def __init__(self, url: str, engine: Engine) -> None:
        self.folder: Path | None = None
        self._url = url
        self._engine = engine
        kinds: tuple[Kind, ...] = ("write", "read", "count")
        self._engines = {kind: of_kind(engine, kind) for kind in kinds}
        self._here = Here()

    def write(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work in one transaction, READ COMMITTED, on the disk when this returns."""
        return self._run("write", work)

    def read(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work that only reads, on one snapshot."""
        return self._run("read", work)

    def count(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work of one statement, a transaction by itself."""
        return self._run("count", work)

    def working(self) -> bool:
        """Whether the calling thread is inside a work just now."""
        return self._here.inside

    def truncate_log(self) -> None:
        """Nothing to do: the server looks after its log."""

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    @contextmanager
    def long(self) -> Iterator[Tx]:
        """A transaction on a connection of its own that may take minutes: committed at the end of the
        block, rolled back when it raises.
        """
        engine = of_kind(engine_for(self._url, pooled=False), "long")
        with translated(), engine.connect() as connection, connection.begin():
            yield Tx(connection)

    def _run(self, kind: Kind, work: Callable[[Tx], Answer]) -> Answer:
        if self._here.inside:
            raise RuntimeError("a work may not ask for another transaction")
        for again in range(1, MOST_TRIES + 1):
            attempt = _Attempt()
            try:
                return self._attempt(attempt, self._engines[kind], work)
            except Exception as error:
                if not is_of_database(error):
                    raise
                if again == MOST_TRIES or not attempt.worth_another(error, again):
                    raise fault_of(error) from None
            # Who met in the same row is not to meet there again.
            time.sleep(random.uniform(0, _SHORTEST_PAUSE * 2**again))  # noqa: S311 - not a secret
        raise ServiceFault

    def _attempt(self, attempt: _Attempt, engine: Engine, work: Callable[[Tx], Answer]) -> Answer:
        with engine.connect() as connection:
            transaction = connection.begin()
            attempt.begun = True
            try:
                with self._here:
                    answer = work(Tx(connection))
                attempt.committing = True
                transaction.commit()
            except BaseException:
                # The driver's own errors pass SQLAlchemy by: it is told of a connection that is gone.
                if not connection.invalidated and getattr(
                    connection.connection.dbapi_connection, "closed", False
                ):
                    connection.invalidate()
                attempt.cut = connection.invalidated
                if not attempt.cut:
                    transaction.rollback()
                raise
            return answer


class _Attempt:
    """How far one run of a work came."""

    __slots__ = ("begun", "committing", "cut")

    def __init__(self) -> None:
        self.begun = False
        self.committing = False
        self.cut = False

    def worth_another(self, error: Exception, tries: int) -> bool:
        """Whether the work may be run again: what it did is undone for certain. Of a connection that broke
        during the commit nobody knows; one that broke before is made anew, but a server that is away is
        told at once.
        """
        if is_undone(error):
            return True
        cut = self.cut or (isinstance(error, DBAPIError) and error.connection_invalidated)
        return cut and not self.committing and tries <= 2


def open_postgresql(url: str, keys: Keys | None = None, *, own: bool = False) -> PostgresStore:
    """Open the database at ``postgresql://…``, made and brought to the newest form if need be; ``own``: no
    pooler is in between. With ``keys`` it is told, before anything is written, when they do not fit (``key_mismatch``).

    Raises ``ValueError`` for what is no such address, ``ServiceFault`` when the server cannot be used.
    """
    store = PostgresStore(url, engine_for(url, own=own))
    try:
        if not store.read(lambda tx: _fits(tx, keys)):
            store.write(lambda tx: _prepare(tx, keys))
    except BaseException:
        store.close()
        raise
    return store


def _fits(tx: Tx, keys: Keys | None) -> bool:
    """Whether there is nothing to prepare: the fast path of every start but the first."""
    return schema.version(tx) == schema.HEAD and (keys is None or key_rows.check(tx, keys))


def _prepare(tx: Tx, keys: Keys | None) -> None:
    """One process at a time: look again at what another one may have done meanwhile, then make, migrate,
    record.
    """
    locks.alone(tx, locks.SCHEMA)
    if keys is not None and schema.version(tx) not in (None, schema.BASE):
        key_rows.check(tx, keys)
    schema.prepare(tx)
    if keys is not None:
        key_rows.record(tx, keys, time.time())
