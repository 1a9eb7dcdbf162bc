"""Stores, services and processes for the unit tests of the account service's core."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.passwords import Cost
from mozaik_tui.account.store.sqlite import SqliteStore, open_sqlite

KEYS = Keys([b"k" * 32])
ROOT = Path(__file__).parents[3]


@pytest.fixture
def keys() -> Keys:
    return KEYS


@pytest.fixture
def open_file(tmp_path: Path) -> Iterator[Callable[..., SqliteStore]]:
    """Opens the database of this test, with little patience for others."""
    stores: list[SqliteStore] = []

    def opener(keys: Keys | None = KEYS, *, patience: float = 0.2, name: str = "a.sqlite") -> SqliteStore:
        stores.append(open_sqlite(tmp_path / name, keys, patience=patience))
        return stores[-1]

    yield opener
    for store in stores:
        store.close()


@pytest.fixture
def store(open_file) -> SqliteStore:
    return open_file()


@pytest.fixture
def open_service(tmp_path: Path) -> Iterator[Callable[..., EmbeddedParts]]:
    """Opens the service of this test's folder with cheap hashes and no helpers."""
    opened: list[EmbeddedParts] = []

    def opener(**settings) -> EmbeddedParts:
        more = {"data_dir": tmp_path, "practice": False, "cost": Cost(8, 1), "helpers": False}
        opened.append(open_embedded(**{**more, **settings}))
        return opened[-1]

    yield opener
    for parts in opened:
        parts.close()


@pytest.fixture
def run_python() -> Callable[..., subprocess.Popen[str]]:
    """Starts a program text in a fresh Python, its output in a pipe."""

    def start(program: str, *arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", program, *map(str, arguments)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    return start
