"""The tables' form: made at once in an empty database, else brought to the newest one by Alembic.

Alembic is imported only where there is something to migrate: that costs more than all the rest of an opening.
"""

from __future__ import annotations

from sqlalchemy import text

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.store.tables import metadata
from mozaik_tui.account.store.tx import Tx

HEAD = "0003"
"""The newest migration; a test compares it, and what it makes, with Alembic's and with ``metadata``."""

BASE = "base"
"""Before the first migration: Alembic's mark and nothing else."""

_TABLES = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()",
}
_MARKED = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'",
    "postgresql": "SELECT count(*) FROM information_schema.tables"
    " WHERE table_schema = current_schema() AND table_name = 'alembic_version'",
}


def is_empty(tx: Tx) -> bool:
    """Whether there is no table at all."""
    return not tx.scalar(text(_TABLES[tx.dialect.name]))


def version(tx: Tx) -> str | None:
    """The migration that the database is at, ``BASE`` before the first; ``None`` for one that is not ours."""
    if not tx.scalar(text(_MARKED[tx.dialect.name])):
        return None
    found: str | None = tx.scalar(text("SELECT version_num FROM alembic_version"))
    return found or BASE


def create(tx: Tx) -> None:
    """Make all tables in an empty database, as the migrations would."""
    metadata.create_all(tx.connection, checkfirst=False)
    tx.execute(
        text(
            "CREATE TABLE alembic_version"
            " (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    tx.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def upgrade(tx: Tx) -> None:
    """Bring an older form up to the newest, in the caller's transaction.
    ``ServiceFault("storage_unreadable")`` for a database of another program, or of a later version of this
    one.
    """
    at = version(tx)
    if at == HEAD:
        return
    if at is None:
        raise ServiceFault("storage_unreadable")
    from mozaik_tui.account.store.migrations import run

    run(tx.connection, HEAD)


def prepare(tx: Tx) -> None:
    """Make or migrate, whichever is needed, in the caller's transaction."""
    if is_empty(tx):
        create(tx)
    else:
        upgrade(tx)
