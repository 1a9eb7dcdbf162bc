"""PostgreSQL: a pool of connections, one transaction a work, nothing that outlives a transaction
(account-service.md, PostgreSQL; Growing).
"""

from __future__ import annotations

from mozaik_tui.account.store.postgresql.store import PostgresStore, open_postgresql

__all__ = ["PostgresStore", "open_postgresql"]
