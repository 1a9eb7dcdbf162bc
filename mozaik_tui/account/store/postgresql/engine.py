"""Connections to PostgreSQL, and how a transaction on one begins.

Nothing is set on a session: behind a pooler in transaction mode the next transaction may run on another one
(account-service.md, Growing). So every transaction brings its settings along, in the round trip that begins
it, and no statement is prepared on the server. Where the address is known to be the server's own, the sessions are ours
alone: then they keep their settings and their prepared statements.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, QueuePool

Kind = Literal["write", "read", "count", "long"]

PATIENCE = 10.0
"""Seconds to wait for a connection of the pool, or for a row that another transaction holds."""
CONNECTIONS = 10
"""Connections a process keeps: a work is quick, and what it waits for is mostly its commit."""

_CONNECT_SECONDS = 5
_DEAD_PEER_MILLISECONDS = 20_000

_SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": f"{PATIENCE:.0f}s",
    # A process that stops in the middle of a transaction (a debugger, a frozen machine) lets go of its rows.
    "idle_in_transaction_session_timeout": "30s",
}
_PREPARED_FROM = 5
"""Times that a connection has run a statement before it has it prepared (the driver's own default)."""

_WRITE, _DURABLE = "BEGIN ISOLATION LEVEL READ COMMITTED", "SET LOCAL synchronous_commit = on"
_BEGIN: dict[Kind, str | None] = {
    "write": "; ".join((_WRITE, *(f"SET LOCAL {name} = '{value}'" for name, value in _SETTINGS.items()))),
    "read": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    # One statement that is a transaction by itself.
    "count": None,
    # An import computes between two statements, and nobody waits for what it holds.
    "long": f"{_WRITE}; {_DURABLE};"
    " SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0",
}


def engine_for(url: str, *, pooled: bool = True, own: bool = False) -> Engine:
    """An engine for ``postgresql://…``; :func:`of_kind` gives the ways to use it. ``own``: no pooler is in
    between. Connects to nothing yet.

    Raises ``ValueError`` for what is no such address, and where the driver is not installed (the extra
    ``[server]``).
    """
    if find_spec("psycopg") is None:
        raise ValueError("not without PostgreSQL's driver")
    pool = (
        {
            "poolclass": QueuePool,
            "pool_size": CONNECTIONS,
            "max_overflow": 0,
            "pool_timeout": PATIENCE,
            "pool_use_lifo": True,
        }
        if pooled
        else {"poolclass": NullPool}
    )
    address = _address(url)
    alone: dict[str, object] = {}
    if own:
        settings = (f"-c {name}={value}" for name, value in _SETTINGS.items())
        alone = {
            "prepare_threshold": _PREPARED_FROM,
            "options": " ".join((*address.normalized_query.get("options", ()), *settings)),
        }
    engine = create_engine(
        address,
        # The driver would begin by itself, in a round trip of its own: see _begin.
        connect_args={
            "autocommit": True,
            "prepare_threshold": None,
            "connect_timeout": _CONNECT_SECONDS,
            "tcp_user_timeout": _DEAD_PEER_MILLISECONDS,
            **alone,
        },
        execution_options={"own": own},
        use_native_hstore=False,
        hide_parameters=True,
        **pool,
    )
    event.listen(engine, "begin", _begin)
    return engine


def of_kind(engine: Engine, kind: Kind) -> Engine:
    """The same engine, its transactions of one kind: ``write``, ``read`` (one snapshot), ``count`` (each
    statement by itself) or ``long``.
    """
    return engine.execution_options(kind=kind)


def kind_of(connection: Connection) -> Kind:
    """What kind of transaction a connection is used for."""
    kind: Kind = connection.get_execution_options().get("kind", "write")
    return kind


def _begin(connection: Connection) -> None:
    kind = kind_of(connection)
    settled = kind == "write" and connection.get_execution_options().get("own")
    text = _WRITE if settled else _BEGIN[kind]
    if text is not None:
        connection.exec_driver_sql(text)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("not the address of a database") from None
    return address.set(drivername="postgresql+psycopg")
