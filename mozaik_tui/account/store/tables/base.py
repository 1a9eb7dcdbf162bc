"""What every table of the accounts' database shares."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData

# Names for what has none of its own: a migration can then change a constraint by name on every dialect.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# BIGSERIAL on PostgreSQL; SQLite numbers rows by itself only where the type is INTEGER to the letter.
row_number = BigInteger().with_variant(Integer(), "sqlite")
