"""Statements on the outbox. Each is built once; each is one round trip (account-service.md, Mail)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from mozaik_tui.account.store.tables.outbox import mail_budget, mail_turns, outbox
from mozaik_tui.account.store.tx import Tx

QUEUED, SENT, FAILED, DROPPED = "queued", "sent", "failed", "dropped"


def _due(table: FromClause) -> ColumnElement[bool]:
    """Queued, its time come, held by no one. A time further off than any setting makes was written before the
    clock was set back: it counts as come (account-service.md, Clock).
    """
    c = table.c
    return and_(
        c.state == QUEUED,
        or_(c.next_try_at <= bindparam("now"), c.next_try_at > bindparam("beyond_retry")),
        or_(
            c.lease_until.is_(None),
            c.lease_until <= bindparam("now"),
            c.lease_until > bindparam("beyond_lease"),
        ),
    )


_waiting = outbox.alias("waiting")

# In turn by address, and within one the newest code first (a parent waits for that one, the older are likely
# dead); notices after codes. SKIP LOCKED, so that PostgreSQL's workers pass by the rows of each other; SQLite
# leaves it out.
_next = (
    select(_waiting.c.id)
    .select_from(_waiting.outerjoin(mail_turns, mail_turns.c.address == _waiting.c.address))
    .where(_due(_waiting))
    .order_by(
        func.coalesce(mail_turns.c.turn, 0),
        case((_waiting.c.code_id.is_(None), 1), else_=0),
        _waiting.c.created_at.desc(),
        _waiting.c.id.desc(),
    )
    .limit(1)
    .with_for_update(skip_locked=True, of=_waiting)
    .scalar_subquery()
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == _next, _due(outbox))
    .values(
        lease_token=bindparam("lease_token"),
        lease_until=bindparam("until"),
        attempts=outbox.c.attempts + 1,
    )
    .returning(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.code_id,
        outbox.c.address,
        outbox.c.message_token,
        outbox.c.sealed,
        outbox.c.created_at,
        outbox.c.attempts,
    )
)
_ANY_DUE = select(outbox.c.id).where(_due(outbox)).limit(1)
_INSERT = outbox.insert()
_mine = and_(
    outbox.c.id == bindparam("row"), outbox.c.lease_token == bindparam("token"), outbox.c.state == QUEUED
)
_KEEP = update(outbox).where(_mine).values(lease_until=bindparam("until"))
_RELEASE = (
    update(outbox)
    .where(_mine)
    .values(
        next_try_at=bindparam("next_try"),
        attempts=outbox.c.attempts - bindparam("uncounted"),
        lease_token=None,
        lease_until=None,
    )
)
_DONE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.state == QUEUED)
    .values(
        state=bindparam("new_state"),
        done_at=bindparam("now"),
        sealed=None,
        lease_token=None,
        lease_until=None,
    )
)
_STATE_OF_CODE = (
    select(outbox.c.state).where(outbox.c.code_id == bindparam("code")).order_by(outbox.c.id.desc()).limit(1)
)
_FATE_OF_CODE = (
    select(outbox.c.state, outbox.c.attempts)
    .where(outbox.c.code_id == bindparam("code"))
    .order_by(outbox.c.id.desc())
    .limit(1)
)
_GIVE_BACK = (
    update(mail_budget)
    .where(mail_budget.c.id == 1, mail_budget.c.minute == bindparam("minute_now"), mail_budget.c.taken > 0)
    .values(taken=mail_budget.c.taken - 1)
)


def _upserts(dialect: Any) -> tuple[Any, Any]:
    """The two statements whose ON CONFLICT is the dialect's own: take one of the minute's hand-overs, take a
    turn.
    """
    budget = dialect.insert(mail_budget).values(id=1, minute=bindparam("minute_now"), taken=1)
    # A minute that is not the row's own starts afresh, whichever way the clock was set.
    take = budget.on_conflict_do_update(
        index_elements=[mail_budget.c.id],
        set_={
            "taken": case((mail_budget.c.minute == budget.excluded.minute, mail_budget.c.taken + 1), else_=1),
            "minute": budget.excluded.minute,
        },
        where=or_(mail_budget.c.minute != budget.excluded.minute, mail_budget.c.taken < bindparam("cap")),
    ).returning(mail_budget.c.taken)
    highest = select(func.coalesce(func.max(mail_turns.c.turn), 0) + 1).scalar_subquery()
    turn = dialect.insert(mail_turns).values(
        address=bindparam("who"), turn=highest, taken_at=bindparam("now")
    )
    turn = turn.on_conflict_do_update(
        index_elements=[mail_turns.c.address],
        set_={"turn": turn.excluded.turn, "taken_at": turn.excluded.taken_at},
    )
    return take, turn


_UPSERTS = {"sqlite": _upserts(sqlite), "postgresql": _upserts(postgresql)}


def insert(
    tx: Tx, *, kind: str, code_id: int | None, address: bytes, token: str, sealed: bytes, now: float
) -> None:
    """Put one mail into the outbox, in the caller's transaction."""
    tx.execute(
        _INSERT,
        {
            "kind": kind,
            "code_id": code_id,
            "address": address,
            "message_token": token,
            "sealed": sealed,
            "state": QUEUED,
            "created_at": now,
            "next_try_at": now,
            "attempts": 0,
        },
    )


