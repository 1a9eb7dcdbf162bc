"""Statements on the links between accounts and children (account-service.md, Rules)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, select, update

from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.links import links

if TYPE_CHECKING:
    from sqlalchemy import Executable

    from mozaik_tui.account.store import Tx

_COLUMNS = (links.c.id, links.c.public_id, links.c.typed, links.c.linked_at)
_of_account = select(*_COLUMNS).where(links.c.account_id == bindparam("account_id")).order_by(links.c.id)
_to_child = select(*_COLUMNS).where(
    links.c.account_id == bindparam("account_id"), links.c.child_key == bindparam("child_key")
)
_family = select(func.count()).select_from(links).where(links.c.account_id == bindparam("account_id"))
_family_places = select(links.c.family_place).where(links.c.account_id == bindparam("account_id"))
_guardian_places = select(links.c.guardian_place).where(links.c.child_key == bindparam("child_key"))
_remove = (
    delete(links)
    .where(links.c.account_id == bindparam("account_id"), links.c.public_id == bindparam("public_id"))
    .returning(links.c.id)
)
_remove_all = delete(links).where(links.c.account_id == bindparam("account_id"))
_linked = select(links.c.child_key).where(links.c.child_key.in_(bindparam("keys", expanding=True))).distinct()
_guardians = (
    select(links.c.id, links.c.account_id)
    .where(links.c.child_key == bindparam("child_key"))
    .order_by(links.c.id)
)
_remove_one = delete(links).where(links.c.id == bindparam("link_id"))
_move = (
    update(links)
    .where(links.c.id == bindparam("link_id"))
    .values(child_key=bindparam("kept"), guardian_place=bindparam("place"))
)
_page = (
    select(*_COLUMNS).where(links.c.id > bindparam("after")).order_by(links.c.id).limit(bindparam("at_most"))
)
_reseal = update(links).where(links.c.id == bindparam("link_id")).values(typed=bindparam("sealed"))
_insert = per_dialect(links, lambda insert: insert.on_conflict_do_nothing())


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link; ``typed`` is sealed, ``linked_at`` in unix seconds."""

    id: int
    public_id: str
    typed: bytes = field(repr=False)
    linked_at: float


def _rows(tx: Tx, statement: Executable, **values: object) -> list[LinkRow]:
    return [
        LinkRow(row.id, row.public_id, bytes(row.typed), row.linked_at)
        for row in tx.execute(statement, values)
    ]


def of_account(tx: Tx, account_id: int) -> list[LinkRow]:
    """The links of an account in order of linking."""
    return _rows(tx, _of_account, account_id=account_id)


def to_child(tx: Tx, account_id: int, child_key: bytes) -> LinkRow | None:
    """The link of an account to a child."""
    found = _rows(tx, _to_child, account_id=account_id, child_key=child_key)
    return found[0] if found else None


def family_size(tx: Tx, account_id: int) -> int:
    """How many children an account is linked to."""
    size: int = tx.execute(_family, {"account_id": account_id}).scalar_one()
    return size


def insert_link(
    tx: Tx,
    *,
    account_id: int,
    child_key: bytes,
    public_id: str,
    typed: bytes,
    linked_at: float,
    children: int,
    guardians: int,
) -> LinkRow | str:
    """Link, within both limits; else the word of the refusal, ``too_many_children`` or
    ``child_guardian_limit``.

    The lowest free places are taken. Where another transaction takes one at the same moment the unique
    index says so, and the next free one is tried; where it linked the same two, that link is the answer.
    """
    while True:
        family = _free(tx, _family_places, children, account_id=account_id)
        if family is None:
            return "too_many_children"
        place = _free(tx, _guardian_places, guardians, child_key=child_key)
        if place is None:
            return "child_guardian_limit"
        row = {
            "public_id": public_id,
            "account_id": account_id,
            "child_key": child_key,
            "family_place": family,
            "guardian_place": place,
            "typed": typed,
            "linked_at": linked_at,
        }
        tx.execute(for_(tx, _insert), row)
        made = to_child(tx, account_id, child_key)
        if made is not None:
            return made


def _free(tx: Tx, statement: Executable, limit: int, **values: object) -> int | None:
    """The lowest free place; ``None`` when as many as ``limit`` are taken (a limit may have been lowered
    since).
    """
    taken = set(tx.execute(statement, values).scalars())
    if len(taken) >= limit:
        return None
    return next(place for place in range(limit) if place not in taken)


def remove(tx: Tx, account_id: int, public_id: str) -> bool:
    """Unlink; false for a link that is not this account's."""
    values = {"account_id": account_id, "public_id": public_id}
    return tx.execute(_remove, values).one_or_none() is not None


def remove_all(tx: Tx, account_id: int) -> None:
    """Unlink all children of an account (its erasure does it too, by the foreign key)."""
    tx.execute(_remove_all, {"account_id": account_id})


def linked(tx: Tx, keys: list[bytes]) -> set[bytes]:
    """Which of some child keys (a few hundred at most) somebody is linked to."""
    return {bytes(key) for key in tx.execute(_linked, {"keys": keys}).scalars()} if keys else set()


def join_children(tx: Tx, ending: bytes, kept: bytes) -> None:
    """Two child keys turned out to be one child: the first one's links go over to the second.

    Nobody loses a link for it, even where the child then has more guardians than the limit; an account that
    was linked to both keeps the link to the second.
    """
    already = {row.account_id for row in tx.execute(_guardians, {"child_key": kept})}
    taken = set(tx.execute(_guardian_places, {"child_key": kept}).scalars())
    for row in tx.execute(_guardians, {"child_key": ending}).all():
        if row.account_id in already:
            tx.execute(_remove_one, {"link_id": row.id})
            continue
        place = next(place for place in range(len(taken) + 1) if place not in taken)
        taken.add(place)
        tx.execute(_move, {"link_id": row.id, "kept": kept, "place": place})


def reseal_page(tx: Tx, after: int, at_most: int, again: Callable[[LinkRow], bytes | None]) -> int | None:
    """Seal what was typed anew, a page at a time; ``again`` answers ``None`` for what may stay as it is.

    The answer is the number to go on ``after``, ``None`` after the last page (for ``purge``, when a key was
    changed).
    """
    page = _rows(tx, _page, after=after, at_most=at_most)
    for row in page:
        sealed = again(row)
        if sealed is not None:
            tx.execute(_reseal, {"link_id": row.id, "sealed": sealed})
    return page[-1].id if page else None
