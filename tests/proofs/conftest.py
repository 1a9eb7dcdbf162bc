"""Towns for the proofs: the real program as processes, on either store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from .nursery import Nursery
from .town import Town

posix = os.name == "posix"


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where the server processes of this run come from."""
    if not posix:
        pytest.skip("processes are forked and killed as POSIX does it")
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def found_town(request: pytest.FixtureRequest, tmp_path_factory, nursery) -> Iterator[Callable[..., Town]]:
    """Makes a town on this store: ``found_town(count, **limits)``."""
    server = request.getfixturevalue("postgresql_server") if request.param == "postgresql" else None
    towns, names = [], []

    def make(count: int, **limits: int) -> Town:
        if server is not None:
            names.append(server.make("ours"))
        folder = tmp_path_factory.mktemp("town") / "data"
        towns.append(Town(folder, server and server.url(names[-1]), count, nursery, **limits))
        return towns[-1]

    yield make
    for town in towns:
        town.close()
    for name in names:
        server.drop(name)
