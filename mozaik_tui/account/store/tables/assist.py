"""Help by phone: the staff, their sessions, and the assists that are under way (docs/phone-support.md)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from mozaik_tui.account.store.tables.base import metadata, row_number

# `password` is a PHC string; `totp` the sealed secret of an app for codes, `totp_step` the last step that was
# used: no code counts twice.
staff = Table(
    "staff",
    metadata,
    Column("id", row_number, primary_key=True, autoincrement=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password", String(255), nullable=False),
    Column("totp", LargeBinary, nullable=True),
    Column("totp_step", BigInteger, nullable=False),
    Column("added_at", Float, nullable=False),
    sqlite_autoincrement=True,
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", row_number, primary_key=True, autoincrement=True),
    Column("token", LargeBinary(32), nullable=False, unique=True),
    Column("staff_id", row_number, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("active_at", Float, nullable=False),
    Column("dead", Boolean, nullable=False),
    Index("ix_staff_sessions_staff_id", "staff_id"),
    sqlite_autoincrement=True,
)

# One row an assist, erased soon after its end. `name` is its opaque name in the audit trail; `token` and `number`
# are keyed digests. `report` is JSON of closed words, `message` is
# sealed, and so is `caller` (who the parent's budgets are counted on). `parent_at` and `agent_at` are when each
# end was last heard of. `lifted` holds the locks that were lifted, between commas.
assists = Table(
    "assists",
    metadata,
    Column("id", row_number, primary_key=True, autoincrement=True),
    Column("name", String(16), nullable=False, unique=True),
    Column("token", LargeBinary(32), nullable=False, unique=True),
    Column("number", LargeBinary(32), nullable=True, unique=True),
    Column("caller", LargeBinary, nullable=True),
    Column("flow_id", BigInteger, nullable=True),
    Column("account_id", BigInteger, nullable=True),
    Column("session_id", BigInteger, nullable=True),
    Column("staff", String(64), nullable=True),
    Column("revision", Integer, nullable=False),
    Column("report", Text, nullable=True),
    Column("message", LargeBinary, nullable=True),
    Column("messages", Integer, nullable=False),
    Column("answer", String(16), nullable=True),
    Column("answers", Integer, nullable=False),
    Column("lifted", String(80), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("active_at", Float, nullable=False),
    Column("parent_at", Float, nullable=False),
    Column("agent_at", Float, nullable=False),
    Column("over", String(8), nullable=True),
    Index("ix_assists_session_id", "session_id"),
    Index("ix_assists_created_at", "created_at"),
    sqlite_autoincrement=True,
)
