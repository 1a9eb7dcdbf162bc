"""Statements on the staff of the help by phone, and on their sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Float, bindparam, delete, false, insert, select, update

from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.assist import staff, staff_sessions
from mozaik_tui.account.store.tx import Tx

_p = staff.c
_s = staff_sessions.c
_ADD = per_dialect(staff, lambda insert: insert.on_conflict_do_nothing().returning(_p.id))
_FIND = select(_p.id, _p.name, _p.role, _p.password, _p.totp).where(_p.name == bindparam("who"))
_LIST = select(_p.name, _p.role, _p.totp, _p.added_at).order_by(_p.name)
_REMOVE = delete(staff).where(_p.name == bindparam("who")).returning(_p.id)
_REHASH = (
    update(staff)
    .where(_p.id == bindparam("row"), _p.password == bindparam("before"))
    .values(password=bindparam("phc"))
)
_STEP = (
    update(staff)
    .where(_p.id == bindparam("row"), _p.totp_step < bindparam("step"))
    .values(totp_step=bindparam("step"))
    .returning(_p.id)
)
_LIVE = (
    _s.token.in_(bindparam("tokens", expanding=True)),
    _s.dead == false(),
    _s.created_at > bindparam("born", type_=Float),
    _s.active_at > bindparam("active", type_=Float),
)
_TOUCH = update(staff_sessions).where(*_LIVE).values(active_at=bindparam("now", type_=Float)).returning(_s.id)
_GET = select(_s.id, _p.name, _p.role).join_from(staff_sessions, staff).where(*_LIVE)
_ENDED = select(_s.created_at, _s.active_at).where(_s.token.in_(bindparam("tokens", expanding=True)))
_OPEN = insert(staff_sessions)
_END = delete(staff_sessions).where(_s.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class Member:
    """One staff account; ``totp`` is the sealed secret, where there is one."""

    id: int
    name: str
    role: str
    password: str = field(repr=False)
    totp: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of ``staff list``; ``added_at`` in unix seconds."""

    name: str
    role: str
    totp: bool
    added_at: float


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open staff session, and whose it is."""

    session_id: int
    name: str
    role: str


def add(tx: Tx, *, name: str, role: str, password: str, totp: bytes | None, now: float) -> bool:
    """A new member; whether the name was free."""
    values = {"name": name, "role": role, "password": password, "totp": totp, "totp_step": 0, "added_at": now}
    return tx.execute(for_(tx, _ADD), values).first() is not None


def find(tx: Tx, name: str) -> Member | None:
    """The member of a name."""
    row = tx.execute(_FIND, {"who": name}).first()
    return None if row is None else Member(*row)


def listed(tx: Tx) -> list[Listed]:
    """All of them by name."""
    return [Listed(name, role, totp is not None, at) for name, role, totp, at in tx.execute(_LIST)]


def remove(tx: Tx, name: str) -> bool:
    """Whether there was one; the sessions go along."""
    return tx.execute(_REMOVE, {"who": name}).first() is not None


def rehash(tx: Tx, member: Member, phc: str) -> None:
    """The same password under new parameters, unless it was replaced meanwhile."""
    tx.execute(_REHASH, {"row": member.id, "before": member.password, "phc": phc})


def use_step(tx: Tx, member_id: int, step: int) -> bool:
    """Spend a code of the app; ``False`` when it or a later one was used already."""
    return tx.execute(_STEP, {"row": member_id, "step": step}).first() is not None


def open_session(tx: Tx, *, token: bytes, staff_id: int, now: float) -> None:
    """A new session."""
    tx.execute(
        _OPEN, {"token": token, "staff_id": staff_id, "created_at": now, "active_at": now, "dead": False}
    )


def live(
    tx: Tx, tokens: Sequence[bytes], *, now: float, ttl: float, idle: float, touch: bool = True
) -> SignedIn | None:
    """The session of a token while it lives; ``touch``: this counts as activity."""
    values = {"tokens": list(tokens), "born": now - ttl, "active": now - idle}
    if touch and tx.execute(_TOUCH, {**values, "now": now}).first() is None:
        return None
    row = tx.execute(_GET, values).first()
    return None if row is None else SignedIn(*row)


def ended(tx: Tx, tokens: Sequence[bytes], *, ttl: float, idle: float) -> float | None:
    """When the session of a token ended, by time; ``None`` when there is no such session."""
    row = tx.execute(_ENDED, {"tokens": list(tokens)}).first()
    return None if row is None else min(row[0] + ttl, row[1] + idle)


def end_session(tx: Tx, session_id: int) -> None:
    """Signed out."""
    tx.execute(_END, {"row": session_id})
