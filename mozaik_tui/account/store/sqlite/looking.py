"""A look into an SQLite file that makes and changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from mozaik_tui.account.store.faults import translated
from mozaik_tui.account.store.looking import Look, seen
from mozaik_tui.account.store.tx import Tx

_PATIENCE = 1.0


def look_into(file: Path) -> Look | None:
    """``None`` when there is no file. Raises ``ServiceFault`` when it cannot be read."""
    if not file.exists():
        return None

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    with translated(), engine.connect() as connection, connection.begin():
        return seen(Tx(connection))
