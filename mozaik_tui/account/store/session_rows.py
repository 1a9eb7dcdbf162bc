"""Statements on sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Float, bindparam, delete, false, insert, select, update

from mozaik_tui.account.store.tables.accounts import sessions
from mozaik_tui.account.store.tx import Tx

_s = sessions.c
_TOKENS = _s.token.in_(bindparam("tokens", expanding=True))
_LIVE = (
    _TOKENS,
    _s.dead == false(),
    _s.created_at > bindparam("born", type_=Float),
    _s.active_at > bindparam("active", type_=Float),
)
_COLUMNS = (_s.id, _s.account_id, _s.created_at)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One open session; ``created_at`` in unix seconds."""

    id: int
    account_id: int
    created_at: float


_TOUCH = update(sessions).where(*_LIVE).values(active_at=bindparam("now", type_=Float)).returning(*_COLUMNS)
_GET = select(*_COLUMNS).where(*_LIVE)
_ENDED = select(_s.created_at, _s.active_at).where(_TOKENS)
_ADD = insert(sessions)
_END = delete(sessions).where(_s.id == bindparam("session"))
_END_ALL = delete(sessions).where(_s.account_id == bindparam("account"))


def live(
    tx: Tx, tokens: Sequence[bytes], *, now: float, ttl: float, idle: float, touch: bool
) -> SessionRow | None:
    """The session of a token (its digests under every key) while it lives; ``touch`` counts as activity."""
    values = {"tokens": list(tokens), "born": now - ttl, "active": now - idle}
    row = tx.execute(_TOUCH, {**values, "now": now}).first() if touch else tx.execute(_GET, values).first()
    return None if row is None else SessionRow(*row)


def ended(tx: Tx, tokens: Sequence[bytes], *, ttl: float, idle: float) -> float | None:
    """When the session of a token ended, by time; ``None`` when there is no such session."""
    row = tx.execute(_ENDED, {"tokens": list(tokens)}).first()
    return None if row is None else min(row[0] + ttl, row[1] + idle)


def add(tx: Tx, *, token: bytes, account_id: int, now: float) -> None:
    """A new session."""
    tx.execute(
        _ADD,
        {"token": token, "account_id": account_id, "created_at": now, "active_at": now, "dead": False},
    )


def end(tx: Tx, session_id: int) -> None:
    """Signed out."""
    tx.execute(_END, {"session": session_id})


def end_all(tx: Tx, account_id: int) -> None:
    """Every session of an account is over."""
    tx.execute(_END_ALL, {"account": account_id})
