"""What one process does at a time, on PostgreSQL: advisory locks that end with the transaction, so that they
work through a pooler (account-service.md, Growing). On SQLite every writing transaction is alone anyway.
"""

from __future__ import annotations

from sqlalchemy import Integer, bindparam, func, select

from mozaik_tui.account.store.tx import Tx

SCHEMA, SEALER, IMPORT = 1, 2, 3

# The first of the two numbers of a lock: this program's own.
_OURS = 0x6D6F7A
_WHAT = bindparam("what", type_=Integer)
_WAIT = select(func.pg_advisory_xact_lock(_OURS, _WHAT))
_TRY = select(func.pg_try_advisory_xact_lock(_OURS, _WHAT))


def alone(tx: Tx, what: int) -> None:
    """Wait until no other transaction does ``what``; hold it until this one ends."""
    if tx.dialect.name == "postgresql":
        tx.execute(_WAIT, {"what": what})


def alone_now(tx: Tx, what: int) -> bool:
    """As :func:`alone`, without waiting: false when another transaction is at it."""
    return tx.dialect.name != "postgresql" or bool(tx.scalar(_TRY, {"what": what}))
