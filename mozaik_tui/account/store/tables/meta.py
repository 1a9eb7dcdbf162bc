"""What the database says of itself."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, LargeBinary, Table

from mozaik_tui.account.store.tables.base import metadata

# The keys under which something in this database was made (their public names). A key file that lacks one
# of them does not fit. `purge` removes a row once it has made everything anew under the first key.
key_uses = Table(
    "key_uses",
    metadata,
    Column("key_id", LargeBinary(16), primary_key=True),
    Column("used_since", Float, nullable=False),
)

# One row: the latest time that was ever acted upon. A clock that starts before it has been set back.
# `stepped_from`: where the clock stood when it was last set back, so that the step is answered once and not
# by every process.
high_water = Table(
    "high_water",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("stepped_from", Float, nullable=True),
)
