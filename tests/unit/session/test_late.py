"""A service that opens in the background, and an end that comes before it is open."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from mozaik_tui.account import embedded
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.assembly import assembled
from mozaik_tui.late import Late
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
