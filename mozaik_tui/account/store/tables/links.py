"""Which account is linked to which child (account-service.md, « The database names nobody »)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from mozaik_tui.account.store.tables.base import metadata

# One row a link. `child_key` is the registry's opaque key of the child; `typed` is what the family screen
# shows, sealed. Each guardian of a child and each child of an account sits in a numbered place: the unique
# indexes on the places keep both limits also when two links are made at the same moment, and leave no counter
# that could drift.
links = Table(
    "links",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True),
    Column("public_id", String(32), nullable=False, unique=True),
    Column(
        "account_id",
        BigInteger().with_variant(Integer(), "sqlite"),
        ForeignKey("accounts.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("child_key", LargeBinary(16), nullable=False),
    Column("family_place", Integer, nullable=False),
    Column("guardian_place", Integer, nullable=False),
    Column("typed", LargeBinary, nullable=False),
    Column("linked_at", Float, nullable=False),
    UniqueConstraint("account_id", "child_key", name="uq_links_account_child"),
    UniqueConstraint("account_id", "family_place", name="uq_links_family_place"),
    UniqueConstraint("child_key", "guardian_place", name="uq_links_guardian_place"),
    sqlite_autoincrement=True,
)
