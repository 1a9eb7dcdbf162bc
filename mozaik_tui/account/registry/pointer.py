"""The pointer to the registry in force, a row of the accounts' database: changing it is the swap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from mozaik_tui.account.store.tables.registry_pointer import registry_pointer as table

if TYPE_CHECKING:
    from mozaik_tui.account.store import Tx

_ROW = 1
_read = select(table).where(table.c.id == _ROW)
_place = select(table.c.place).where(table.c.id == _ROW)
# Who links a child holds the pointer: a swap, which may give a child another key, waits for the links that
# are in the making (on SQLite every writing transaction is alone anyway).
_place_held = _place.with_for_update(read=True)
_first = insert(table)
_later = update(table).where(table.c.id == _ROW, table.c.generation == bindparam("replaced"))


@dataclass(frozen=True, slots=True)
class Pointer:
    """The registry in force: where it is, what it counts, when it came (unix seconds), the key it was
    made under.
    """

    generation: int
    place: str
    imported_at: float
    pupils: int
    guardian_links: int
    school_bodies: int
    made_under: bytes


def read_pointer(tx: Tx) -> Pointer | None:
    """The registry in force; ``None`` before the first import."""
    row = tx.execute(_read).one_or_none()
    if row is None:
        return None
    return Pointer(
        row.generation,
        row.place,
        row.imported_at,
        row.pupils,
        row.guardian_links,
        row.school_bodies,
        bytes(row.made_under),
    )


def read_place(tx: Tx) -> str | None:
    """Where the registry in force is; a transaction that writes keeps it there until it ends."""
    reading = tx.kind == "read"
    place: str | None = tx.execute(_place if reading else _place_held).scalar_one_or_none()
    return place


def swap(tx: Tx, new: Pointer, replaced: int | None) -> bool:
    """Put ``new`` in force if ``replaced`` (a generation's number, ``None`` for none) still is; else
    change nothing.
    """
    values = {
        "generation": new.generation,
        "place": new.place,
        "imported_at": new.imported_at,
        "pupils": new.pupils,
        "guardian_links": new.guardian_links,
        "school_bodies": new.school_bodies,
        "made_under": new.made_under,
    }
    if replaced is not None:
        return tx.execute(_later, {"replaced": replaced, **values}).rowcount == 1
    if read_place(tx) is not None:
        return False
    tx.execute(_first, {"id": _ROW, **values})
    return True
