"""Ctrl+C leaves the service as the end of the input does, and a service that hangs holds nobody up."""

import io
import threading

import pytest

from mozaik_tui.plain import run
from mozaik_tui.plain.console import Console

from ...ui.app.standing import StandIn, standing


class Interrupted(io.StringIO):
    def readline(self, *_size):
        raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def _interrupted(monkeypatch):
    monkeypatch.setattr(run, "console_here", lambda _told: Console(Interrupted(), io.StringIO()))


@pytest.mark.parametrize(("step", "call"), [("code", "cancel_flow"), ("family", "sign_out")])
def test_the_code_is_cancelled_and_the_parent_signed_out(step, call):
    service = StandIn()
    session = standing(step, "fr", service)
    with pytest.raises(KeyboardInterrupt):
        run.converse(session)
    assert call in [name for name, *_ in service.asked]
    assert session.answer("email") == ""


def test_a_service_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(run, "LEAVING_PATIENCE", 0.01)
    service, comes_back = StandIn(), threading.Event()
    service.answers["cancel_flow"] = lambda *_: comes_back.wait()
    with pytest.raises(KeyboardInterrupt):
        run.converse(standing("code", "fr", service))
    comes_back.set()
