"""Where the service keeps things: one database, reached through :class:`Store` (SQLite in one file;
PostgreSQL).

Rule files see a transaction as :data:`Tx` and call the statement functions of ``store/*_rows.py``.
"""

from __future__ import annotations

from mozaik_tui.account.store.api import Store, in_use, listener, open_store, ringer
from mozaik_tui.account.store.tx import Tx

__all__ = ["Store", "Tx", "in_use", "listener", "open_store", "ringer"]
