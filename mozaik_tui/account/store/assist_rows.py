"""Statements on assists. What changes one moves its ``revision`` on: that is what followers look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Float, Update, and_, bindparam, case, delete, or_, select, text, update

from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.assist import assists
from mozaik_tui.account.store.tx import Tx

_a = assists.c
_COLUMNS = (
    _a.id,
    _a.name,
    _a.caller,
    _a.flow_id,
    _a.account_id,
    _a.staff,
    _a.revision,
    _a.report,
    _a.message,
    _a.messages,
    _a.answer,
    _a.answers,
    _a.lifted,
    _a.created_at,
    _a.active_at,
    _a.parent_at,
    _a.agent_at,
    _a.over,
)
_NOW = bindparam("now", type_=Float)


@dataclass(frozen=True, slots=True)
class AssistRow:
    """One assist; times in unix seconds. ``report`` is JSON of closed words, ``message`` and ``caller`` are sealed."""

    id: int
    name: str
    caller: bytes | None = field(repr=False)
    flow_id: int | None
    account_id: int | None
    staff: str | None
    revision: int
    report: str | None
    message: bytes | None = field(repr=False)
    messages: int
    answer: str | None
    answers: int
    lifted: str
    created_at: float
    active_at: float
    parent_at: float
    agent_at: float
    over: str | None


_ADD = per_dialect(assists, lambda insert: insert.on_conflict_do_nothing().returning(_a.id))
_BY_TOKEN = select(*_COLUMNS).where(_a.token.in_(bindparam("tokens", expanding=True)))
_BY_NUMBER = select(*_COLUMNS).where(_a.number.in_(bindparam("numbers", expanding=True)))
# A session follows one at a time: that one, else the latest that is over.
_BY_SESSION = (
    select(*_COLUMNS)
    .where(_a.session_id == bindparam("session"))
    .order_by(case((_a.over.is_(None), 0), else_=1), _a.id.desc())
    .limit(1)
)
_ALL_OF_SESSION = select(*_COLUMNS).where(_a.session_id == bindparam("session"), _a.over.is_(None))
_JOIN = (
    update(assists)
    .where(
        _a.id == bindparam("row"),
        _a.over.is_(None),
        or_(_a.staff.is_(None), _a.staff == bindparam("who")),
    )
    .values(
        staff=bindparam("who"),
        session_id=bindparam("session"),
        agent_at=_NOW,
        active_at=_NOW,
        revision=_a.revision + 1,
    )
    .returning(_a.id)
)
_END = (
    update(assists)
    .where(_a.id == bindparam("row"), _a.over.is_(None))
    .values(
        over=bindparam("why"),
        revision=_a.revision + 1,
        number=None,
        caller=None,
        report=None,
        message=None,
        answer=None,
        flow_id=None,
        account_id=None,
    )
    .returning(_a.id)
)
_SEEN_PARENT, _SEEN_AGENT = (
    update(assists)
    .where(_a.name.in_(bindparam("names", expanding=True)), _a.over.is_(None))
    .values({column: _NOW})
    for column in (_a.parent_at, _a.agent_at)
)
_REVISIONS = select(_a.name, _a.revision).where(_a.name.in_(bindparam("names", expanding=True)))
_OPEN = select(_a.name, _a.staff, _a.created_at).where(_a.over.is_(None)).order_by(_a.id)
_ttl, _idle, _lost = (bindparam(name, type_=Float) for name in ("born", "active", "heard"))
_TIME_IS_OVER = or_(
    _a.created_at <= _ttl,
    _a.active_at <= _idle,
    _a.parent_at <= _lost,
    and_(_a.staff.is_not(None), _a.agent_at <= _lost),
)
_ERASE = delete(assists).where(_a.created_at <= bindparam("before", type_=Float))
_DEAD = select(*_COLUMNS).where(_a.over.is_(None), _TIME_IS_OVER).limit(100)
_NOTIFY = text("SELECT pg_notify(:channel, :assist)")


def add(tx: Tx, *, name: str, token: bytes, number: bytes, caller: bytes, now: float) -> bool:
    """A new assist; ``False`` when its number is another one's at the moment."""
    values = {
        "name": name,
        "token": token,
        "number": number,
        "caller": caller,
        "revision": 0,
        "messages": 0,
        "answers": 0,
        "lifted": "",
        "created_at": now,
        "active_at": now,
        "parent_at": now,
        "agent_at": now,
    }
    return tx.execute(for_(tx, _ADD), values).first() is not None


