"""Statements on the budgets. Each changes its row in one step, so that no two callers see the same count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Executable,
    Float,
    Integer,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.counters import counters
from mozaik_tui.account.store.tx import Tx

_c = counters.c
_NOW, _WINDOW = bindparam("now", type_=Float), bindparam("window", type_=Float)
_START = bindparam("start", type_=Float)
_ROW = and_(_c.kind == bindparam("k"), _c.key == bindparam("key_"))

# A row counts afresh once its lock has ended, or its window where nothing locks it, or when all was given
# back.
_FRESH = or_(
    _c.count == 0,
    and_(_c.locked_until.is_not(None), _c.locked_until <= _NOW),
    and_(_c.locked_until.is_(None), _c.started_at <= _NOW - _WINDOW),
)


def _take(insert: Any) -> Any:
    first = insert.values(
        kind=bindparam("k"),
        key=bindparam("key_"),
        started_at=_START,
        window=_WINDOW,
        count=1,
        locked_until=null(),
        lock_length=0,
    )
    return first.on_conflict_do_update(
        index_elements=[_c.kind, _c.key],
        set_={
            "count": case((_FRESH, 1), else_=_c.count + 1),
            "started_at": case((_FRESH, _START), else_=_c.started_at),
            "window": _WINDOW,
            "locked_until": null(),
        },
        where=or_(_FRESH, and_(_c.locked_until.is_(None), _c.count < bindparam("limit"))),
    ).returning(_c.count, _c.started_at)


_TAKE = per_dialect(counters, _take)
# Alone in its transaction, as requests are counted on PostgreSQL: its commit waits for no disk, so that the
# row is free again at once. A crash of the database forgets a moment's requests and nothing else.
_TAKE_ALONE = _take(postgresql.insert(counters)).returning(func.set_config("synchronous_commit", "off", True))
_LOCK = (
    update(counters)
    .where(_ROW, _c.locked_until.is_(None))
    .values(locked_until=bindparam("until", type_=Float), lock_length=bindparam("length", type_=Float))
)
_READ = select(_c.count, _c.started_at, _c.locked_until, _c.lock_length).where(_ROW)
_GIVE_BACK = (
    update(counters)
    .where(_ROW, _c.count > 0, _c.started_at == bindparam("started", type_=Float))
    .values(count=_c.count - 1)
)
_CLEAR = delete(counters).where(_ROW)


@dataclass(frozen=True, slots=True)
class Count:
    """A budget's row: what was counted since ``started_at``; locked until a time, for ``lock_length``
    seconds.
    """

    count: int
    started_at: float
    locked_until: float | None
    lock_length: float


def take(
    tx: Tx, kind: str, key: bytes, *, limit: int, window: float, start: float, now: float
) -> tuple[int, float] | None:
    """Count one: the new count and the start of its window; ``None`` when the budget is spent or locked."""
    alone = tx.kind == "count"
    row = tx.execute(
        _TAKE_ALONE if alone else for_(tx, _TAKE),
        {"k": kind, "key_": key, "limit": limit, "window": window, "start": start, "now": now},
    ).first()
    return None if row is None else (row[0], row[1])


def lock(tx: Tx, kind: str, key: bytes, *, until: float, length: float) -> None:
    """Lock a budget that is not locked yet."""
    tx.execute(_LOCK, {"k": kind, "key_": key, "until": until, "length": length})


def read(tx: Tx, kind: str, key: bytes) -> Count | None:
    """The row as it stands."""
    row = tx.execute(_READ, {"k": kind, "key_": key}).first()
    return None if row is None else Count(*row)


def give_back(tx: Tx, kind: str, key: bytes, *, started_at: float) -> None:
    """Count one less, in the window that it was taken from."""
    tx.execute(_GIVE_BACK, {"k": kind, "key_": key, "started": started_at})


def clear(tx: Tx, kind: str, key: bytes) -> None:
    """Forget a budget's row."""
    tx.execute(_CLEAR, {"k": kind, "key_": key})


# -- failures that lock, each time for twice as long (sign-in) -------------------------------------
_LENGTH, _LONGEST = bindparam("length", type_=Float), bindparam("longest", type_=Float)
_TRIES, _MEMORY = bindparam("tries", type_=Integer), bindparam("memory", type_=Float)
_FORGOTTEN = _c.started_at <= _NOW - _MEMORY
_COUNT_AFTER = case((_FORGOTTEN, 1), else_=_c.count + 1)
_LENGTH_AFTER = case(
    (_COUNT_AFTER < _TRIES, 0.0),
    (or_(_COUNT_AFTER == _TRIES, _FORGOTTEN), _LENGTH),
    (_c.lock_length * 2 > _LONGEST, _LONGEST),
    else_=_c.lock_length * 2,
)


def _strike(insert: Any) -> Executable:
    alone = case((_TRIES <= 1, _LENGTH), else_=0.0)
    first = insert.values(
        kind=bindparam("k"),
        key=bindparam("key_"),
        started_at=_NOW,
        window=_MEMORY,
        count=1,
        lock_length=alone,
        locked_until=case((_TRIES <= 1, _NOW + _LENGTH), else_=null()),
    )
    struck: Executable = first.on_conflict_do_update(
        index_elements=[_c.kind, _c.key],
        set_={
            "count": _COUNT_AFTER,
            "started_at": _NOW,
            "lock_length": _LENGTH_AFTER,
            "locked_until": case((_COUNT_AFTER < _TRIES, null()), else_=_NOW + _LENGTH_AFTER),
        },
        where=or_(_c.locked_until.is_(None), _c.locked_until <= _NOW, _FORGOTTEN),
    ).returning(_c.count)
    return struck


_STRIKE = per_dialect(counters, _strike)


def strike(
    tx: Tx,
    kind: str,
    key: bytes,
    *,
    tries: int,
    length: float,
    longest: float,
    memory: float,
    now: float,
) -> int | None:
    """Count a failure; from the ``tries``-th on it locks, for ``length`` seconds and each time for twice as
    long, up to ``longest``. ``None`` while locked. Forgotten ``memory`` seconds after the last one.
    """
    count: int | None = tx.execute(
        for_(tx, _STRIKE),
        {
            "k": kind,
            "key_": key,
            "tries": tries,
            "length": length,
            "longest": longest,
            "memory": memory,
            "now": now,
        },
    ).scalar()
    return count


# -- upkeep ----------------------------------------------------------------------------------------
_other = counters.alias()
_ADOPT = (
    update(counters)
    .where(
        _c.kind == bindparam("k"),
        _c.key == bindparam("old"),
        ~exists().where(_other.c.kind == bindparam("k"), _other.c.key == bindparam("new")),
    )
    .values(key=bindparam("new"))
)


def adopt(tx: Tx, kind: str, macs: Sequence[bytes]) -> None:
    """A row that was counted under an older key goes on under the first one."""
    for old in macs[1:]:
        tx.execute(_ADOPT, {"k": kind, "old": old, "new": macs[0]})
