"""What the service says late, of what is over already."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from mozaik_tui.account.contract import CodeSent, FlowStarted, FlowState
from mozaik_tui.wire import Wire

from ...ui.app.standing import SENT, StandIn

PATIENCE = 60


def begin_another(wire: Wire) -> None:
    wire.start_flow("right@example.org", "fr")


def send_another(wire: Wire) -> None:
    wire.resend()


@pytest.mark.parametrize("then", [begin_another, send_another])
def test_an_answer_of_an_older_code_says_nothing_of_the_newer_one(then: Callable[[Wire], None]) -> None:
    service, under_way, go_on = StandIn(), threading.Event(), threading.Event()
    flows = iter(("one", "two"))

    def old_state(_token: str) -> FlowState:
        under_way.set()
        assert go_on.wait(PATIENCE)
        return FlowState("code_sent", "failed", 0, 600, None)

    service.answers["start_flow"] = lambda *_: FlowStarted(**SENT, flow_token=next(flows))
    service.answers["resend"] = lambda *_: CodeSent(**SENT)
    service.answers["flow"] = old_state
    wire = Wire(service)  # type: ignore[arg-type]
    wire.start_flow("wrong@example.org", "fr")
    watching = threading.Thread(target=wire.watch)
    watching.start()
    assert under_way.wait(PATIENCE)
    then(wire)
    before = (wire.delivery, wire.resend_at)
    go_on.set()
    watching.join(PATIENCE)
    assert (wire.delivery, wire.resend_at) == before == ("queued", wire.resend_at)
