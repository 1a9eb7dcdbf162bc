"""Statements on the practice mailbox (journey.md, Practice and real)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from mozaik_tui.account.store.tables.practice import practice_mail
from mozaik_tui.account.store.tx import Tx

_INSERT = {
    name: dialect.insert(practice_mail).on_conflict_do_nothing(index_elements=[practice_mail.c.message_token])
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_MAILBOX = (
    select(practice_mail.c.message_token, practice_mail.c.sealed, practice_mail.c.received_at)
    .where(practice_mail.c.mailbox.in_(bindparam("boxes", expanding=True)))
    .order_by(practice_mail.c.received_at.desc(), practice_mail.c.id.desc())
)


def insert(tx: Tx, *, mailbox: bytes, token: str, sealed: bytes, now: float) -> None:
    """Put one mail into a mailbox; the same mail a second time changes nothing."""
    tx.execute(
        _INSERT[tx.dialect.name],
        {"mailbox": mailbox, "message_token": token, "sealed": sealed, "received_at": now},
    )


def mailbox(tx: Tx, boxes: tuple[bytes, ...]) -> list[Row[Any]]:
    """The mails of a mailbox under any of its digests, newest first."""
    return list(tx.execute(_MAILBOX, {"boxes": list(boxes)}))
