"""The thread that draws stands aside after a frame, and only then."""

from __future__ import annotations

import pytest
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver

from mozaik_tui.ui import quick_frames


class Counted(Driver):
    """A driver that counts what is asked of it."""

    def __init__(self) -> None:
        self.flushed = 0

    def write(self, data: str) -> None: ...

    def flush(self) -> None:
        self.flushed += 1

    def start_application_mode(self) -> None:
        self.flush()

    def disable_input(self) -> None: ...

    def stop_application_mode(self) -> None: ...


@pytest.fixture
def stood_aside(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """For each time that the drawing thread stood aside: how long."""
    turns: list[float] = []
    monkeypatch.setattr(quick_frames.time, "sleep", turns.append)
    return turns


def test_a_frame_is_followed_by_a_turn_of_the_thread_that_writes(stood_aside: list[float]) -> None:
    driver = quick_frames.with_turns(Counted)()
    driver.start_application_mode()
    assert (driver.flushed, stood_aside) == (1, [])
    driver.flush()
    assert (driver.flushed, stood_aside) == (2, [quick_frames.TURN])


def test_nothing_is_waited_for_where_nothing_is_written() -> None:
    assert quick_frames.with_turns(HeadlessDriver) is HeadlessDriver
