"""The terminals that a service over HTTP lets in.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add their table. There is no way back: a backup is."""
    op.create_table(
        "terminals",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("token", sa.LargeBinary(length=32), nullable=False),
        sa.Column("added_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_terminals"),
        sa.UniqueConstraint("token", name="uq_terminals_token"),
    )
