"""Statements on kept answers (account-service.md, Idempotency)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, Float, and_, bindparam, delete, or_, select, update

from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.idempotency import idempotency
from mozaik_tui.account.store.tx import Tx

_i = idempotency.c
_NOW, _LEASE = bindparam("now", type_=Float), bindparam("lease", type_=Float)
_LEFT_BEHIND = and_(_i.answer.is_(None), _i.lease_until <= _NOW)
_OLD = _i.created_at <= bindparam("kept_since", type_=Float)


def _reserve(insert: Any) -> Executable:
    new = {
        "fingerprint": bindparam("print_", type_=_i.fingerprint.type),
        "owner": bindparam("mine", type_=_i.owner.type),
        "lease_until": _LEASE,
        "created_at": _NOW,
        "answer": None,
    }
    left_behind = and_(_LEFT_BEHIND, _i.fingerprint == new["fingerprint"])
    reserved: Executable = (
        insert.values(id=bindparam("record"), **new)
        .on_conflict_do_update(index_elements=[_i.id], set_=new, where=or_(_OLD, left_behind))
        .returning(_i.owner)
    )
    return reserved


_RESERVE = per_dialect(idempotency, _reserve)
_READ = select(_i.id, _i.fingerprint, _i.answer).where(_i.id.in_(bindparam("ids", expanding=True)), ~_OLD)
_MINE = and_(_i.id == bindparam("record"), _i.owner == bindparam("mine"), _i.answer.is_(None))
_FINISH = update(idempotency).where(_MINE).values(answer=bindparam("sealed")).returning(_i.owner)
_RELEASE = delete(idempotency).where(_MINE)
_FREE = delete(idempotency).where(
    _i.id.in_(bindparam("ids", expanding=True)),
    _LEFT_BEHIND,
    _i.fingerprint.in_(bindparam("prints", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class Record:
    """A kept answer, or a call that is under way (``answer`` is ``None``)."""

    id: bytes
    fingerprint: bytes
    answer: bytes | None = field(repr=False)


def reserve(
    tx: Tx,
    record: bytes,
    *,
    fingerprint: bytes,
    owner: bytes,
    lease_until: float,
    now: float,
    kept_since: float,
) -> bool:
    """Make the record ours: when it is not there, too old, or was left behind by a call that died."""
    values = {
        "record": record,
        "print_": fingerprint,
        "mine": owner,
        "lease": lease_until,
        "now": now,
        "kept_since": kept_since,
    }
    return tx.execute(for_(tx, _RESERVE), values).first() is not None


def free(tx: Tx, ids: Sequence[bytes], *, fingerprints: Sequence[bytes], now: float) -> None:
    """Erase what a call that died left behind under these ids (older keys of the service); if it lives after all, it
    finds its record gone.
    """
    tx.execute(_FREE, {"ids": list(ids), "prints": list(fingerprints), "now": now})


def read(tx: Tx, ids: Sequence[bytes], *, kept_since: float) -> Record | None:
    """The record under any of the ids (one a key of the service)."""
    row = tx.execute(_READ, {"ids": list(ids), "kept_since": kept_since}).first()
    return None if row is None else Record(*row)


def finish(tx: Tx, record: bytes, owner: bytes, sealed: bytes) -> bool:
    """Keep the answer; false when the record is no longer ours."""
    return tx.execute(_FINISH, {"record": record, "mine": owner, "sealed": sealed}).first() is not None


def release(tx: Tx, record: bytes, owner: bytes) -> None:
    """Leave the key free again."""
    tx.execute(_RELEASE, {"record": record, "mine": owner})
