"""The row that says which registry is in force (account-service.md, The registry file)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Integer, LargeBinary, String, Table

from mozaik_tui.account.store.tables.base import metadata

# At most one row (id 1). `place` is the generation's file name (SQLite, in the folder of the database) or
# table (PostgreSQL); changing this row is the swap. The counts are those of `registry stats`. `made_under`
# names the service key whose digests the generation holds, so that `doctor` can say when an old key may go.
registry_pointer = Table(
    "registry_pointer",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("generation", BigInteger, nullable=False),
    Column("place", String(255), nullable=False),
    Column("imported_at", Float, nullable=False),
    Column("pupils", BigInteger, nullable=False),
    Column("guardian_links", BigInteger, nullable=False),
    Column("school_bodies", Integer, nullable=False),
    Column("made_under", LargeBinary(16), nullable=False),
)
