"""A service that opens in the background, and an end that comes before it is open."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest

from mozaik_tui.account import embedded, quebec
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.assembly import assembled
from mozaik_tui.late import Late
from mozaik_tui.session import today_in_quebec
from mozaik_tui.settings import load

PATIENCE = 60


class Service:
    def __init__(self) -> None:
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


def test_what_is_open_is_closed_at_the_end() -> None:
    service = Service()
    late = Late(lambda: service)
    assert late.get() is service
    late.close()
    assert service.closed.is_set()


def test_what_opens_after_the_end_is_closed_at_once_and_the_end_does_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, begun, go_on = Service(), threading.Event(), threading.Event()

    def opener(**_options: object) -> Service:
        begun.set()
        go_on.wait(PATIENCE)
        return service

    monkeypatch.setattr(embedded, "open_embedded", opener)
    with assembled(load({}, {"data-dir": str(tmp_path), "language": "fr"})) as assembly:
        assembly.opening.begin()
        assert begun.wait(PATIENCE)
    assert not service.closed.is_set()
    go_on.set()
    assert service.closed.wait(PATIENCE)
    with pytest.raises(ServiceFault):
        assembly.opening.get()


def test_after_the_end_nothing_opens() -> None:
    opened = []
    late = Late(lambda: opened.append(1) or Service())
    late.close()
    with pytest.raises(ServiceFault):
        late.get()
    assert not opened


READS_ITSELF = """
import sysconfig, threading
from datetime import date
from mozaik_tui.late import Late
from mozaik_tui.session import today_in_quebec

reading, go_on = threading.Event(), threading.Event()
real = sysconfig._init_posix

def slowly(told):
    if threading.current_thread() is not threading.main_thread():
        reading.set()
        go_on.wait(20)
    real(told)

sysconfig._init_posix = slowly

class Opened:
    def __init__(self):
        sysconfig.get_config_var("Py_GIL_DISABLED")  # as SQLAlchemy does when it is imported
        reading.set()

    def close(self):
        pass

Late(Opened).begin()
reading.wait(20)
assert isinstance(today_in_quebec(), date)
from mozaik_tui.account.quebec import zone
assert str(zone()) == "America/Toronto", zone()
go_on.set()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no table of zones of its own")
def test_what_is_opened_meanwhile_takes_no_zone_away() -> None:
    """Python 3.11 shows a half-read configuration to a second thread: no zone was found then, E-999 at a first key."""
    run = subprocess.run([sys.executable, "-c", READS_ITSELF], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_where_no_zones_are_known_a_day_is_known_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows without its package of zones."""

    def none(key: str) -> None:
        raise ZoneInfoNotFoundError(key)

    monkeypatch.setattr(quebec, "ZoneInfo", none)
    quebec.zone.cache_clear()
    try:
        assert abs((today_in_quebec() - datetime.now(UTC).date()).days) <= 1
    finally:
        quebec.zone.cache_clear()
