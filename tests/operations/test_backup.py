"""A backup that is taken while parents sign up, restored elsewhere with the keys (docs/operating.md)."""

import shutil
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from .conftest import PARENTS, PATIENCE, family_of

BEFORE = 3
"""So many parents have signed up when the backup begins; the others go on meanwhile."""


def test_it_is_whole_and_works_elsewhere(place, copies, registry):
    take, restore = copies
    place.did("registry", "import", str(registry))
    done, lock = [], threading.Lock()

    def sign_up(number):
        place.sign_up(server.url, number)
        with lock:
            done.append(number)

    server = place.server().start()
    try:
        with ThreadPoolExecutor(3) as pool:
            pending = [pool.submit(sign_up, number) for number in range(PARENTS - 1)]
            limit = time.monotonic() + PATIENCE
            while len(done) < BEFORE:
                assert time.monotonic() < limit
                time.sleep(0.01)
            acknowledged = list(done)
            assert not all(future.done() for future in pending)
            take()
            for future in pending:
                future.result()
    finally:
        server.close()

    there = restore()
    without = there.run("audit", "verify")
    assert without.returncode == 1
    assert "E-9" in without.stderr
    shutil.copy(place.key_file, there.key_file)
    rows = there.doctor()
    assert rows["keys"] == "ok – keys in the file: 1"
    assert rows["database"].startswith("ok – ")
    assert "whole" in there.did("audit", "verify")
    assert there.did("registry", "stats").startswith(f"pupils\t{PARENTS}\n")

    server = there.server().start()
    try:
        for number in acknowledged:
            assert family_of(server.url, number) == [("Zoé", f"{number:07d}"[-2:])]
        there.sign_up(server.url, PARENTS - 1)
        there.did("registry", "import", str(registry))
        assert family_of(server.url, PARENTS - 1)
        there.did("purge")
        assert "whole" in there.did("audit", "verify")
        if there.url.startswith("sqlite"):
            with closing(sqlite3.connect(there.url.removeprefix("sqlite:///"))) as db:
                assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    finally:
        server.close()
