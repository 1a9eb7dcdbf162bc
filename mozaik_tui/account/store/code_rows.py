"""Statements on codes. A flow's newest code is the one that counts; the earlier ones are superseded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Float, and_, bindparam, case, exists, false, insert, or_, select, update

from mozaik_tui.account.store.tables.counters import counters
from mozaik_tui.account.store.tables.flows import codes, flows
from mozaik_tui.account.store.tx import Tx

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context

_c = codes.c
_NOW = bindparam("now", type_=Float)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of a flow; times in unix seconds."""

    id: int
    digest: bytes = field(repr=False)
    issued_at: float
    expires_at: float
    tries: int
    superseded: bool
    dead: bool


_OF_FLOW = (
    select(_c.id, _c.digest, _c.issued_at, _c.expires_at, _c.tries, _c.superseded, _c.dead)
    .where(_c.flow_id == bindparam("flow"))
    .order_by(_c.id.desc())
)
_SUPERSEDE = (
    update(codes).where(_c.flow_id == bindparam("flow"), _c.superseded == false()).values(superseded=True)
)
_ADD = insert(codes).returning(_c.id)
_TAKE_TRY = (
    update(codes)
    .where(_c.id == bindparam("code"), _c.tries < bindparam("most"))
    .values(tries=_c.tries + 1)
    .returning(_c.tries)
)
_GIVE_BACK = update(codes).where(_c.id == bindparam("code"), _c.tries > 0).values(tries=_c.tries - 1)

# What a mail is still worth sending for: it counts, can still be entered, and the parent is still there.
# Its own life is not over before `last_at`, because the hand-over puts the end off (account-service.md:
# code_after_handover).
_IS_LIVE = select(
    exists().where(
        _c.id == bindparam("code"),
        _c.superseded == false(),
        _c.dead == false(),
        _c.tries < bindparam("tries"),
        or_(
            and_(_c.handed_over_at.is_(None), _c.last_at > _NOW),
            and_(_c.handed_over_at.is_not(None), _c.expires_at > _NOW),
        ),
        flows.c.id == _c.flow_id,
        flows.c.state == "code_sent",
        flows.c.dead == false(),
        flows.c.created_at > bindparam("born", type_=Float),
        flows.c.active_at > bindparam("active", type_=Float),
        ~exists().where(
            counters.c.kind == "email_tries_all",
            counters.c.key == flows.c.email_key,
            counters.c.count >= bindparam("all_tries"),
            counters.c.started_at > bindparam("day", type_=Float),
        ),
    )
)
_LATER = _NOW + _c.after_handover
_HAND_OVER = (
    update(codes)
    .where(_c.id == bindparam("code"), _c.handed_over_at.is_(None))
    .values(
        handed_over_at=_NOW,
        expires_at=case(
            (_c.last_at < _LATER, _c.last_at), (_c.expires_at < _LATER, _LATER), else_=_c.expires_at
        ),
    )
)


def of_flow(tx: Tx, flow_id: int) -> list[CodeRow]:
    """The codes of a flow, the newest (the one that counts) first."""
    return [CodeRow(*row) for row in tx.execute(_OF_FLOW, {"flow": flow_id})]


def add(
    tx: Tx, flow_id: int, digest: bytes, *, now: float, ttl: float, cap: float, after_handover: float
) -> int:
    """A new code; its id."""
    code_id: int = tx.execute(
        _ADD,
        {
            "flow_id": flow_id,
            "digest": digest,
            "issued_at": now,
            "expires_at": now + min(ttl, cap),
            "last_at": now + cap,
            "after_handover": after_handover,
            "handed_over_at": None,
            "tries": 0,
            "superseded": False,
            "dead": False,
        },
    ).scalar_one()
    return code_id


def supersede(tx: Tx, flow_id: int) -> None:
    """The codes that the flow had so far count no longer."""
    tx.execute(_SUPERSEDE, {"flow": flow_id})


def take_try(tx: Tx, code_id: int, most: int) -> int | None:
    """Count an evaluated entry: how many there were; ``None`` when all ``most`` are spent."""
    tries: int | None = tx.scalar(_TAKE_TRY, {"code": code_id, "most": most})
    return tries


def give_try_back(tx: Tx, code_id: int) -> None:
    """The entry was right."""
    tx.execute(_GIVE_BACK, {"code": code_id})


def is_live(tx: Tx, ctx: Context, code_id: int, now: float) -> bool:
    """Whether a mail with this code is still worth sending: not used, superseded, expired, cancelled nor
    locked.
    """
    limits = ctx.limits
    return bool(
        tx.scalar(
            _IS_LIVE,
            {
                "code": code_id,
                "now": now,
                "tries": limits.code_tries,
                "born": now - limits.flow_ttl,
                "active": now - limits.flow_idle,
                "all_tries": limits.email_tries_all,
                "day": now - 86400,
            },
        )
    )


def mark_handed_over(tx: Tx, code_id: int, now: float) -> None:
    """The relay took the mail: the code lives at least ``code_after_handover`` from now, up to its cap.
    Once only.
    """
    tx.execute(_HAND_OVER, {"code": code_id, "now": now})
