"""Statements that erase what is over and make anew what is under an old key (account-service.md, Retention,
Keys).

Each works on a few hundred rows at most, so that no sign-up waits for a purge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Float,
    Row,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    not_,
    or_,
    select,
    tuple_,
    update,
)

from mozaik_tui.account.store.tables.accounts import accounts, sessions
from mozaik_tui.account.store.tables.assist import assists, staff, staff_sessions
from mozaik_tui.account.store.tables.counters import counters
from mozaik_tui.account.store.tables.flows import flows
from mozaik_tui.account.store.tables.idempotency import idempotency
from mozaik_tui.account.store.tables.meta import key_uses
from mozaik_tui.account.store.tables.outbox import mail_turns, outbox
from mozaik_tui.account.store.tables.practice import practice_mail
from mozaik_tui.account.store.tables.registry_pointer import registry_pointer
from mozaik_tui.account.store.tx import Tx

BATCH = 500

_before = bindparam("before", type_=Float)
_now = bindparam("now", type_=Float)
# Two ends of a life: so long after its start, and so long after its last use.
_born_before, _used_before = bindparam("born_before", type_=Float), bindparam("used_before", type_=Float)
_is_child_failure = counters.c.kind.startswith("child", autoescape=True)
_unlocked = or_(counters.c.locked_until.is_(None), counters.c.locked_until <= _now)


def _some(table: Table, over: ColumnElement[bool]) -> Delete:
    """Delete at most ``BATCH`` rows that are over. A row that a call is just using is left alone: it may have
    begun anew (PostgreSQL; SQLite leaves the clause out).
    """
    key = list(table.primary_key.columns)
    found = select(*key).where(over).limit(BATCH).with_for_update(skip_locked=True)
    return delete(table).where((tuple_(*key) if len(key) > 1 else key[0]).in_(found))


_FLOWS = _some(flows, or_(flows.c.created_at <= _born_before, flows.c.active_at <= _used_before))
_SESSIONS = _some(sessions, or_(sessions.c.created_at <= _born_before, sessions.c.active_at <= _used_before))
_STAFF_SESSIONS = _some(
    staff_sessions,
    or_(staff_sessions.c.created_at <= _born_before, staff_sessions.c.active_at <= _used_before),
)
_ASSISTS = _some(assists, assists.c.created_at <= _before)
_COUNTERS = _some(counters, and_(counters.c.started_at <= _before, _unlocked, not_(_is_child_failure)))
_CHILD_FAILURES = _some(counters, and_(counters.c.started_at <= _before, _unlocked, _is_child_failure))
_IDEMPOTENCY = _some(idempotency, idempotency.c.created_at <= _before)
_MAILS = _some(outbox, outbox.c.done_at <= _before)
_DEAD_CODES = _some(
    outbox, and_(outbox.c.done_at.is_(None), outbox.c.code_id.is_not(None), outbox.c.created_at <= _before)
)
_TURNS = _some(mail_turns, mail_turns.c.taken_at <= _before)
_PRACTICE = _some(practice_mail, practice_mail.c.received_at <= _before)
_OLD_NOTICES = (
    update(outbox)
    .where(outbox.c.done_at.is_(None), outbox.c.code_id.is_(None), outbox.c.created_at <= _before)
    .values(state="failed", done_at=_now, sealed=None, lease_token=None, lease_until=None)
)


def flows_over(tx: Tx, born_before: float, used_before: float) -> int:
    """Erase flows that ended so long ago, and their codes with them."""
    return tx.execute(_FLOWS, {"born_before": born_before, "used_before": used_before}).rowcount


def sessions_over(tx: Tx, born_before: float, used_before: float) -> int:
    """Erase sessions that ended so long ago."""
    return tx.execute(_SESSIONS, {"born_before": born_before, "used_before": used_before}).rowcount


def staff_sessions_over(tx: Tx, born_before: float, used_before: float) -> int:
    """Erase staff sessions that ended so long ago."""
    return tx.execute(_STAFF_SESSIONS, {"born_before": born_before, "used_before": used_before}).rowcount


def assists_over(tx: Tx, before: float) -> int:
    """Erase assists that began before: they are over."""
    return tx.execute(_ASSISTS, {"before": before}).rowcount


def counters_over(tx: Tx, before: float, now: float) -> int:
    """Erase budgets that were begun before, are not locked and count no child's mismatches."""
    return tx.execute(_COUNTERS, {"before": before, "now": now}).rowcount


def child_failures_over(tx: Tx, before: float, now: float) -> int:
    """Erase the counts of children's mismatches that were begun before."""
    return tx.execute(_CHILD_FAILURES, {"before": before, "now": now}).rowcount


