"""Statements on the audit trail and its chain (account-service.md, Audit)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from mozaik_tui.account.store.tables.audit import audit, audit_chain, audit_keys
from mozaik_tui.account.store.tx import Tx

_INSERT = audit.insert()
_UNSEALED = select(audit).where(audit.c.number.is_(None)).order_by(audit.c.id).limit(bindparam("most"))
_COUNT_UNSEALED = select(func.count()).select_from(audit).where(audit.c.number.is_(None))
_LINK = (
    update(audit)
    .where(audit.c.id == bindparam("row"))
    .values(number=bindparam("new_number"), link=bindparam("new_link"))
)
_CHAIN = select(audit_chain).where(audit_chain.c.id == 1)
# The sealer's lock, held to the end of its transaction: one sealer at a time on PostgreSQL as well.
_CHAIN_LOCKED = _CHAIN.with_for_update()
_SET_CHAIN = update(audit_chain).where(audit_chain.c.id == 1)
_KEYS = select(audit_keys).order_by(audit_keys.c.from_number)
_RESEAL_KEY = (
    update(audit_keys)
    .where(audit_keys.c.from_number == bindparam("from_row"))
    .values(sealed=bindparam("new_sealed"))
)
_SEALED_FROM = (
    select(audit).where(audit.c.number > bindparam("after")).order_by(audit.c.number).limit(bindparam("most"))
)
_FIRST_KEPT = select(func.min(audit.c.number)).where(
    audit.c.number.is_not(None), audit.c.at >= bindparam("before")
)
_CUT = delete(audit).where(audit.c.number <= bindparam("upto"))
_DROP_KEYS = delete(audit_keys).where(audit_keys.c.from_number < bindparam("unused_before"))


def _upserts(dialect: Any) -> tuple[Any, Any]:
    """ON CONFLICT is the dialect's own: the first chain row (who comes second finds it), and a key's row."""
    first = dialect.insert(audit_chain).values(id=1).on_conflict_do_nothing(index_elements=[audit_chain.c.id])
    key = dialect.insert(audit_keys)
    key = key.on_conflict_do_update(
        index_elements=[audit_keys.c.from_number], set_={"sealed": key.excluded.sealed}
    )
    return first, key


_UPSERTS = {"sqlite": _upserts(sqlite), "postgresql": _upserts(postgresql)}


def insert(
    tx: Tx, *, at: float, event: str, email: bytes | None, subject: bytes | None, details: str
) -> None:
    """Append one row, not yet in the chain."""
    tx.execute(_INSERT, {"at": at, "event": event, "email": email, "subject": subject, "details": details})


def unsealed(tx: Tx, most: int) -> list[Any]:
    """The oldest rows that the chain does not hold yet."""
    return list(tx.execute(_UNSEALED, {"most": most}))


def count_unsealed(tx: Tx) -> int:
    """How many rows wait for the sealer."""
    return int(tx.execute(_COUNT_UNSEALED).scalar_one())


def link(tx: Tx, links: list[tuple[int, int, bytes]]) -> None:
    """Take rows into the chain: (id, number, link) each."""
    tx.execute(_LINK, [{"row": row, "new_number": number, "new_link": value} for row, number, value in links])


def chain(tx: Tx) -> Any:
    """Both ends of the chain, or ``None`` before the first row was sealed."""
    return tx.execute(_CHAIN).first()


def locked_chain(tx: Tx, first: Mapping[str, int | bytes]) -> Any:
    """Both ends, locked until the transaction ends; made from ``first`` when there are none yet."""
    found = tx.execute(_CHAIN_LOCKED).first()
    if found is None:
        tx.execute(_UPSERTS[tx.dialect.name][0], first)
        found = tx.execute(_CHAIN_LOCKED).one()
    return found


def set_chain(tx: Tx, ends: Mapping[str, int | bytes]) -> None:
    """Move an end of the chain: its number, link and MAC."""
    tx.execute(_SET_CHAIN, ends)


def keys(tx: Tx) -> list[tuple[int, bytes]]:
    """The chain's keys, sealed, each with the number of the first row that it links."""
    return [(row.from_number, row.sealed) for row in tx.execute(_KEYS)]


def put_key(tx: Tx, from_number: int, sealed: bytes) -> None:
    """From ``from_number`` on rows are linked with this key."""
    tx.execute(_UPSERTS[tx.dialect.name][1], {"from_number": from_number, "sealed": sealed})


def reseal_key(tx: Tx, from_number: int, sealed: bytes) -> None:
    """The same key, sealed anew."""
    tx.execute(_RESEAL_KEY, {"from_row": from_number, "new_sealed": sealed})


def walk(tx: Tx, after: int, page: int = 1000) -> Iterator[Any]:
    """The sealed rows after number ``after`` in their order, read in pages."""
    while rows := list(tx.execute(_SEALED_FROM, {"after": after, "most": page})):
        yield from rows
        after = rows[-1].number


def first_kept(tx: Tx, before: float) -> int | None:
    """The number of the first sealed row that is not older than ``before``; everything from there on
    stays.
    """
    found: int | None = tx.execute(_FIRST_KEPT, {"before": before}).scalar()
    return found


def cut(tx: Tx, upto: int) -> int:
    """Remove the oldest rows up to number ``upto``; how many went."""
    return tx.execute(_CUT, {"upto": upto}).rowcount


def drop_keys(tx: Tx, before: int) -> None:
    """Remove the keys whose first row is below ``before``: no row that is kept was linked with them."""
    tx.execute(_DROP_KEYS, {"unused_before": before})
