"""Flows and their codes (account-service.md, Rules: `code_*`, `flow_*`)."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table

from mozaik_tui.account.store.tables.base import metadata, row_number

# One row a flow. `token` is a keyed digest of the token; `salt` binds its codes to it; `email_key` and
# `mailbox_key` are keyed digests, `email` is sealed. `state` is code_sent, email_verified or complete;
# `kind` (new, existing) is what the account was when the e-mail was verified. A cancelled flow has no row.
# `dead`: its life ended, whatever the clock says later.
flows = Table(
    "flows",
    metadata,
    Column("id", row_number, primary_key=True, autoincrement=True),
    Column("token", LargeBinary(32), nullable=False, unique=True),
    Column("salt", LargeBinary(16), nullable=False),
    Column("email_key", LargeBinary(32), nullable=False),
    Column("mailbox_key", LargeBinary(32), nullable=False),
    Column("email", LargeBinary, nullable=False),
    Column("language", String(35), nullable=False),
    Column("state", String(16), nullable=False),
    Column("kind", String(8), nullable=True),
    Column("created_at", Float, nullable=False),
    Column("active_at", Float, nullable=False),
    Column("sent_at", Float, nullable=False),
    Column("dead", Boolean, nullable=False),
    Index("ix_flows_created_at", "created_at"),
    sqlite_autoincrement=True,
)

# One row a code, the newest of a flow being the one that counts. It dies at `expires_at`; the hand-over to
# the relay may put that off, to `last_at` at most. `tries` counts evaluated wrong entries. `dead`: as
# above.
codes = Table(
    "codes",
    metadata,
    Column("id", row_number, primary_key=True, autoincrement=True),
    Column("flow_id", row_number, ForeignKey("flows.id", ondelete="CASCADE"), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("issued_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("last_at", Float, nullable=False),
    Column("after_handover", Float, nullable=False),
    Column("handed_over_at", Float, nullable=True),
    Column("tries", Integer, nullable=False),
    Column("superseded", Boolean, nullable=False),
    Column("dead", Boolean, nullable=False),
    Index("ix_codes_flow_id", "flow_id"),
    sqlite_autoincrement=True,
)