def by_token(tx: Tx, tokens: Sequence[bytes]) -> AssistRow | None:
    """The assist of a parent's token."""
    return _row(tx.execute(_BY_TOKEN, {"tokens": list(tokens)}).first())


def by_number(tx: Tx, numbers: Sequence[bytes]) -> AssistRow | None:
    """The assist whose number is read out."""
    return _row(tx.execute(_BY_NUMBER, {"numbers": list(numbers)}).first())


def by_session(tx: Tx, session_id: int) -> AssistRow | None:
    """The assist that a staff session follows, or followed last."""
    return _row(tx.execute(_BY_SESSION, {"session": session_id}).first())


def all_of_session(tx: Tx, session_id: int) -> list[AssistRow]:
    """All that a staff session follows and that nobody has ended."""
    return _rows(tx.execute(_ALL_OF_SESSION, {"session": session_id}))


def _row(found: Any) -> AssistRow | None:
    return None if found is None else AssistRow(*found)


def _rows(found: Iterable[Any]) -> list[AssistRow]:
    return [AssistRow(*row) for row in found]


@lru_cache(maxsize=64)
def _changing(columns: tuple[str, ...], quiet: bool) -> Update:
    """The statement that sets these columns; there are as many as there are kinds of change."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    if not quiet:
        values["revision"] = _a.revision + 1
    return update(assists).where(_a.id == bindparam("row"), _a.over.is_(None)).values(values)


def change(tx: Tx, row_id: int, values: Mapping[str, object], *, quiet: bool = False) -> None:
    """Set columns; followers hear of it unless ``quiet``."""
    given = {f"new_{name}": value for name, value in values.items()}
    tx.execute(_changing(tuple(values), quiet), {"row": row_id, **given})


def join(tx: Tx, row_id: int, *, session_id: int, staff: str, now: float) -> bool:
    """Take it, unless it is over or another agent's."""
    values = {"row": row_id, "session": session_id, "who": staff, "now": now}
    return tx.execute(_JOIN, values).first() is not None


def end(tx: Tx, row_id: int, why: str) -> bool:
    """It is over, and all that was said in it is erased; ``False`` when it was over before."""
    return tx.execute(_END, {"row": row_id, "why": why}).first() is not None


def seen(tx: Tx, parents: Iterable[str], agents: Iterable[str], now: float) -> None:
    """These ends are there still."""
    for statement, names in ((_SEEN_PARENT, list(parents)), (_SEEN_AGENT, list(agents))):
        if names:
            tx.execute(statement, {"names": names, "now": now})


def revisions(tx: Tx, names: Iterable[str]) -> dict[str, int]:
    """How often each was changed; one that was erased is left out."""
    return {row.name: row.revision for row in tx.execute(_REVISIONS, {"names": list(names)})}


def dead(tx: Tx, *, born: float, active: float, heard: float) -> list[AssistRow]:
    """Those whose time is over and that nobody has ended."""
    return _rows(tx.execute(_DEAD, {"born": born, "active": active, "heard": heard}))


def under_way(tx: Tx) -> list[tuple[str, str | None, float]]:
    """Opaque name, agent, and since when, of all that are under way."""
    return [(row[0], row[1], row[2]) for row in tx.execute(_OPEN)]


def notify(tx: Tx, channel: str, name: str) -> None:
    """Tell the other processes once this has committed, where the database can; SQLite's are asked by polling."""
    if tx.dialect.name == "postgresql":
        tx.execute(_NOTIFY, {"channel": channel, "assist": name})


def erase(tx: Tx, before: float) -> int:
    """Erase the rows of assists that began before."""
    return tx.execute(_ERASE, {"before": before}).rowcount
