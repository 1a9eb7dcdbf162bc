"""A database with an audit trail and a clock that stands until it is set."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from mozaik_tui.account.context import Context
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.store import open_store


@dataclass
class Clock:
    """A clock that stands until it is set."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of the service under test."""
    return Clock()


@pytest.fixture
def service(address_of, clock, request) -> Callable[..., Context]:
    """Open a service: ``service([key, older key])``; a second call opens the same database again."""

    def start(keys=(bytes(32),), file: str = "accounts.sqlite") -> Context:
        store = open_store(address_of(file))
        request.addfinalizer(store.close)
        return Context(store, Keys(list(keys)), Limits(), clock)

    return start
