"""Statements on the budgets. Each changes its row in one step, so that no two callers see the same count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
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
_NOW = bindparam("now", type_=Float)
_ROW = and_(_c.kind == bindparam("k"), _c.key == bindparam("key_"))


def _row(place: int) -> ColumnElement[bool]:
    return and_(_c.kind == bindparam(f"k{place}"), _c.key == bindparam(f"key{place}"))


def _take(insert: Any, count: int) -> Any:
    """Take one of each of ``count`` budgets of different kinds; what is not returned was not to be had."""
    first = insert.values(
        [
            {
                "kind": bindparam(f"k{place}", type_=_c.kind.type),
                "key": bindparam(f"key{place}", type_=_c.key.type),
                "started_at": bindparam(f"start{place}", type_=Float),
                "window": bindparam(f"window{place}", type_=Float),
                "count": 1,
                "locked_until": null(),
                "lock_length": 0,
            }
            for place in range(count)
        ]
    )
    new = first.excluded
    # A row counts afresh once its lock has ended, or its window where nothing locks it, or when all was given
    # back.
    fresh = or_(
        _c.count == 0,
        and_(_c.locked_until.is_not(None), _c.locked_until <= _NOW),
        and_(_c.locked_until.is_(None), _c.started_at <= _NOW - new.window),
    )
    limit = case(
        *(
            (_c.kind == bindparam(f"k{place}"), bindparam(f"limit{place}", type_=Integer))
            for place in range(count)
        )
    )
    return first.on_conflict_do_update(
        index_elements=[_c.kind, _c.key],
        set_={
            "count": case((fresh, 1), else_=_c.count + 1),
            "started_at": case((fresh, new.started_at), else_=_c.started_at),
            "window": new.window,
            "locked_until": null(),
        },
        where=or_(fresh, and_(_c.locked_until.is_(None), _c.count < limit)),
    ).returning(_c.kind, _c.count, _c.started_at)


_MOST_AT_ONCE = 4
_TAKE = [per_dialect(counters, partial(_take, count=count)) for count in range(1, _MOST_AT_ONCE + 1)]
# Alone in its transaction, as requests are counted on PostgreSQL: its commit waits for no disk, so that the
# row is free again at once. A crash of the database forgets a moment's requests and nothing else.
_TAKE_ALONE = _take(postgresql.insert(counters), 1).returning(
    func.set_config("synchronous_commit", "off", True)
)
_LOCK = (
    update(counters)
    .where(_ROW, _c.locked_until.is_(None))
    .values(locked_until=bindparam("until", type_=Float), lock_length=bindparam("length", type_=Float))
)
_READ = tuple(
    select(_c.kind, _c.count, _c.started_at, _c.locked_until, _c.lock_length).where(
        or_(*(_row(place) for place in range(count)))
    )
    for count in range(1, _MOST_AT_ONCE + 1)
)
_GIVE_BACK = tuple(
    update(counters)
    .where(
        _c.count > 0,
        or_(
            *(
                and_(_row(place), _c.started_at == bindparam(f"started{place}", type_=Float))
                for place in range(count)
            )
        ),
    )
    .values(count=_c.count - 1)
    for count in range(1, _MOST_AT_ONCE + 1)
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


@dataclass(frozen=True, slots=True)
class Budget:
    """``limit`` in ``window`` seconds; ``start`` is when a window that begins now is said to begin."""

    kind: str
    key: bytes = field(repr=False)
    limit: int
    window: float
    start: float


def take(tx: Tx, budgets: Sequence[Budget], *, now: float) -> dict[str, tuple[int, float]]:
    """Count one on each of some budgets (four at most, of different kinds): by kind, the new count and the
    start of its window. A budget that is spent or locked is left out.
    """
    values: dict[str, object] = {"now": now}
    for place, one in enumerate(budgets):
        values[f"k{place}"], values[f"key{place}"] = one.kind, one.key
        values[f"start{place}"], values[f"window{place}"] = one.start, one.window
        values[f"limit{place}"] = one.limit
    statement = _TAKE_ALONE if tx.kind == "count" else for_(tx, _TAKE[len(budgets) - 1])
    return {row[0]: (row[1], row[2]) for row in tx.execute(statement, values)}


def lock(tx: Tx, kind: str, key: bytes, *, until: float, length: float) -> None:
    """Lock a budget that is not locked yet."""
    tx.execute(_LOCK, {"k": kind, "key_": key, "until": until, "length": length})


def read(tx: Tx, *rows: tuple[str, bytes]) -> dict[str, Count]:
    """The rows of some budgets (kind and key; four at most, of different kinds) as they stand, by kind."""
    values: dict[str, object] = {}
    for place, (kind, key) in enumerate(rows):
        values[f"k{place}"], values[f"key{place}"] = kind, key
    return {row[0]: Count(*row[1:]) for row in tx.execute(_READ[len(rows) - 1], values)}


def give_back(tx: Tx, *taken: tuple[str, bytes, float]) -> None:
    """Count one less on each (kind, key, and the start of the window that it was taken from)."""
    values: dict[str, object] = {}
    for place, (kind, key, started_at) in enumerate(taken):
        values[f"k{place}"], values[f"key{place}"], values[f"started{place}"] = kind, key, started_at
    tx.execute(_GIVE_BACK[len(taken) - 1], values)


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
    # Not longer than nothing: the setting may have been lowered below what was counted already.
    (or_(_COUNT_AFTER == _TRIES, _FORGOTTEN, _c.lock_length <= 0), _LENGTH),
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
