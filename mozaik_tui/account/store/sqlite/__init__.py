"""SQLite: one file, one writing thread with group commit, a few readers (account-service.md, SQLite)."""

from __future__ import annotations

from mozaik_tui.account.store.sqlite.store import SqliteStore, open_sqlite

__all__ = ["SqliteStore", "open_sqlite"]
