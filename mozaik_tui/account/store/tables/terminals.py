"""The terminals that a service lets in (account-service.md, Terminals)."""

from __future__ import annotations

from sqlalchemy import Column, Float, LargeBinary, String, Table

from mozaik_tui.account.store.tables.base import metadata

# `token` is the SHA-256 of the 256 random bits that the terminal was given once.
terminals = Table(
    "terminals",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("token", LargeBinary(32), nullable=False, unique=True),
    Column("added_at", Float, nullable=False),
)