def _times(now: float, lease: float, retry_max: float) -> dict[str, float]:
    # Twice the setting: another host's clock may be ahead of ours by a little.
    return {"now": now, "beyond_lease": now + 2 * lease, "beyond_retry": now + 2 * retry_max}


def any_due(tx: Tx, now: float, *, lease: float, retry_max: float) -> bool:
    """Whether a worker would find something; reads only."""
    return tx.execute(_ANY_DUE, _times(now, lease, retry_max)).first() is not None


def claim(tx: Tx, *, now: float, lease: float, retry_max: float, lease_token: str) -> Any:
    """Lease the row whose turn it is for ``lease`` seconds; ``None`` when nothing is due."""
    values = {**_times(now, lease, retry_max), "until": now + lease, "lease_token": lease_token}
    return tx.execute(_CLAIM, values).first()


def take_turn(tx: Tx, address: bytes, now: float) -> None:
    """Put ``address`` at the end of the line."""
    tx.execute(_UPSERTS[tx.dialect.name][1], {"who": address, "now": now})


def take_budget(tx: Tx, *, minute: int, cap: int) -> bool:
    """Take one of the ``cap`` hand-overs of ``minute`` (unix time // 60); ``False`` when none is left."""
    if cap <= 0:
        return False
    return tx.execute(_UPSERTS[tx.dialect.name][0], {"minute_now": minute, "cap": cap}).first() is not None


def give_back_budget(tx: Tx, minute: int) -> None:
    """Return what was taken for a hand-over that did not happen."""
    tx.execute(_GIVE_BACK, {"minute_now": minute})


def keep(tx: Tx, row: int, lease_token: str, until: float) -> bool:
    """Hold the lease until ``until``; ``False`` when it is another worker's by now."""
    return tx.execute(_KEEP, {"row": row, "token": lease_token, "until": until}).rowcount == 1


def release(tx: Tx, row: int, lease_token: str, *, next_try: float, counted: bool = True) -> bool:
    """Let the row go until ``next_try``; not ``counted`` takes back that it was tried."""
    found = tx.execute(
        _RELEASE, {"row": row, "token": lease_token, "next_try": next_try, "uncounted": 0 if counted else 1}
    )
    return found.rowcount == 1


def done(tx: Tx, row: int, state: str, now: float) -> bool:
    """End the row as ``SENT``, ``FAILED`` or ``DROPPED`` and erase its body; whoever holds the lease: what
    was handed over was handed over. ``False`` when it had ended before.
    """
    return tx.execute(_DONE, {"row": row, "new_state": state, "now": now}).rowcount == 1


def state_of_code(tx: Tx, code_id: int) -> str | None:
    """The state of the newest mail that carries this code."""
    state: str | None = tx.execute(_STATE_OF_CODE, {"code": code_id}).scalar()
    return state


def fate_of_code(tx: Tx, code_id: int) -> tuple[str, int] | None:
    """The state of the newest mail that carries this code, and how often it was tried."""
    row = tx.execute(_FATE_OF_CODE, {"code": code_id}).first()
    return None if row is None else (row[0], row[1])
