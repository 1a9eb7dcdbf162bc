"""What a clock that was set back must not change (account-service.md, Clock)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Float, Table, and_, bindparam, case, or_, select, update

from mozaik_tui.account.limits import Limits
from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.accounts import sessions
from mozaik_tui.account.store.tables.counters import counters
from mozaik_tui.account.store.tables.flows import codes, flows
from mozaik_tui.account.store.tables.idempotency import idempotency
from mozaik_tui.account.store.tables.meta import high_water

_NOW, _HIGH = bindparam("now", type_=Float), bindparam("high", type_=Float)
_READ = select(high_water.c.at)
_NOTE = per_dialect(
    high_water,
    lambda insert: insert.values(id=1, at=_NOW).on_conflict_do_update(
        index_elements=["id"], set_={"at": _NOW}
    ),
)


def read(tx: Connection) -> float | None:
    """The latest time that was acted upon, as far as it was noted."""
    at: float | None = tx.scalar(_READ)
    return at


def note(tx: Connection, now: float) -> None:
    """Note the time."""
    tx.execute(for_(tx, _NOTE), {"now": now})


def _not_later(column: ColumnElement[float]) -> ColumnElement[float]:
    return case((column > _NOW, _NOW), else_=column)


def _lives(table: Table) -> list[object]:
    c = table.c
    ttl, idle = bindparam("ttl", type_=Float), bindparam("idle", type_=Float)
    over = or_(c.created_at <= _HIGH - ttl, c.active_at <= _HIGH - idle)
    return [
        update(table).where(c.dead.is_(False), over).values(dead=True),
        update(table)
        .where(or_(c.created_at > _NOW, c.active_at > _NOW))
        .values(created_at=_not_later(c.created_at), active_at=_not_later(c.active_at)),
    ]


_ahead = codes.c.issued_at - _NOW
_FLOWS, _SESSIONS = _lives(flows), _lives(sessions)
_OTHERS = [
    update(flows).where(flows.c.sent_at > _NOW).values(sent_at=_NOW),
    # Before the hand-over a code is over for good at `last_at` only; entered, at `expires_at`.
    update(codes).where(codes.c.dead.is_(False), codes.c.last_at <= _HIGH).values(dead=True),
    update(codes)
    .where(codes.c.dead.is_(False), codes.c.expires_at <= _HIGH, codes.c.expires_at > _NOW)
    .values(expires_at=_NOW),
    update(codes)
    .where(codes.c.issued_at > _NOW)
    .values(
        issued_at=_NOW,
        expires_at=case((codes.c.expires_at > _NOW, codes.c.expires_at - _ahead), else_=codes.c.expires_at),
        last_at=codes.c.last_at - _ahead,
    ),
    # Windows and locks that were over stay over; those that run end when they would have.
    update(counters)
    .where(counters.c.locked_until.is_(None), counters.c.started_at + counters.c.window <= _HIGH)
    .values(started_at=_NOW - counters.c.window),
    update(counters)
    .where(and_(counters.c.locked_until <= _HIGH, counters.c.locked_until > _NOW))
    .values(locked_until=_NOW),
    update(counters)
    .where(counters.c.locked_until > _NOW + counters.c.lock_length)
    .values(locked_until=_NOW + counters.c.lock_length),
    update(counters).where(counters.c.started_at > _NOW).values(started_at=_NOW),
    update(idempotency)
    .where(or_(idempotency.c.created_at > _NOW, idempotency.c.lease_until > _NOW))
    .values(
        created_at=_not_later(idempotency.c.created_at), lease_until=_not_later(idempotency.c.lease_until)
    ),
    update(high_water).values(at=_NOW),
]


def settle(tx: Connection, limits: Limits, high: float, now: float) -> None:
    """The clock was set back from ``high`` to ``now``: end what was over, bring back what now lies in the
    future.
    """
    times = {"high": high, "now": now}
    for statement in _FLOWS:
        tx.execute(statement, {**times, "ttl": limits.flow_ttl, "idle": limits.flow_idle})  # type: ignore[call-overload]
    for statement in _SESSIONS:
        tx.execute(statement, {**times, "ttl": limits.session_ttl, "idle": limits.session_idle})  # type: ignore[call-overload]
    for statement in _OTHERS:
        tx.execute(statement, times)
