"""The writing thread: takes all works that wait, runs each in a savepoint, commits them together (group
commit).
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.store.faults import fault_of
from mozaik_tui.account.store.sqlite.turn import Queue
from mozaik_tui.account.store.tx import Tx

Answer = TypeVar("Answer")
MOST_TOGETHER = 64
"""Works in one commit: enough to make the disk's wait cheap, few enough that the first one does not wait
long.
"""


class _Job:
    """A work and the place for its answer; what it answered counts only once it is committed."""

    __slots__ = ("answer", "error", "future", "outside", "work")

    def __init__(self, work: Callable[[Any], Any], *, outside: bool = False) -> None:
        self.work = work
        self.outside = outside
        self.future: Future[Any] = Future()
        self.answer: Any = None
        self.error: BaseException | None = None

    def run(self, connection: Tx | sqlite3.Connection) -> None:
        """Do the work; an error is kept for the thread that asked."""
        try:
            self.answer = self.work(connection)
        except Exception as error:
            self.error = error

    def deliver(self) -> None:
        """Answer the thread that asked. The libraries' errors leave as faults."""
        error = self.error
        if error is None:
            self.future.set_result(self.answer)
        elif isinstance(error, (DBAPIError, sqlite3.Error)):
            self.future.set_exception(fault_of(error))
        else:
            self.future.set_exception(error)


class Writer:
    """Owns the one connection that writes. ``patience``: seconds to wait for other processes."""

    def __init__(self, connection: Connection, turns: Queue, patience: float) -> None:
        self._connection = connection
        self._tx = Tx(connection)
        self._raw = cast(sqlite3.Connection, connection.connection.dbapi_connection)
        self._turns = turns
        self._patience = patience
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._loop, name="store-writer", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[Tx], Answer]) -> Answer:
        """Run a work in a transaction of its own or together with others; back once it is on the disk."""
        answer: Answer = self._asked(_Job(work))
        return answer

    def outside(self, act: Callable[[sqlite3.Connection], None]) -> None:
        """Do something on the connection between two transactions."""
        self._asked(_Job(act, outside=True))

    def _asked(self, job: _Job) -> Any:
        if self.is_here():
            raise RuntimeError("a work may not ask for another transaction")
        with self._closing:
            if self._closed:
                raise ServiceFault
            self._jobs.put(job)
        return job.future.result()

    def is_here(self) -> bool:
        """Whether the calling thread is the writing one."""
        return threading.current_thread() is self._thread

    def close(self) -> None:
        """Finish what waits, end the thread and close the connection."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    def _loop(self) -> None:
        while True:
            batch = self._waiting()
            together = [job for job in batch if job is not None and not job.outside]
            if together:
                self._commit(together)
            for job in batch:
                if job is not None and job.outside:
                    job.run(self._raw)
                    job.deliver()
            if None in batch:
                return

    def _waiting(self) -> list[_Job | None]:
        batch = [self._jobs.get()]
        while len(batch) < MOST_TOGETHER:
            try:
                batch.append(self._jobs.get_nowait())
            except queue.Empty:
                break
        return batch

    def _commit(self, jobs: list[_Job]) -> None:
        """One transaction. When it breaks as a whole nothing of it holds, and every work is told so."""
        try:
            self._turns.begin(self._raw, self._patience)
            for job in jobs:
                self._attempt(job, alone=len(jobs) == 1)
            if len(jobs) == 1 and jobs[0].error is not None:
                self._raw.rollback()
            else:
                self._raw.commit()
        except Exception as error:
            # The disk that broke the one may break the other: the next begin says so.
            with suppress(sqlite3.Error):
                if self._raw.in_transaction:
                    self._raw.rollback()
            fault = error if isinstance(error, ServiceFault) else fault_of(error)
            for job in jobs:
                job.error = ServiceFault(fault.code, retry_after=fault.retry_after)
        for job in jobs:
            job.deliver()

    def _attempt(self, job: _Job, *, alone: bool) -> None:
        """One work; what it did is undone when it raises. Raises when SQLite gave up the whole transaction
        (it does when the disk is full).
        """
        if not alone:
            self._raw.execute("SAVEPOINT work")
        job.run(self._tx)
        if not self._raw.in_transaction:
            raise ServiceFault if job.error is None else fault_of(job.error)
        if not alone:
            if job.error is not None:
                self._raw.execute("ROLLBACK TO work")
            self._raw.execute("RELEASE work")
