"""Whether the keys fit the database (account-service.md, Keys)."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.meta import key_uses
from mozaik_tui.account.store.tx import Tx

_IN_USE = select(key_uses.c.key_id, key_uses.c.used_since)
_RECORD = per_dialect(
    key_uses,
    lambda insert: insert.on_conflict_do_update(
        index_elements=[key_uses.c.key_id], set_={"used_since": insert.excluded.used_since}
    ),
)
_DROP = delete(key_uses).where(key_uses.c.key_id == bindparam("id"))


def in_use(tx: Tx) -> dict[bytes, float]:
    """The public names of the keys that something in this database was made under, and since when each came first."""
    return {row.key_id: row.used_since for row in tx.execute(_IN_USE)}


def check(tx: Tx, keys: Keys) -> bool:
    """``ServiceFault("key_mismatch")`` when something was made under a key that is not there; else whether
    the first key is on record as the one that came first last: an older one may be put back in front.
    """
    used, first = in_use(tx), keys.ids[0]
    if not used.keys() <= set(keys.ids):
        raise ServiceFault("key_mismatch")
    return first in used and used[first] >= max(used.values())


def record(tx: Tx, keys: Keys, now: float) -> None:
    """From now on the first key makes things in this database."""
    tx.execute(for_(tx, _RECORD), {"key_id": keys.ids[0], "used_since": now})


def drop(tx: Tx, key_id: bytes) -> None:
    """Nothing is left that was made under this key (``purge``, once it has made everything anew)."""
    tx.execute(_DROP, {"id": key_id})
