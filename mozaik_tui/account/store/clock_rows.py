"""What a clock that was set back must not change (account-service.md, Clock)."""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Float, Table, Update, bindparam, case, or_, select, update

from mozaik_tui.account.limits import Limits
from mozaik_tui.account.store import assist_rows, audit_rows
from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.accounts import sessions
from mozaik_tui.account.store.tables.assist import assists, staff_sessions
from mozaik_tui.account.store.tables.counters import counters
from mozaik_tui.account.store.tables.flows import codes, flows
from mozaik_tui.account.store.tables.idempotency import idempotency
from mozaik_tui.account.store.tables.meta import high_water
from mozaik_tui.account.store.tables.outbox import outbox
from mozaik_tui.account.store.tx import Tx

SAME_STEP = 60.0
"""Seconds between what two processes took for the time before one and the same step."""

_NOW, _HIGH = bindparam("now", type_=Float), bindparam("high", type_=Float)
_READ = select(high_water.c.at)
_NOTE = per_dialect(
    high_water,
    lambda insert: insert.values(id=1, at=_NOW).on_conflict_do_update(
        index_elements=["id"], set_={"at": _NOW}
    ),
)


def read(tx: Tx) -> float | None:
    """The latest time that was acted upon, as far as it was noted."""
    at: float | None = tx.scalar(_READ)
    return at


def note(tx: Tx, now: float) -> None:
    """Note the time."""
    tx.execute(for_(tx, _NOTE), {"now": now})


def _not_later(column: ColumnElement[float]) -> ColumnElement[float]:
    return case((column > _NOW, _NOW), else_=column)


def _over(table: Table, of: str) -> Update:
    """End the flows or sessions whose life was over."""
    c = table.c
    ttl, idle = bindparam(f"{of}_ttl", type_=Float), bindparam(f"{of}_idle", type_=Float)
    over = or_(c.created_at <= _HIGH - ttl, c.active_at <= _HIGH - idle)
    return update(table).where(c.dead.is_(False), over).values(dead=True)


def _brought_back(table: Table, *names: str) -> Update:
    """No time of these columns lies in the future."""
    columns = [table.c[name] for name in names]
    return (
        update(table)
        .where(or_(*(column > _NOW for column in columns)))
        .values({column.name: _not_later(column) for column in columns})
    )


_window_ends = counters.c.started_at + counters.c.window
_ENDS = (
    _over(flows, "flow"),
    _over(sessions, "session"),
    _over(staff_sessions, "staff"),
    # Before the hand-over a code is over for good at `last_at` only; entered, at `expires_at`.
    update(codes).where(codes.c.dead.is_(False), codes.c.last_at <= _HIGH).values(dead=True),
    update(codes).where(codes.c.expires_at <= _HIGH, codes.c.expires_at > _NOW).values(expires_at=_NOW),
    # Windows and locks that were over stay over.
    update(counters)
    .where(_window_ends <= _HIGH, _window_ends > _NOW)
    .values(started_at=_NOW - counters.c.window),
    update(counters)
    .where(counters.c.locked_until <= _HIGH, counters.c.locked_until > _NOW)
    .values(locked_until=_NOW),
)
_ahead = codes.c.issued_at - _NOW
_PULLS = (
    _brought_back(flows, "created_at", "active_at", "sent_at"),
    _brought_back(sessions, "created_at", "active_at"),
    _brought_back(staff_sessions, "created_at", "active_at"),
    _brought_back(assists, "created_at", "active_at", "parent_at", "agent_at"),
    _brought_back(idempotency, "created_at", "lease_until"),
    # When a code's mail says that it dies is counted from here.
    _brought_back(outbox, "created_at"),
    update(codes)
    .where(codes.c.issued_at > _NOW)
    .values(
        issued_at=_NOW,
        expires_at=case((codes.c.expires_at > _NOW, codes.c.expires_at - _ahead), else_=codes.c.expires_at),
        last_at=codes.c.last_at - _ahead,
    ),
    update(counters)
    .where(counters.c.locked_until > _NOW + counters.c.lock_length)
    .values(locked_until=_NOW + counters.c.lock_length),
    _brought_back(counters, "started_at"),
)
# Held to the end: who notices the same step meanwhile waits, and then finds it answered.
_STEPPED = select(high_water.c.stepped_from, high_water.c.at).with_for_update()
_STEP = update(high_water).values(at=_NOW, stepped_from=_HIGH)


def settle(tx: Tx, limits: Limits, high: float, now: float) -> None:
    """The clock was set back from ``high`` to ``now``: end what was over, bring back what now lies in the
    future.

    Every process notices the step by itself. Only the first one ends anything: to the others, what began
    since would look old. It is another step, from about the same time too, when the clock was ahead again since the
    last one: its time was noted then.
    """
    times = {"high": high, "now": now}
    lives = {
        "flow_ttl": limits.flow_ttl,
        "flow_idle": limits.flow_idle,
        "session_ttl": limits.session_ttl,
        "session_idle": limits.session_idle,
        "staff_ttl": limits.staff_ttl,
        "staff_idle": limits.staff_idle,
    }
    stepped_from, noted = tx.execute(_STEPPED).first() or (None, now)
    if stepped_from is None or abs(high - stepped_from) > SAME_STEP or noted > now + SAME_STEP:
        for ending in _ENDS:
            tx.execute(ending, _used(ending, {**times, **lives}))
        _end_assists(tx, limits, high, now)
    for pull in _PULLS:
        tx.execute(pull, _used(pull, times))
    tx.execute(_STEP, times)


def _end_assists(tx: Tx, limits: Limits, high: float, now: float) -> None:
    """As whoever had looked at ``high`` would have found and ended them: erased, and written down."""
    born, active = high - limits.assist_ttl, high - limits.assist_idle
    while over := assist_rows.dead(tx, born=born, active=active, heard=high - limits.assist_lost):
        for row in over:
            why = "time" if row.created_at <= born else "idle" if row.active_at <= active else "lost"
            if assist_rows.end(tx, row.id, why):
                who = {} if row.staff is None else {"staff": row.staff}
                details = json.dumps(
                    {"assist": row.name, **who, "why": why}, sort_keys=True, separators=(",", ":")
                )
                audit_rows.insert(tx, at=now, event="assist_ended", email=None, subject=None, details=details)


def _used(statement: Update, values: dict[str, float]) -> dict[str, float]:
    """The values that a statement has a place for; an UPDATE takes any other for a column."""
    return {name: values[name] for name in statement.compile().params if name in values}
