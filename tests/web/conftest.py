"""The page's server as a program, put down after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .browser import Served


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """``serve(**environment)`` starts one."""
    started: list[Served] = []

    def start(**env: str) -> Served:
        started.append(Served(tmp_path, **env))
        return started[-1]

    yield start
    for each in started:
        each.end()
