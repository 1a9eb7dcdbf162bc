"""Statements on flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Float, bindparam, delete, false, insert, select, update

from mozaik_tui.account.store.tables.flows import flows
from mozaik_tui.account.store.tx import Tx

_f = flows.c
_NOW = bindparam("now", type_=Float)
_COLUMNS = (_f.id, _f.salt, _f.email, _f.language, _f.state, _f.kind, _f.created_at, _f.active_at, _f.sent_at)
_TOKENS = _f.token.in_(bindparam("tokens", expanding=True))


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One flow; ``email`` is sealed, ``salt`` binds its codes to it, times in unix seconds."""

    id: int
    salt: bytes = field(repr=False)
    email: bytes = field(repr=False)
    language: str
    state: str
    kind: str | None
    created_at: float
    active_at: float
    sent_at: float


_LIVE = (
    _TOKENS,
    _f.dead == false(),
    _f.created_at > bindparam("born", type_=Float),
    _f.active_at > bindparam("active", type_=Float),
)
_TOUCH = update(flows).where(*_LIVE).values(active_at=_NOW).returning(*_COLUMNS)
_GET = select(*_COLUMNS).where(*_LIVE)
_OF_ID = select(*_COLUMNS).where(_f.id == bindparam("flow"), *_LIVE[1:])
_ENDED = select(_f.created_at, _f.active_at).where(_TOKENS)
_ADD = insert(flows).returning(_f.id)
_SENT = update(flows).where(_f.id == bindparam("flow")).values(sent_at=_NOW)
_STATE = update(flows).where(_f.id == bindparam("flow")).values(state=bindparam("after"))
_VERIFY = (
    update(flows).where(_f.id == bindparam("flow")).values(state="email_verified", kind=bindparam("account"))
)
_CANCEL = delete(flows).where(_f.id == bindparam("flow"))


def live(
    tx: Tx, tokens: Sequence[bytes], *, now: float, ttl: float, idle: float, touch: bool
) -> FlowRow | None:
    """The flow of a token (its digests under every key) while it lives. ``touch`` counts as activity and
    locks the row: calls on one flow come one after the other, each sees what the one before has done.
    """
    values = {"tokens": list(tokens), "born": now - ttl, "active": now - idle}
    row = tx.execute(_TOUCH, {**values, "now": now}).first() if touch else tx.execute(_GET, values).first()
    return None if row is None else FlowRow(*row)


def of_id(tx: Tx, flow_id: int, *, now: float, ttl: float, idle: float) -> FlowRow | None:
    """The flow of a row while it lives; not an activity."""
    row = tx.execute(_OF_ID, {"flow": flow_id, "born": now - ttl, "active": now - idle}).first()
    return None if row is None else FlowRow(*row)


def ended(tx: Tx, tokens: Sequence[bytes], *, ttl: float, idle: float) -> float | None:
    """When the flow of a token ended, by time; ``None`` when there is no such flow."""
    row = tx.execute(_ENDED, {"tokens": list(tokens)}).first()
    return None if row is None else min(row[0] + ttl, row[1] + idle)


def add(
    tx: Tx,
    *,
    token: bytes,
    salt: bytes,
    email_key: bytes,
    mailbox_key: bytes,
    email: bytes,
    language: str,
    now: float,
) -> int:
    """A new flow; its number."""
    values = {
        "token": token,
        "salt": salt,
        "email_key": email_key,
        "mailbox_key": mailbox_key,
        "email": email,
        "language": language,
        "state": "code_sent",
        "kind": None,
        "created_at": now,
        "active_at": now,
        "sent_at": now,
        "dead": False,
    }
    flow_id: int = tx.execute(_ADD, values).scalar_one()
    return flow_id


def mark_sent(tx: Tx, flow_id: int, now: float) -> None:
    """A new code is on its way."""
    tx.execute(_SENT, {"flow": flow_id, "now": now})


def mark_verified(tx: Tx, flow_id: int, account: str) -> None:
    """The code was right."""
    tx.execute(_VERIFY, {"flow": flow_id, "account": account})


def mark_complete(tx: Tx, flow_id: int) -> None:
    """The password is set."""
    tx.execute(_STATE, {"flow": flow_id, "after": "complete"})


def cancel(tx: Tx, flow_id: int) -> None:
    """The flow and its codes are gone."""
    tx.execute(_CANCEL, {"flow": flow_id})
