"""One writing thread, group commit, snapshots (account-service.md, SQLite)."""

import os
import queue
import sqlite3
import stat
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from mozaik_tui.account.contract import Refusal, ServiceFault
from mozaik_tui.account.store import open_store
from mozaik_tui.account.store.sqlite.store import open_sqlite

PUT = text("INSERT INTO counters VALUES ('t', :key, 0, 60, 1, NULL, 0)")
COUNT = text("SELECT count(*) FROM counters")


def put(key):
    return lambda tx: tx.execute(PUT, {"key": key}).rowcount


def count(store):
    return store.read(lambda tx: tx.scalar(COUNT))


def test_what_a_work_writes_is_there_when_it_returns(store):
    assert store.write(put(b"a")) == 1
    assert count(store) == 1


def test_a_work_that_raises_leaves_nothing(store):
    def work(tx):
        put(b"a")(tx)
        raise Refusal("not_found")

    with pytest.raises(Refusal):
        store.write(work)
    assert count(store) == 0
    store.write(put(b"a"))


def test_works_that_wait_are_committed_together_and_fail_alone(store):
    """While the writer is held up, sixty works gather; every third of them raises."""
    held, go = threading.Event(), threading.Event()

    def hold(_tx):
        held.set()
        go.wait()

    def work(number):
        def inside(tx):
            put(b"%d" % number)(tx)
            if number % 3 == 0:
                raise ValueError(number)
            return number

        return store.write(inside)

    with ThreadPoolExecutor(61) as pool:
        holding = pool.submit(store.write, hold)
        held.wait()
        asked = [pool.submit(work, number) for number in range(60)]
        while store._writer._jobs.qsize() < 60:
            pass
        commits = []
        store._writer._raw.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
        go.set()
        holding.result()
        for number, future in enumerate(asked):
            if number % 3 == 0:
                assert isinstance(future.exception(), ValueError)
            else:
                assert future.result() == number
    store._writer._raw.set_trace_callback(None)
    assert count(store) == 40
    assert len(commits) <= 2


def test_an_error_of_the_database_leaves_as_a_fault_that_names_nothing(store):
    with pytest.raises(ServiceFault) as caught:
        store.write(lambda tx: tx.execute(text("SELECT nothing FROM nowhere")))
    assert str(caught.value) == "service_unavailable"
    with pytest.raises(ServiceFault):
        store.read(lambda tx: tx.execute(text("SELECT nothing FROM nowhere")))
    with pytest.raises(ServiceFault):
        store._writer.outside(lambda raw: raw.execute("nonsense"))


def test_a_reader_sees_one_snapshot_and_writes_nothing(store):
    def look(tx):
        before = tx.scalar(COUNT)
        threading.Thread(target=lambda: store.write(put(b"a"))).run()
        return before, tx.scalar(COUNT)

    assert store.read(look) == (0, 0)
    assert count(store) == 1
    with pytest.raises(ServiceFault):
        store.read(put(b"b"))


def test_a_work_cannot_ask_for_another_transaction(store):
    with pytest.raises(RuntimeError):
        store.write(lambda _tx: store.write(put(b"a")))


def test_whether_the_thread_is_inside_a_work(store):
    assert not store.working()
    assert store.write(lambda _tx: store.working())
    assert store.read(lambda _tx: store.working())
    assert not store.working()


def test_promises_are_kept_by_pragmas(store):
    def pragmas(tx):
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "query_only")
        return [tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert store.write(pragmas) == ["wal", 2, 1, 1, 0]
    assert store.read(pragmas) == ["wal", 2, 1, 1, 1]


def test_the_log_is_cut(store, tmp_path):
    store.write(put(b"a"))
    assert (tmp_path / "a.sqlite-wal").stat().st_size > 0
    store.truncate_log()
    assert (tmp_path / "a.sqlite-wal").stat().st_size == 0


def test_what_is_erased_is_not_left_in_the_file(open_file, tmp_path):
    store = open_file()
    store.write(put(b"a-very-special-mark"))
    store.truncate_log()
    assert b"a-very-special-mark" in (tmp_path / "a.sqlite").read_bytes()
    store.write(lambda tx: tx.execute(text("DELETE FROM counters")))
    store.truncate_log()
    assert b"a-very-special-mark" not in (tmp_path / "a.sqlite").read_bytes()


def test_only_the_owner_reads_the_files(store, tmp_path):
    store.write(put(b"a"))
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_a_closed_store_answers_nothing(open_file, tmp_path):
    store = open_file()
    store.close()
    store.close()
    with pytest.raises(ServiceFault):
        store.write(put(b"a"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.sqlite", "a.sqlite-queue"]


def test_addresses_of_another_kind_are_not_taken(tmp_path):
    for url in ("sqlite://", "mysql:///x", "", str(tmp_path)):
        with pytest.raises(ValueError, match="not a database"):
            open_store(url)
    store = open_store(f"sqlite:///{tmp_path / 'b.sqlite'}")
    assert (store.dialect, store.folder) == ("sqlite", tmp_path)
    store.close()


class Failing:
    """A connection whose disk fails: COMMIT, and the ROLLBACK after it."""

    def __init__(self, raw, times):
        self._raw, self._times = raw, times

    def __getattr__(self, name):
        return getattr(self._raw, name)

    def _fail(self):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    def commit(self):
        if self._times:
            self._fail()
        self._raw.commit()

    def rollback(self):
        if self._times:
            self._times -= 1
            self._fail()
        self._raw.rollback()


def test_a_disk_that_fails_at_the_rollback_too_is_told_and_the_store_goes_on_when_it_is_mended(store):
    writer = store._writer
    writer._raw = Failing(writer._raw, 2)
    told = queue.Queue()

    def write(key):
        try:
            store.write(put(key))
        except ServiceFault as fault:
            told.put(fault.code)

    for key in (b"a", b"b", b"c"):
        threading.Thread(target=write, args=(key,), daemon=True).start()
        assert told.get(timeout=60)
    assert store.write(put(b"d")) == 1
    assert count(store) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_store_that_cannot_be_opened_leaves_no_file_open(tmp_path):
    file = tmp_path / "a.sqlite"

    def held():
        links = (Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd"))
        return [link for link in links if link.is_symlink() and str(file) in os.readlink(link)]

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(ServiceFault):
                open_sqlite(file, patience=0.05)
    assert not held(), "SQLite keeps a file open while another connection of the process has a lock on it"
