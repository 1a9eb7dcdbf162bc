"""A look at a PostgreSQL database that makes and changes nothing, for ``doctor`` and before keys are made."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import Connection, text

from mozaik_tui.account.store import schema
from mozaik_tui.account.store.faults import translated
from mozaik_tui.account.store.postgresql.engine import engine_for, of_kind

_TABLES = text("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
_CLOCK = text("SELECT extract(epoch FROM clock_timestamp())::float")
_KEYS = text("SELECT EXISTS (SELECT FROM key_uses)")


@dataclass(frozen=True, slots=True)
class Look:
    """``tables`` in the schema; ``keyed``: something was made under keys; ``skew``: seconds by which the
    database's clock is ahead of this machine's.
    """

    tables: int
    keyed: bool
    skew: float


def look(url: str) -> Look:
    """Raises ``ValueError`` for what is no such address, ``ServiceFault`` when the database cannot be read."""
    engine = engine_for(url, pooled=False)
    with translated(), of_kind(engine, "read").connect() as connection, connection.begin():
        tables: int = connection.execute(_TABLES).scalar_one()
        keyed = (
            schema.version(connection) not in (None, schema.BASE) and connection.execute(_KEYS).scalar_one()
        )
        return Look(tables, bool(keyed), _skew(connection))


def _skew(connection: Connection) -> float:
    """The answer's moment is taken for the middle between question and answer."""
    before = time.time()
    there: float = connection.execute(_CLOCK).scalar_one()
    return there - (before + time.time()) / 2
