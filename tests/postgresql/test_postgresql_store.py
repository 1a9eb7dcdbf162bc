"""The PostgreSQL store: its form, its transactions, and what it does when the database undoes, goes away or dies
(account-service.md, PostgreSQL; Growing).
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, inspect, text

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.store import migrations, open_store, schema
from mozaik_tui.account.store.postgresql.engine import _PREPARED_FROM
from mozaik_tui.account.store.tables import metadata

OLD, NEW = Keys([b"o" * 32]), Keys([b"n" * 32])
SHOWN = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "synchronous_commit")
OF_ITSELF = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.fixture
def opened():
    """Opens stores and closes them."""
    stores = []

    def opener(url, keys=OLD, direct=None):
        stores.append(open_store(url, keys, direct))
        return stores[-1]

    yield opener
    for store in stores:
        store.close()


@pytest.fixture(params=["perhaps a pooler in between", "none"])
def store(request, opened, postgresql):
    return opened(postgresql, direct=postgresql if request.param == "none" else None)


@pytest.fixture
def notes(store):
    """A store with a table to write in: ``notes(id)``."""
    store.write(lambda tx: tx.execute(text("CREATE TABLE notes (id int PRIMARY KEY, n int DEFAULT 0)")))
    return store


def rows(store):
    return store.read(lambda tx: list(tx.execute(text("SELECT id FROM notes ORDER BY id")).scalars()))


def form(url):
    """All that there is to say of the tables."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = inspect(connection)
        tables = {}
        for table in found.get_table_names():
            columns = [
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)
            ]
            gets = (found.get_indexes, found.get_unique_constraints, found.get_foreign_keys)
            tables[table] = (columns, *(sorted(map(repr, get(table))) for get in gets))
    engine.dispose()
    return tables


def test_migrations_and_the_fast_way_make_the_same(postgresql_server, postgresql, empty_postgresql):
    engine = create_engine(empty_postgresql.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        migrations.run(connection, schema.HEAD)
    engine.dispose()
    assert form(empty_postgresql) == form(postgresql)
    assert set(form(postgresql)) == {*metadata.tables, "alembic_version"}


def test_first_starts_at_once_make_one_form(empty_postgresql, opened):
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: opened(empty_postgresql), range(4)))
    assert {store.read(schema.version) for store in stores} == {schema.HEAD}


def test_an_older_form_is_brought_up_and_anothers_is_left_alone(empty_postgresql, opened, postgresql_server):
    raw = create_engine(empty_postgresql.replace("postgresql:", "postgresql+psycopg:"))
    with raw.begin() as tx:
        tx.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    assert opened(empty_postgresql).read(schema.version) == schema.HEAD
    with raw.begin() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    raw.dispose()
    with pytest.raises(ServiceFault, match="storage_unreadable"):
        opened(empty_postgresql)


def test_keys_that_do_not_fit_are_told_before_anything_is_written(postgresql, opened):
    opened(postgresql)
    with pytest.raises(ServiceFault, match="key_mismatch"):
        opened(postgresql, NEW)
    opened(postgresql, Keys([b"n" * 32, b"o" * 32]))
    with pytest.raises(ServiceFault, match="key_mismatch"):
        opened(postgresql, OLD)


@pytest.mark.parametrize("url", ["postgresql://a:b@c:port/d", "mysql://a/b", "sqlite://"])
def test_what_is_no_address_of_ours(url):
    with pytest.raises(ValueError, match=r"^not "):
        open_store(url)


def test_a_work_that_raises_leaves_nothing(notes):
    def work(tx):
        tx.execute(text("INSERT INTO notes VALUES (1)"))
        raise LookupError

    with pytest.raises(LookupError):
        notes.write(work)
    assert rows(notes) == []


def test_reading_is_one_snapshot_and_changes_nothing(notes):
    def look(tx):
        first = tx.scalar(text("SELECT count(*) FROM notes"))
        with ThreadPoolExecutor(1) as pool:
            pool.submit(
                notes.write, lambda other: other.execute(text("INSERT INTO notes VALUES (1)"))
            ).result()
        return first, tx.scalar(text("SELECT count(*) FROM notes"))

    assert notes.read(look) == (0, 0)
    assert rows(notes) == [1]
    with pytest.raises(ServiceFault):
        notes.read(lambda tx: tx.execute(text("DELETE FROM notes")))
    assert rows(notes) == [1]


def test_a_work_asks_for_no_other_transaction(notes):
    with pytest.raises(RuntimeError):
        notes.write(lambda tx: notes.read(schema.version))
    assert not notes.working()
    assert notes.write(lambda tx: notes.working())


def test_commits_wait_for_the_disk_and_nothing_stays_on_the_session(notes, postgresql):
    """What a pooler in transaction mode asks for; a default that is weaker is overruled."""
    notes.write(lambda tx: tx.execute(text("ALTER ROLE postgres SET synchronous_commit = off")))
    try:
        fresh = open_store(postgresql, OLD)
        show = text("SHOW synchronous_commit")
        assert fresh.write(lambda tx: tx.scalar(show)) == "on"
        for _ in range(20):
            fresh.write(lambda tx: tx.execute(text("SELECT :n + 1"), {"n": 1}))
        assert fresh.count(lambda tx: tx.scalar(show)) == "off"
        left = "SELECT current_setting('lock_timeout') || (SELECT count(*) FROM pg_prepared_statements)"
        assert fresh.count(lambda tx: tx.scalar(text(left))) == "00"
        fresh.close()
    finally:
        notes.write(lambda tx: tx.execute(text("ALTER ROLE postgres RESET synchronous_commit")))


