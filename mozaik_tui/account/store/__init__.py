"""Where the service keeps things: one database, reached through :class:`Store` (SQLite in one file;
PostgreSQL).

Rule files see a transaction as :data:`Tx` and call the statement functions of ``store/*_rows.py``.
"""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Connection

from mozaik_tui.account.store.api import Store, in_use, listener, open_store, ringer

Tx: TypeAlias = Connection

__all__ = ["Store", "Tx", "in_use", "listener", "open_store", "ringer"]
