"""The tables' form: made at once, or by Alembic; keys that do not fit are told first."""

import hashlib
import sqlite3

import pytest
from sqlalchemy import create_engine, inspect

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.store import migrations, schema
from mozaik_tui.account.store.tables import metadata
from mozaik_tui.account.store.tx import Tx

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32


def form(connection):
    """All that there is to say of the tables, in an order of its own."""
    found = inspect(connection)
    tables = {}
    for table in found.get_table_names():
        columns = [
            (c["name"], str(c["type"]), c["nullable"], c["default"], c["primary_key"])
            for c in found.get_columns(table)
        ]
        rest = [
            sorted(map(repr, get(table)))
            for get in (found.get_indexes, found.get_unique_constraints, found.get_foreign_keys)
        ]
        tables[table] = (columns, rest, found.get_pk_constraint(table))
    return tables


def test_migrations_and_the_fast_way_make_the_same(tmp_path):
    with create_engine("sqlite://").connect() as migrated, create_engine("sqlite://").connect() as made:
        migrations.run(migrated, schema.HEAD)
        schema.create(Tx(made))
        assert form(migrated) == form(made)
        assert set(form(made)) == {*metadata.tables, "alembic_version"}
        assert schema.version(Tx(migrated)) == schema.version(Tx(made)) == schema.HEAD
        autoincrement = "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY name"
        assert [c.exec_driver_sql(autoincrement).all() for c in (made,)] == [
            migrated.exec_driver_sql(autoincrement).all()
        ]


def test_head_is_alembics_head():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrations.__path__[0]))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_an_opening_at_head_imports_no_alembic(run_python, tmp_path, open_file):
    open_file().close()
    program = (
        "import sys; from mozaik_tui.account.store import open_store;"
        "open_store('sqlite:///' + sys.argv[1]).close();"
        "open_store('sqlite:///' + sys.argv[1] + '.new').close();"
        "print([name for name in sys.modules if name.startswith('alembic')])"
    )
    assert run_python(program, tmp_path / "a.sqlite").communicate()[0] == "[]\n"


def database(file, *statements):
    with sqlite3.connect(file) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE somebody_elses (a)"],
        ["CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('9999')"],
    ],
)
def test_another_programs_or_a_later_database_is_left_alone(open_file, tmp_path, statements):
    database(tmp_path / "a.sqlite", *statements)
    with pytest.raises(ServiceFault) as caught:
        open_file(None)
    assert caught.value.code == "storage_unreadable"
    with pytest.raises(ServiceFault):
        open_file(Keys([OLD]))


def test_an_older_form_is_brought_up(open_file, tmp_path):
    """Before the first migration there is the mark alone: what Alembic leaves of a database taken back to
    its base.
    """
    database(
        tmp_path / "a.sqlite",
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)",
    )
    store = open_file(None)
    assert store.read(schema.version) == schema.HEAD
    store.close()


def test_keys_that_do_not_fit_are_told_before_anything_is_written(open_file, tmp_path):
    open_file(Keys([OLD])).close()
    before = hashlib.sha256((tmp_path / "a.sqlite").read_bytes()).digest()
    for keys in (Keys([NEW]), Keys([NEW, OTHER])):
        with pytest.raises(ServiceFault) as caught:
            open_file(keys)
        assert caught.value.code == "key_mismatch"
    assert hashlib.sha256((tmp_path / "a.sqlite").read_bytes()).digest() == before


def test_a_new_first_key_is_put_on_record_and_then_belongs(open_file):
    open_file(Keys([OLD])).close()
    open_file(Keys([NEW, OLD])).close()
    open_file(Keys([NEW, OLD])).close()
    for keys in (Keys([OLD]), Keys([NEW])):
        with pytest.raises(ServiceFault):
            open_file(keys)
    store = open_file(Keys([NEW, OLD]))
    from mozaik_tui.account.store import key_rows

    store.write(lambda tx: key_rows.drop(tx, Keys([OLD]).ids[0]))
    store.close()
    open_file(Keys([NEW])).close()
