"""Kept answers (account-service.md, Idempotency)."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, LargeBinary, Table

from mozaik_tui.account.store.tables.base import metadata

# `id` is a keyed digest of name space and key, `fingerprint` one of the arguments. `answer` is sealed;
# while it is empty the call is under way and belongs to `owner` until `lease_until`.
idempotency = Table(
    "idempotency",
    metadata,
    Column("id", LargeBinary(32), primary_key=True),
    Column("fingerprint", LargeBinary(32), nullable=False),
    Column("owner", LargeBinary(16), nullable=False),
    Column("lease_until", Float, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("answer", LargeBinary, nullable=True),
    Index("ix_idempotency_created_at", "created_at"),
)