def answers_over(tx: Tx, before: float) -> int:
    """Erase kept answers."""
    return tx.execute(_IDEMPOTENCY, {"before": before}).rowcount


def mails_over(tx: Tx, before: float) -> int:
    """Erase the rows of mails that ended before."""
    return tx.execute(_MAILS, {"before": before}).rowcount


def waiting_codes_over(tx: Tx, before: float) -> int:
    """Erase mails with codes that waited since before: no code lives that long, no worker ran."""
    return tx.execute(_DEAD_CODES, {"before": before}).rowcount


def give_up_notices(tx: Tx, before: float, now: float) -> int:
    """End notices that no relay took since before."""
    return tx.execute(_OLD_NOTICES, {"before": before, "now": now}).rowcount


def turns_over(tx: Tx, before: float) -> int:
    """Forget whose turn it was."""
    return tx.execute(_TURNS, {"before": before}).rowcount


def practice_over(tx: Tx, before: float) -> int:
    """Erase practice mails."""
    return tx.execute(_PRACTICE, {"before": before}).rowcount


def _page(table: Table, *columns: Any) -> Any:
    key = table.c.id
    found = select(key, *columns).where(key > bindparam("after"), *(c.is_not(None) for c in columns))
    return found.order_by(key).limit(BATCH)


_ACCOUNTS = _page(accounts, accounts.c.email)
_SET_ACCOUNT = (
    update(accounts)
    .where(accounts.c.id == bindparam("row"), accounts.c.email == bindparam("was"))
    .values(email=bindparam("sealed_anew"), email_key=bindparam("key_anew"))
)
_WAITING = _page(outbox, outbox.c.sealed, outbox.c.message_token)
_SET_WAITING = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.sealed == bindparam("was"))
    .values(sealed=bindparam("sealed_anew"))
)

_APPS = _page(staff, staff.c.totp, staff.c.name)
_SET_APP = (
    update(staff)
    .where(staff.c.id == bindparam("row"), staff.c.totp == bindparam("was"))
    .values(totp=bindparam("sealed_anew"))
)

Again = Callable[[Row[Any]], "dict[str, bytes] | None"]


def _anew(tx: Tx, page: Any, change: Any, after: int, again: Again) -> tuple[int | None, int]:
    rows = list(tx.execute(page, {"after": after}))
    changed = 0
    for row in rows:
        values = again(row)
        if values is not None:
            changed += tx.execute(change, {"row": row.id, **values}).rowcount
    return (rows[-1].id if rows else None), changed


def accounts_anew(tx: Tx, after: int, again: Again) -> tuple[int | None, int]:
    """Make a page of accounts' e-mails anew: ``again`` answers ``was``, ``sealed_anew`` and ``key_anew``, or
    ``None`` for what may stay. The number to go on after (``None`` after the last page) and how many were
    changed.
    """
    return _anew(tx, _ACCOUNTS, _SET_ACCOUNT, after, again)


def waiting_anew(tx: Tx, after: int, again: Again) -> tuple[int | None, int]:
    """The same for mails that wait: ``was``, ``sealed_anew``."""
    return _anew(tx, _WAITING, _SET_WAITING, after, again)


def apps_anew(tx: Tx, after: int, again: Again) -> tuple[int | None, int]:
    """The same for the secrets of staff's apps: ``was``, ``sealed_anew``."""
    return _anew(tx, _APPS, _SET_APP, after, again)


_SINCE = select(key_uses.c.used_since).where(key_uses.c.key_id == bindparam("key"))
_OTHERS = select(key_uses.c.key_id).where(key_uses.c.key_id != bindparam("key"))
_FORGET_OTHERS = delete(key_uses).where(key_uses.c.key_id != bindparam("key"))
_LEFT_BEHIND = select(
    or_(
        exists().where(flows.c.created_at < _before),
        exists().where(sessions.c.created_at < _before),
        exists().where(staff_sessions.c.created_at < _before),
        exists().where(assists.c.created_at < _before),
        exists().where(idempotency.c.created_at < _before),
        exists().where(counters.c.started_at < _before),
        exists().where(practice_mail.c.received_at < _before),
        exists().where(registry_pointer.c.made_under != bindparam("key")),
    )
)


def forget_old_keys(tx: Tx, first: bytes) -> int:
    """Note that nothing is under an older key any more, once that is so; how many keys that concerns.

    Tokens, budgets and practice mails are not made anew: they are gone when all there is began after the
    first key came into use.
    """
    since = tx.execute(_SINCE, {"key": first}).scalar()
    if since is None or not tx.execute(_OTHERS, {"key": first}).first():
        return 0
    if tx.execute(_LEFT_BEHIND, {"before": since, "key": first}).scalar():
        return 0
    return tx.execute(_FORGET_OTHERS, {"key": first}).rowcount
