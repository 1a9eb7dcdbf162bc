"""Every kiosk that a test starts is put down after it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]  # the kiosk needs fork and a terminal; its tests read /proc
else:
    from ..terminal.test_walk import Postbox, postbox  # noqa: F401 – a fixture
    from .at_kiosk import Kiosk
    from .serving import Service

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

    @pytest.fixture
    def relay(postbox: tuple[Postbox, int]) -> dict[str, str]:  # noqa: F811
        """The settings of a real relay, whose codes ``postbox`` gets."""
        return {
            "MOZAIK_MAIL__TRANSPORT": "smtp",
            "MOZAIK_MAIL__HOST": "127.0.0.1",
            "MOZAIK_MAIL__PORT": str(postbox[1]),
            "MOZAIK_MAIL__TLS": "none",
            "MOZAIK_MAIL__FROM": "ecole@example.org",
        }

    @pytest.fixture
    def service(tmp_path: Path, relay: dict[str, str]) -> Iterator[Service]:
        """An account service elsewhere, not started yet."""
        made = Service(tmp_path / "service", relay)
        yield made
        made.program.close()
