"""A look at a PostgreSQL database that makes and changes nothing."""

from __future__ import annotations

import time

from sqlalchemy import text

from mozaik_tui.account.store.faults import translated
from mozaik_tui.account.store.looking import Look, seen
from mozaik_tui.account.store.postgresql import bell
from mozaik_tui.account.store.postgresql.engine import engine_for, of_kind
from mozaik_tui.account.store.postgresql.kept_session import connected
from mozaik_tui.account.store.tx import Tx

_CLOCK = text("SELECT extract(epoch FROM clock_timestamp())::float")
_EARS_SECONDS = 2.0


def look_at(url: str) -> Look:
    """Raises ``ValueError`` for what is no such address, ``ServiceFault`` when the database cannot be read."""
    engine = engine_for(url, pooled=False)
    with translated(), of_kind(engine, "read").connect() as connection, connection.begin():
        tx = Tx(connection)
        return seen(tx, _skew(tx))


def hears_at(url: str) -> bool:
    """Listen, ring on a second session, and wait for it: behind a pooler in transaction mode nothing comes.
    Workers who are woken by it find nothing to do. Raises ``ServiceFault``.
    """
    with translated(), connected(url) as session:
        session.execute(f"LISTEN {bell.CHANNEL}")
        bell.ring_once(url)
        return any(session.notifies(timeout=_EARS_SECONDS, stop_after=1))


def _skew(tx: Tx) -> float:
    """The answer's moment is taken for the middle between question and answer."""
    before = time.time()
    there: float = tx.execute(_CLOCK).scalar_one()
    return there - (before + time.time()) / 2
