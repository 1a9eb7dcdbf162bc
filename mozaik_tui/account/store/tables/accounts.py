"""Accounts and their sessions (account-service.md, « The database names nobody », Tokens)."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table

from mozaik_tui.account.store.tables.base import metadata, row_number

# `email_key` is the keyed digest of the identity key; `email` seals the normalised address; `password` is a
# PHC string.
accounts = Table(
    "accounts",
    metadata,
    Column("id", row_number, primary_key=True, autoincrement=True),
    Column("email_key", LargeBinary(32), nullable=False, unique=True),
    Column("email", LargeBinary, nullable=False),
    Column("language", String(35), nullable=False),
    Column("password", String(255), nullable=False),
    Column("password_version", Integer, nullable=False, default=1),
    Column("created_at", Float, nullable=False),
    sqlite_autoincrement=True,
)

# One row a session that has not been signed out; `token` is a keyed digest. `dead`: its life ended,
# whatever the clock says later.
sessions = Table(
    "sessions",
    metadata,
    Column("id", row_number, primary_key=True, autoincrement=True),
    Column("token", LargeBinary(32), nullable=False, unique=True),
    Column("account_id", row_number, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("active_at", Float, nullable=False),
    Column("dead", Boolean, nullable=False),
    Index("ix_sessions_account_id", "account_id"),
    Index("ix_sessions_created_at", "created_at"),
    sqlite_autoincrement=True,
)
