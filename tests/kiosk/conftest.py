"""Every kiosk that a test starts is put down after it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]  # the kiosk needs fork and a terminal; its tests read /proc
else:
    from .at_kiosk import Kiosk

    @pytest.fixture
    def kiosk(tmp_path: Path) -> Iterator[Callable[..., Kiosk]]:
        """``kiosk(**environment)`` starts one, all with the same data."""
        started: list[Kiosk] = []

        def start(**options: object) -> Kiosk:
            started.append(Kiosk(tmp_path, **options))  # type: ignore[arg-type]
            return started[-1]

        yield start
        for each in started:
            each.put_down()
