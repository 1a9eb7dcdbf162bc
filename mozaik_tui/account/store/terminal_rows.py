"""Statements on terminals."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select

from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.terminals import terminals
from mozaik_tui.account.store.tx import Tx

_t = terminals.c
_ADD = per_dialect(terminals, lambda insert: insert.on_conflict_do_nothing().returning(_t.name))
_FIND = select(_t.name).where(_t.token == bindparam("digest"))
_LIST = select(_t.name, _t.added_at).order_by(_t.name)
_REMOVE = delete(terminals).where(_t.name == bindparam("terminal")).returning(_t.name)


@dataclass(frozen=True, slots=True)
class Terminal:
    """One terminal that is let in; ``added_at`` in unix seconds."""

    name: str
    added_at: float


def add(tx: Tx, name: str, token: bytes, now: float) -> bool:
    """A new terminal; whether its name was free."""
    values = {"name": name, "token": token, "added_at": now}
    return tx.execute(for_(tx, _ADD), values).first() is not None


def find(tx: Tx, digest: bytes) -> str | None:
    """The name that a token's digest belongs to."""
    name: str | None = tx.execute(_FIND, {"digest": digest}).scalar_one_or_none()
    return name


def listed(tx: Tx) -> list[Terminal]:
    """All of them by name."""
    return [Terminal(*row) for row in tx.execute(_LIST)]


def remove(tx: Tx, name: str) -> bool:
    """Whether there was one."""
    return tx.execute(_REMOVE, {"terminal": name}).first() is not None
