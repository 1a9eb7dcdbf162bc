"""The audit trail and its keyed hash chain (account-service.md, Audit)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, String, Table, Text

from mozaik_tui.account.store.tables.base import metadata

_ROW_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

# Append-only. `number` and `link` are empty until the sealer takes the row into the chain, within a second:
# so no sign-up waits for another's commit. `details` is canonical JSON of numbers and short words, never of
# input.
audit = Table(
    "audit",
    metadata,
    Column("id", _ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("event", String(64), nullable=False),
    Column("email", LargeBinary(32), nullable=True),
    Column("subject", LargeBinary(32), nullable=True),
    Column("details", Text, nullable=False),
    Column("number", BigInteger, nullable=True),
    Column("link", LargeBinary(32), nullable=True),
    Index("ix_audit_number", "number", unique=True),
    sqlite_autoincrement=True,
)

# One row: where the chain is hooked (the last row that `purge` cut off) and where it ends. Each end carries a
# MAC, so that neither can be moved by someone who has the database alone. The row is also the lock of the
# sealer.
audit_chain = Table(
    "audit_chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("anchor_number", BigInteger, nullable=False),
    Column("anchor_link", LargeBinary(32), nullable=False),
    Column("anchor_mac", LargeBinary(32), nullable=False),
    Column("head_number", BigInteger, nullable=False),
    Column("head_link", LargeBinary(32), nullable=False),
    Column("head_mac", LargeBinary(32), nullable=False),
)

# The chain's keys, sealed under the service's own: row `from_number` and on were linked with this one.
# `purge` seals them anew when the service's key was changed, so that an old chain can still be walked when
# the old line is gone.
audit_keys = Table(
    "audit_keys",
    metadata,
    Column("from_number", BigInteger, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)
