"""A test that waits for what never comes fails; it does not hang."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

PATIENCE = 120
"""Seconds against hanging, nothing else; the long proofs set their own."""


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError("nothing more happens")


@pytest.fixture(autouse=True)
def _no_hanging(request: pytest.FixtureRequest) -> Iterator[None]:
    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(getattr(request.function, "patience", PATIENCE))
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
