"""The practice mailbox: mails that would have gone to a relay (journey.md, Practice and real)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, String, Table

from mozaik_tui.account.store.tables.base import metadata

# `mailbox` is the keyed digest of the e-mail's identity key; `sealed` holds subject and text. In the
# database, so that another process's worker or a restart loses nothing; `message_token` makes a second
# delivery of one mail harmless.
practice_mail = Table(
    "practice_mail",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True),
    Column("mailbox", LargeBinary(32), nullable=False),
    Column("message_token", String(64), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("received_at", Float, nullable=False),
    Index("ix_practice_mail_mailbox", "mailbox"),
    Index("ix_practice_mail_received", "received_at"),
    sqlite_autoincrement=True,
)
