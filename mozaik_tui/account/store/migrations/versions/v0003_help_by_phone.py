"""Help by phone: staff, their sessions, assists.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add their tables. There is no way back: a backup is."""
    op.create_table(
        "staff",
        sa.Column("id", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("token", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", _ROW_NUMBER, nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("active_at", sa.Float(), nullable=False),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_sessions"),
        sa.UniqueConstraint("token", name="uq_staff_sessions_token"),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_staff_sessions_staff_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_table(
        "assists",
        sa.Column("id", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("token", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number", sa.LargeBinary(length=32), nullable=True),
        sa.Column("caller", sa.LargeBinary(), nullable=True),
        sa.Column("flow_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("staff", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("message", sa.LargeBinary(), nullable=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("lifted", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("active_at", sa.Float(), nullable=False),
        sa.Column("parent_at", sa.Float(), nullable=False),
        sa.Column("agent_at", sa.Float(), nullable=False),
        sa.Column("over", sa.String(length=8), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_assists"),
        sa.UniqueConstraint("name", name="uq_assists_name"),
        sa.UniqueConstraint("token", name="uq_assists_token"),
        sa.UniqueConstraint("number", name="uq_assists_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_assists_session_id", "assists", ["session_id"])
    op.create_index("ix_assists_created_at", "assists", ["created_at"])
