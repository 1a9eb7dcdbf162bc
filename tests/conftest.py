"""A real PostgreSQL for every test that asks for one: a server for each of the processes that run the tests,
a fresh database for each test.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[object]:
    """The server, with a template that has our tables. Skips where PostgreSQL cannot run, and says why."""
    from .postgresql.server import CannotRun, Server

    try:
        server = Server()
    except CannotRun as reason:
        pytest.skip(str(reason))
    try:
        server.start()
        from mozaik_tui.account.store import open_store

        server.do("CREATE DATABASE ours TEMPLATE template0")
        open_store(server.url("ours")).close()
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgresql(postgresql_server) -> Iterator[str]:
    """The address of a fresh database with our tables in it."""
    name = postgresql_server.make("ours")
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@pytest.fixture
def empty_postgresql(postgresql_server) -> Iterator[str]:
    """The address of a fresh database with nothing in it."""
    name = postgresql_server.make()
    yield postgresql_server.url(name)
    postgresql_server.drop(name)
