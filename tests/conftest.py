"""A real PostgreSQL for every test that asks for one: a server for each of the processes that run the tests,
a fresh database for each test. And no example of a property has a time limit: a busy machine is no error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("calm", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("calm")


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


@pytest.fixture(params=["sqlite", "postgresql"])
def address_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """The address of a database by a file's name, on both stores; the same name leads to the same one."""
    if request.param == "sqlite":
        yield lambda file: f"sqlite:///{tmp_path / file}"
        return
    server, made = request.getfixturevalue("postgresql_server"), {}

    def address(file: str) -> str:
        if file not in made:
            made[file] = server.make("ours")
        return server.url(made[file])

    yield address
    for name in made.values():
        server.drop(name)


ON_SQLITE = pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
"""For a test that looks into the file."""
