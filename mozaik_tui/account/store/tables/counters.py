"""Budgets: what was counted, since when, and until when it is locked (account-service.md, Rules)."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, String, Table

from mozaik_tui.account.store.tables.base import metadata

# One row a budget in use. `key` is a keyed digest (of an e-mail, a mailbox, an address, or several of them);
# the window and
# the lock are in seconds; `locked_until` and `lock_length` belong to budgets whose refusal locks.
counters = Table(
    "counters",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("key", LargeBinary(32), primary_key=True),
    Column("started_at", Float, nullable=False),
    Column("window", Float, nullable=False, default=86400.0),
    Column("count", Integer, nullable=False),
    Column("locked_until", Float, nullable=True),
    Column("lock_length", Float, nullable=False),
    Index("ix_counters_started_at", "started_at"),
)
