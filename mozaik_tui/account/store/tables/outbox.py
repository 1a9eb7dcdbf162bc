"""The outbox: mails that wait in the database they were decided in (account-service.md, Mail)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, String, Table

from mozaik_tui.account.store.tables.base import metadata

# BIGSERIAL on PostgreSQL; SQLite numbers rows by itself only where the type is INTEGER to the letter.
_ROW_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

# One row a mail. `sealed` (recipient, language, code) is erased as soon as the mail is sent, refused for good
# or dead. `address` is the keyed digest of who asked for it: mails go out in turn by address. `state` is one
# of queued, sent, failed, dropped; a lease is held by one worker (`lease_token`) until `lease_until`.
outbox = Table(
    "outbox",
    metadata,
    Column("id", _ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("kind", String(32), nullable=False),
    Column("code_id", BigInteger, nullable=True),
    Column("address", LargeBinary(32), nullable=False),
    Column("message_token", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=True),
    Column("state", String(8), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("next_try_at", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_token", String(64), nullable=True),
    Column("lease_until", Float, nullable=True),
    Column("done_at", Float, nullable=True),
    Index("ix_outbox_due", "state", "next_try_at"),
    Index("ix_outbox_address", "address", "state"),
    Index("ix_outbox_code", "code_id"),
    sqlite_autoincrement=True,
)

# When each address last had its turn: the smallest number goes next.
mail_turns = Table(
    "mail_turns",
    metadata,
    Column("address", LargeBinary(32), primary_key=True),
    Column("turn", BigInteger, nullable=False),
    Column("taken_at", Float, nullable=False),
    Index("ix_mail_turns_turn", "turn"),
)

# Hand-overs in the running minute (`mail_minute`): one row, `minute` = unix time // 60.
mail_budget = Table(
    "mail_budget",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("minute", BigInteger, nullable=False),
    Column("taken", Integer, nullable=False),
)
