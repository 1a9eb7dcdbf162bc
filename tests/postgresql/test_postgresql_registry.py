"""A registry on PostgreSQL is swapped in whole while sign-ups go on; what is killed or fails changes nothing
(account-service.md, The registry file).
"""

import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.registry.api import ImportUnderWay
from mozaik_tui.account.registry.lookup import close_registry
from mozaik_tui.account.registry.table_generation import TableWriter
from mozaik_tui.account.store import link_rows, open_store

from ..unit.registry.conftest import MAIL, Place, content_of, row

FILE, CODE = "0412357", "BENZ71031404"
CHILD, OTHER = row(FILE, CODE), row("0000001", last="Roy")
TABLES = ("child", "departed", "identity", "match")


@pytest.fixture
def place(postgresql):
    found = Place(open_store(postgresql), Keys([b"k" * 32]))
    yield found
    close_registry(found.store)
    found.store.close()


def tables_of(report):
    return [f"{report.in_force.place}_{table}" for table in TABLES]


def test_a_generation_is_four_tables_and_the_earlier_one_goes(place):
    for number in (1, 2, 3):
        report = place.load(CHILD)
        assert report.in_force.place.startswith(f"registry_{number}_")
        assert place.files() == tables_of(report)
    assert place.key(CHILD) == place.key(CHILD, by="permanent_code") is not None
    assert place.key(OTHER) is None


def test_the_tables_name_nobody(place):
    report = place.load(
        CHILD, row("7654321", last="Gagnonne", first="Marguerite", mails="marguerite@example.org")
    )
    for table in tables_of(report):
        found = place.store.read(lambda tx, t=table: repr(tx.exec_driver_sql(f"SELECT * FROM {t}").all()))
        for word in ("enali", "0412357", "BENZ", "nadia", "agnonne", "marguerite", "2014"):
            assert word not in found


def test_a_failure_in_the_middle_leaves_nothing(place, monkeypatch):
    before = place.load(CHILD)
    real = TableWriter.finish

    def broken(self):
        real(self)
        self._do("SELECT 1 / 0")

    monkeypatch.setattr(TableWriter, "finish", broken)
    with pytest.raises(ServiceFault):
        place.load(OTHER)
    assert place.files() == tables_of(before)
    assert (place.key(CHILD) is not None, place.key(OTHER)) == (True, None)
    monkeypatch.undo()
    assert place.load(OTHER).in_force.generation == 2


def test_the_server_goes_down_in_an_import(place, postgresql_server, monkeypatch):
    before, real = place.load(CHILD), TableWriter.finish

    def away(self):
        real(self)
        postgresql_server.stop("crash")
        postgresql_server.start()

    monkeypatch.setattr(TableWriter, "finish", away)
    with pytest.raises(ServiceFault, match="service_unavailable"):
        place.load(OTHER)
    monkeypatch.undo()
    assert place.files() == tables_of(before)
    assert place.key(CHILD) is not None
    assert place.load(OTHER).in_force.generation == 2


def test_one_import_at_a_time(place, postgresql):
    another = Place(open_store(postgresql), place.keys)
    with another.home.importing(), pytest.raises(ImportUnderWay):
        place.load(CHILD)
    assert place.load(CHILD).in_force
    close_registry(another.store)
    another.store.close()


def test_what_was_left_goes_at_the_next_import_and_nothing_else(place):
    place.store.write(
        lambda tx: tx.exec_driver_sql(
            "CREATE TABLE registry_7_0123abcd_part_match (a int); CREATE TABLE registry_6_0123abcd_child (a int);"
            " CREATE TABLE registry_6_0123abcd_kept (a int)"
        )
    )
    report = place.load(CHILD)
    assert place.files() == sorted([*tables_of(report), "registry_6_0123abcd_kept"])


def test_a_place_that_is_none_is_never_part_of_a_statement(place):
    place.load(CHILD)
    place.store.write(
        lambda tx: tx.exec_driver_sql("UPDATE registry_pointer SET place = 'x; DROP TABLE links'")
    )
    for ask in (lambda: place.key(CHILD), lambda: place.store.read(place.registry.ready)):
        with pytest.raises(ServiceFault, match="storage_unreadable"):
            ask()


