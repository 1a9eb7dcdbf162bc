"""Whether the keys fit the database (account-service.md, Keys)."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.meta import key_uses
from mozaik_tui.account.store.tx import Tx

_IN_USE = select(key_uses.c.key_id)
_RECORD = per_dialect(key_uses, lambda insert: insert.on_conflict_do_nothing())
_DROP = delete(key_uses).where(key_uses.c.key_id == bindparam("id"))


def in_use(tx: Tx) -> set[bytes]:
    """The public names of the keys that something in this database was made under."""
    return set(tx.execute(_IN_USE).scalars())


def check(tx: Tx, keys: Keys) -> bool:
    """``ServiceFault("key_mismatch")`` when something was made under a key that is not there; else whether
    the first key is on record already.
    """
    used = in_use(tx)
    if not used <= set(keys.ids):
        raise ServiceFault("key_mismatch")
    return keys.ids[0] in used


def record(tx: Tx, keys: Keys, now: float) -> None:
    """From now on the first key makes things in this database."""
    tx.execute(for_(tx, _RECORD), {"key_id": keys.ids[0], "used_since": now})


def drop(tx: Tx, key_id: bytes) -> None:
    """Nothing is left that was made under this key (``purge``, once it has made everything anew)."""
    tx.execute(_DROP, {"id": key_id})
