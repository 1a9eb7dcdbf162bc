"""Statements that are written once and exist once a dialect: SQLite and PostgreSQL share ``ON CONFLICT …
RETURNING``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from mozaik_tui.account.store.tx import Tx

PerDialect = Mapping[str, Executable]


def per_dialect(table: Table, build: Callable[[Any], Executable]) -> PerDialect:
    """``build`` is given the dialect's ``INSERT`` into ``table`` (the one that knows ``ON CONFLICT``)."""
    return {"sqlite": build(sqlite.insert(table)), "postgresql": build(postgresql.insert(table))}


def for_(tx: Tx, statements: PerDialect) -> Executable:
    """The statement of this transaction's dialect."""
    return statements[tx.dialect.name]
