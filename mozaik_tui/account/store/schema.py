"""The tables' form: made at once in an empty database, else brought to the newest one by Alembic.

Alembic is imported only where there is something to migrate: that costs more than all the rest of an opening.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.store.tables import metadata

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


def is_empty(connection: Connection) -> bool:
    """Whether there is no table at all."""
    return not connection.scalar(text(_TABLES[connection.dialect.name]))


def version(connection: Connection) -> str | None:
    """The migration that the database is at, ``BASE`` before the first; ``None`` for one that is not ours."""
    if not connection.scalar(text(_MARKED[connection.dialect.name])):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found or BASE


def create(connection: Connection) -> None:
    """Make all tables in an empty database, as the migrations would."""
    metadata.create_all(connection, checkfirst=False)
    connection.execute(
        text(
            "CREATE TABLE alembic_version"
            " (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def upgrade(connection: Connection) -> None:
    """Bring an older form up to the newest, in the caller's transaction.
    ``ServiceFault("storage_unreadable")`` for a database of another program, or of a later version of this
    one.
    """
    at = version(connection)
    if at == HEAD:
        return
    if at is None:
        raise ServiceFault("storage_unreadable")
    from mozaik_tui.account.store.migrations import run

    run(connection, HEAD)


def prepare(connection: Connection) -> None:
    """Make or migrate, whichever is needed, in the caller's transaction."""
    if is_empty(connection):
        create(connection)
    else:
        upgrade(connection)