def test_tables_that_are_gone_are_told(place):
    report = place.load(CHILD)
    place.store.write(lambda tx: tx.exec_driver_sql(f"DROP TABLE {', '.join(tables_of(report))}"))
    with pytest.raises(ServiceFault, match="storage_unreadable"):
        place.store.read(place.registry.ready)


def test_a_swap_waits_for_the_link_that_is_in_the_making(place):
    """Two children turn out to be one: the link made meanwhile to the one that ends goes over as well."""
    place.load(row(FILE), row(code=CODE))
    by_file, account = place.key(row(FILE)), place.account()
    matched, go = threading.Event(), threading.Event()
    digests = place.registry.match_digests(CHILD[0], "file_number", FILE, "benali", "zoe", "2014-03-09", MAIL)

    def link(tx):
        found = place.registry.match(tx, digests)
        matched.set()
        go.wait(20)
        return link_rows.insert_link(
            tx, account_id=account, child_key=found, public_id="p" * 32, typed=b"-", linked_at=1.0, children=12,
            guardians=4,
        )  # fmt: skip

    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with ThreadPoolExecutor(2) as pool:
        linking = pool.submit(place.store.write, link)
        assert matched.wait(10)
        importing = pool.submit(place.load, CHILD)
        while not place.store.read(lambda tx: tx.exec_driver_sql(waiting).scalar_one()):
            assert not importing.done()
        go.set()
        assert linking.result().public_id == "p" * 32
        assert importing.result().in_force
    assert place.key(CHILD) != by_file
    assert place.linked_keys(account) == [place.key(CHILD)]


KILLED = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from mozaik_tui.account.keys import Keys
    from mozaik_tui.account.registry import importing
    from mozaik_tui.account.registry.home import home_of
    from mozaik_tui.account.registry.reader import open_registry
    from mozaik_tui.account.registry.table_generation import TableWriter
    from mozaik_tui.account.registry.tables import TableHome
    from mozaik_tui.account.store import open_store

    url, file, moment = sys.argv[1:]

    def here(*_):
        print("here", flush=True)
        time.sleep(600)

    def after(owner, name, count=1):
        real, calls = getattr(owner, name), []
        def patched(*arguments):
            answer = real(*arguments)
            calls.append(1)
            if len(calls) == count:
                here()
            return answer
        setattr(owner, name, patched)

    if moment == "writing":
        after(TableWriter, "_copy")
    elif moment == "unnamed":
        after(TableWriter, "finish")
    elif moment == "named":
        after(TableHome, "name")
    elif moment == "swapped":
        after(TableHome, "tidy", 2)
    progress = here if moment == "reading" else lambda done, size: None
    store = open_store(url)
    with open_registry(Path(file)) as opened:
        importing.import_registry(
            store, Keys([b"k" * 32]), home_of(store), opened, clock=time.time, progress=progress
        )
    """
)


@pytest.mark.parametrize("moment", ["reading", "writing", "unnamed", "named", "swapped"])
def test_a_killed_import_changes_nothing(place, postgresql, tmp_path, moment):
    before = place.load(CHILD)
    (tmp_path / "new.csv").write_bytes(content_of([OTHER]))
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, postgresql, str(tmp_path / "new.csv"), moment],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout.readline() == "here\n"
    process.kill()
    process.wait()
    process.stdout.close()
    if moment == "swapped":
        assert (place.key(CHILD), place.key(OTHER) is not None) == (None, True)
    else:
        assert (place.key(CHILD) is not None, place.key(OTHER)) == (True, None)
        # Built and not in force: nothing points to it, the next import takes it away.
        assert [name for name in place.files() if "_part_" not in name] == tables_of(before)
    while True:  # the server notices the end of the connection in its own time
        try:
            report = place.load(CHILD, OTHER)
            break
        except ImportUnderWay:
            continue
    assert place.files() == tables_of(report)
    assert None not in (place.key(CHILD), place.key(OTHER))
