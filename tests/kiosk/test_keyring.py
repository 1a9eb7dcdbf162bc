"""The keyring holds the terminal's token and nothing of a parent, however a parent's turn ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..http.program import run
from ..terminal.test_walk import Postbox
from .at_kiosk import FIRST, Kiosk
from .canaries import (
    CANARIES,
    PASSWORD,
    PUPIL,
    assert_nothing,
    goodbye,
    the_whole_journey,
    wait_for_one_front_end,
)
from .secret_service import MISSING, Ring, secret_service
from .serving import Service

Start = Callable[..., Kiosk]

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"missing: {' '.join(MISSING)} (apt-get install dbus gnome-keyring)"
)


@pytest.fixture
def ring(tmp_path: Path) -> Iterator[Ring]:
    with secret_service(tmp_path) as opened:
        yield opened


def found(ring: Ring) -> list[str]:
    """The canaries that an entry of the keyring holds."""
    return [value for value in CANARIES for entry in ring.everything() if value.lower() in entry.lower()]


def test_the_search_finds_what_was_put_there(ring: Ring) -> None:
    assert found(ring) == []
    ring.put("mozaik-tui", {"service": "mozaik-tui", "username": "service.token https://x"}, PASSWORD)
    assert found(ring) == [PASSWORD]
    ring.put(PUPIL.last_name, {"pupil": PUPIL.identifier}, "x")
    assert found(ring) == [PASSWORD, PUPIL.last_name, PUPIL.identifier]


def killed(term: Kiosk) -> None:
    os.kill(term.front_end(), signal.SIGKILL)


@pytest.mark.parametrize("ending", [goodbye, killed])
def test_the_terminals_token_is_all_that_it_holds(
    kiosk: Start, service: Service, ring: Ring, tmp_path: Path, postbox: tuple[Postbox, int], ending: Callable[[Kiosk], None]
) -> None:  # fmt: skip
    service.program.start()
    kept = run(tmp_path / "data", "login", "--service", service.url, given=service.token, **ring.env)
    assert (kept.returncode, kept.stderr) == (0, "")
    (before,) = ring.everything()
    assert service.token in before
    term = kiosk(MOZAIK_SERVICE__URL=service.url, **ring.env)
    codes: list[str] = []
    the_whole_journey(term, postbox[0], codes)
    assert ring.everything() == [before]
    front = term.front_end()
    ending(term)
    term.another_than(front)
    term.see(FIRST)
    wait_for_one_front_end(term)
    assert ring.everything() == [before]
    assert found(ring) == []
    assert_nothing(term, tmp_path, CANARIES)
    assert service.token.encode() not in term.raw
