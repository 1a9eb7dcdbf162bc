"""A guide to walk through, and a test that waits for what never comes fails instead of hanging."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import date
from types import FrameType

import pytest

from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.run_of_guide import Guide
from mozaik_tui.guide.sheet.pdf import browser
from mozaik_tui.policy import HOME

from .chromium import Chromium

TODAY = date(2026, 11, 25)
PATIENCE = 240


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError("nothing more happens")


@pytest.fixture(autouse=True)
def _no_hanging() -> Iterator[None]:
    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def make_guide():
    """``make_guide("en")``: a guide in this language; ``own`` is a steps file."""

    def make(language="en", *, policy=HOME, own=None, contacts=None):
        return Guide(load_procedure(own), lambda: TODAY, language=language, policy=policy, contacts=contacts)

    return make


@pytest.fixture
def chromium(tmp_path):
    program = browser()
    if program is None:
        pytest.skip("no Chromium here to drive")
    driven = Chromium(program, tmp_path / "profile")
    yield driven
    driven.close()
