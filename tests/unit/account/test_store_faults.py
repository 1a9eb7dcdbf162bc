"""What a disk, another process or a stranger can do to the file, in the contract's words (storage_…)."""

import os
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.store.faults import fault_of

PUT = text("INSERT INTO counters VALUES ('t', :key, 0, 60, 1, NULL, 0)")
COUNT = text("SELECT count(*) FROM counters")


def put(key, size=0):
    return lambda tx: tx.execute(PUT, {"key": key + bytes(size)}).rowcount


def fault(call, *args):
    with pytest.raises(ServiceFault) as caught:
        call(*args)
    return caught.value.code


def cap(store, pages):
    store._writer.outside(lambda raw: raw.execute(f"PRAGMA max_page_count = {pages}").fetchone())


def test_a_full_disk_is_told_loses_nothing_and_heals(open_file, tmp_path):
    store = open_file()
    store.write(put(b"before"))
    pages = store.read(lambda tx: tx.exec_driver_sql("PRAGMA page_count").scalar())
    cap(store, pages)
    assert fault(store.write, put(b"big", 100_000)) == "storage_full"
    cap(store, 1_000_000)
    store.write(put(b"after", 100_000))
    assert store.read(lambda tx: tx.scalar(COUNT)) == 2


def test_a_full_disk_breaks_all_that_was_to_be_committed_together(open_file):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    store, held, go = open_file(), Event(), Event()
    pages = store.read(lambda tx: tx.exec_driver_sql("PRAGMA page_count").scalar())
    cap(store, pages)

    def hold(_tx):
        held.set()
        go.wait()

    with ThreadPoolExecutor(4) as pool:
        holding = pool.submit(store.write, hold)
        held.wait()
        small = pool.submit(store.write, put(b"small"))
        while store._writer._jobs.qsize() < 1:
            pass
        big = pool.submit(store.write, put(b"big", 100_000))
        while store._writer._jobs.qsize() < 2:
            pass
        go.set()
        holding.result()
        answers = [small.exception(), big.exception()]
    assert answers[1].code == "storage_full"
    kept = store.read(lambda tx: tx.scalar(COUNT))
    assert kept == (answers[0] is None)


def test_a_limit_on_the_file_size_is_a_full_disk(run_python, tmp_path):
    program = """
import resource, sys
from pathlib import Path
from sqlalchemy import text
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.store.sqlite import open_sqlite
store = open_sqlite(Path(sys.argv[1]) / "a.sqlite")
put = text("INSERT INTO counters VALUES ('t', :key, 0, 60, 1, NULL, 0)")
store.write(lambda tx: tx.execute(put, {"key": b"a"}))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    store.write(lambda tx: tx.execute(put, {"key": bytes(1_000_000)}))
except ServiceFault as fault:
    print(fault.code)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.write(lambda tx: tx.execute(put, {"key": b"b"}))
print(store.read(lambda tx: tx.scalar(text("SELECT count(*) FROM counters"))))
"""
    assert run_python(program, tmp_path).communicate()[0].split() == ["storage_full", "2"]


def test_a_lock_that_is_held_too_long_is_told(open_file, tmp_path):
    store = open_file(patience=0.05)
    other = sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ServiceFault) as caught:
        store.write(put(b"a"))
    assert (caught.value.code, caught.value.retry_after) == ("storage_busy", 2)
    other.execute("ROLLBACK")
    other.close()
    store.write(put(b"a"))


def test_a_place_in_the_queue_that_is_held_too_long_does_not_stop_a_writer(open_file, tmp_path):
    """The queue is for fairness only: a process that stands still in it holds nobody up for ever."""
    fcntl = pytest.importorskip("fcntl")
    store = open_file(patience=0.05)
    with (tmp_path / "a.sqlite-queue").open("rb+") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        store.write(put(b"a"))
    assert store.read(lambda tx: tx.scalar(COUNT)) == 1


def test_a_corrupted_file_is_told(open_file, tmp_path):
    store = open_file()
    store.write(put(b"a"))
    store.close()
    file = tmp_path / "a.sqlite"
    raw = bytearray(file.read_bytes())
    raw[4096:] = os.urandom(len(raw) - 4096)
    file.write_bytes(raw)

    def use():
        opened = open_file()
        opened.write(put(b"b"))

    assert fault(use) == "storage_unreadable"


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_database_is_told_and_left_alone(open_file, tmp_path, content):
    (tmp_path / "a.sqlite").write_bytes(content)
    assert fault(open_file) == "storage_unreadable"
    assert (tmp_path / "a.sqlite").read_bytes() == content


def test_a_folder_that_is_not_there(open_file):
    assert fault(lambda: open_file(name="nowhere/a.sqlite")) == "data_directory"


def test_a_file_that_is_a_folder(open_file, tmp_path):
    (tmp_path / "a.sqlite").mkdir()
    assert fault(open_file) == "storage_unreadable"


def test_a_file_that_must_not_be_written(run_python, tmp_path, open_file):
    store = open_file()
    store._writer.outside(lambda raw: raw.execute("PRAGMA query_only = ON").fetchone() and None)
    assert fault(store.write, put(b"a")) == "storage_unreadable"


def test_errors_that_are_not_sqlites():
    assert fault_of(PoolTimeout()).code == "storage_busy"
    assert fault_of(RuntimeError()).code == "service_unavailable"


def test_a_folder_that_takes_no_new_file(run_python, tmp_path, monkeypatch, open_file):
    """Without a file to queue on a writer does without; SQLite's own lock counts."""
    import mozaik_tui.account.store.sqlite.turn as turn

    def refuse(*_):
        raise PermissionError

    open_file().close()
    monkeypatch.setattr(turn.os, "open", refuse)
    queue = turn.Queue(tmp_path / "a.sqlite")
    connection = sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)
    queue.begin(connection, 1.0)
    assert connection.in_transaction
    queue.close()
    connection.close()


def test_a_file_system_without_locks(tmp_path, monkeypatch):
    import mozaik_tui.account.store.sqlite.turn as turn

    pytest.importorskip("fcntl")

    def refuse(*_):
        raise OSError(95, "not supported")

    monkeypatch.setattr(turn.fcntl, "flock", refuse)
    queue = turn.Queue(tmp_path / "a.sqlite")
    connection = sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)
    queue.begin(connection, 1.0)
    assert connection.in_transaction
    queue.close()
    connection.close()


def test_another_error_than_busy_is_not_waited_for(open_file):
    store = open_file()

    def begin_twice(raw):
        raw.execute("BEGIN")
        try:
            store._turns.begin(raw, 5.0)
        finally:
            raw.rollback()

    assert fault(store._writer.outside, begin_twice) == "service_unavailable"