@pytest.mark.parametrize("pooler", [False, True])
def test_statements_are_prepared_on_sessions_that_are_ours_alone(opened, postgresql, pooler):
    store = opened(postgresql, direct=None if pooler else postgresql)
    question = text(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%prepared_statements%'"
    )
    for _ in range(2 * _PREPARED_FROM):
        prepared = store.read(lambda tx: tx.execute(question).scalar())
    assert bool(prepared) is not pooler


def test_settings_of_the_address_are_kept(opened, postgresql):
    address = f"{postgresql}&options=-c%20statement_timeout%3D7s"
    store = opened(address, direct=address)
    told = [store.write(lambda tx, name=name: tx.scalar(text(f"SHOW {name}"))) for name in SHOWN]
    assert told == ["7s", "10s", "30s", "on"]


def test_two_that_lock_each_other_out_both_succeed(notes):
    notes.write(lambda tx: tx.execute(text("INSERT INTO notes VALUES (1), (2)")))
    both, counts = threading.Barrier(2), {}

    def work(first, second):
        def run(tx):
            counts[first] = counts.get(first, 0) + 1
            add = text("UPDATE notes SET n = n + 1 WHERE id = :id")
            tx.execute(add, {"id": first})
            if counts[first] == 1:
                both.wait(10)
            tx.execute(add, {"id": second})

        return notes.write(run)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (1, 2), (2, 1)))
    assert (
        sum(counts.values()) >= 3
    )  # the database undoes one of the two; on a busy machine it may do so twice
    assert notes.read(lambda tx: tx.scalar(text("SELECT sum(n) FROM notes"))) == 4


def test_a_row_that_is_held_too_long_is_told_as_busy(notes):
    notes.write(lambda tx: tx.execute(text("INSERT INTO notes VALUES (1)")))
    held, over = threading.Event(), threading.Event()

    def hold(tx):
        tx.execute(text("UPDATE notes SET n = 1"))
        held.set()
        over.wait(20)

    def impatient(tx):
        tx.execute(text("SET LOCAL lock_timeout = '50ms'"))
        tx.execute(text("UPDATE notes SET n = 2"))

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(notes.write, hold)
        held.wait(10)
        with pytest.raises(ServiceFault, match="storage_busy"):
            notes.write(impatient)
        over.set()
        holding.result()


def test_a_connection_that_breaks_in_a_work_is_made_anew(notes):
    runs = []

    def work(tx):
        runs.append(tx.execute(text("INSERT INTO notes VALUES (1)")))
        if len(runs) == 1:
            tx.execute(text(OF_ITSELF))

    notes.write(work)
    assert (len(runs), rows(notes)) == (2, [1])


def test_a_connection_that_breaks_in_the_commit_is_told(notes):
    """Nobody knows what became of it: it is not run again by itself."""
    notes.write(
        lambda tx: tx.exec_driver_sql(
            f"CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM ({OF_ITSELF}) x;"
            " RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON notes"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()"
        )
    )
    runs = []
    with pytest.raises(ServiceFault, match="service_unavailable"):
        notes.write(lambda tx: runs.append(tx.execute(text("INSERT INTO notes VALUES (1)"))))
    assert (len(runs), rows(notes)) == (1, [])


@pytest.mark.parametrize("how", ["fast", "crash"])
def test_the_server_is_stopped_and_started(notes, postgresql_server, how):
    for number in range(5):
        notes.write(lambda tx, n=number: tx.execute(text("INSERT INTO notes VALUES (:n)"), {"n": n}))
    postgresql_server.stop(how)
    try:
        with pytest.raises(ServiceFault, match="service_unavailable") as caught:
            notes.write(lambda tx: tx.execute(text("INSERT INTO notes VALUES (99)")))
        assert caught.value.retry_after
    finally:
        postgresql_server.start()
    assert rows(notes) == [0, 1, 2, 3, 4]
    notes.write(lambda tx: tx.execute(text("INSERT INTO notes VALUES (5)")))


def test_a_restart_between_two_works_is_not_felt(notes, postgresql_server):
    with ThreadPoolExecutor(4) as pool:  # several connections of the pool go stale
        list(pool.map(lambda _: notes.write(lambda tx: tx.execute(text("SELECT pg_sleep(0.02)"))), range(4)))
    postgresql_server.stop()
    postgresql_server.start()
    for number in range(6):
        notes.write(lambda tx, n=number: tx.execute(text("INSERT INTO notes VALUES (:n)"), {"n": n}))
    assert len(rows(notes)) == 6


def test_an_address_where_nobody_answers(tmp_path):
    with pytest.raises(ServiceFault, match="service_unavailable"):
        open_store(f"postgresql://postgres@/none?host={tmp_path}")
