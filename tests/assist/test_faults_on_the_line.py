"""The two ends of the help by phone before a service that fails: they wait, lose nothing, and end when they are told to."""

import threading
import time
from itertools import pairwise

import pytest

from mozaik_tui import helpline as module
from mozaik_tui.account.assist.contract import AgentView, AssistOffered, Done, Message, ParentView
from mozaik_tui.account.assist.report import Report
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.helpline import Helpline
from mozaik_tui.support import desk as desk_module
from mozaik_tui.support.desk import Desk

from .test_channel import until

PAUSE = 0.05
REPORT = Report("fr", "email")
QUESTION = Message(1, "looked_in_junk")


class StandIn:
    """A service whose next calls fail as they are told to; it notes when each was made."""

    def __init__(self) -> None:
        self.faults: list[ServiceFault] = []
        self.asked: list[float] = []
        self.heard: list[object] = []
        self.streams: list[float] = []
        self.views: list[ParentView] = [ParentView("a", "followed", None, QUESTION, 100)]
        self.over = threading.Event()

    def offer_assist(self):
        return AssistOffered("token", "123456", 600)

    def parent_views(self, _token):
        yield from self.views
        self.over.wait()

    def _take(self, *said):
        self.asked.append(time.monotonic())
        if self.faults:
            raise self.faults.pop(0)
        self.heard.append(said)
        return Done()

    def assist_about(self, _token, *, flow_token="", session_token=""):
        self._take("about", flow_token, session_token)

    def report(self, _token, report):
        self._take("report", report)

    def answer(self, _token, word, *, message=None, key=None):
        return self._take("answer", word, message, key)

    def end_assist(self, _token):
        self.heard.append("end")


@pytest.fixture
def service(monkeypatch):
    monkeypatch.setattr(module, "TRY_AGAIN", PAUSE)
    monkeypatch.setattr(desk_module, "TRY_AGAIN", PAUSE)
    made = StandIn()
    yield made
    made.over.set()


def started(service) -> Helpline:
    line = Helpline(lambda: service)
    assert line.start() is None
    until(lambda: line.state == "followed")
    return line


def gaps(times: list[float]) -> list[float]:
    return [after - before for before, after in pairwise(times)]


def test_a_report_and_an_answer_that_did_not_get_through_are_sent_once_the_service_answers(service):
    line = started(service)
    service.faults = [ServiceFault(), ServiceFault()]
    line.tell(REPORT, flow_token="flow")
    until(lambda: ("report", REPORT) in service.heard)
    assert min(gaps(service.asked)[:2]) >= PAUSE  # it waited after each fault
    service.faults = [ServiceFault()]
    line.answer("yes")
    until(lambda: service.heard[-1][0] == "answer")
    assert service.heard[-1][1:3] == ("yes", QUESTION.number)
    line.end()


def test_an_answer_that_is_sent_again_is_one_answer(service):
    keys = []

    def lost_on_the_way_back(_token, _word, *, message=None, key=None):
        keys.append(key)
        if len(keys) == 1:
            raise ServiceFault

    service.answer = lost_on_the_way_back
    line = started(service)
    line.answer("yes")
    until(lambda: len(keys) == 2)
    assert keys[0] == keys[1] is not None
    line.end()


def test_an_answer_to_an_earlier_question_is_not_sent_late(service):
    said, more = [], threading.Event()

    def fault_then_another_question(_token, word, *, message=None, key=None):
        said.append((word, message))
        if len(said) == 1:
            more.set()
            until(lambda: line.message.number == 2)
            raise ServiceFault

    def views(_token):
        yield ParentView("a", "followed", None, QUESTION, 100)
        more.wait()
        yield ParentView("a", "followed", None, Message(2, "in_file"), 100)
        service.over.wait()

    service.answer, service.parent_views = fault_then_another_question, views
    line = started(service)
    line.answer("yes")
    until(lambda: line.message.number == 2)
    line.answer("no")
    until(lambda: len(said) == 2)
    assert said == [("yes", 1), ("no", 2)]
    line.end()


def test_the_end_waits_for_no_pause(service):
    line = started(service)
    service.faults = [ServiceFault(retry_after=3600)]
    line.tell(REPORT)
    until(lambda: not service.faults)
    line.end()
    until(lambda: "end" in service.heard)
    assert ("report", REPORT) not in service.heard


def test_a_stream_that_ends_is_not_asked_for_again_at_once(service):
    def ends(_token):
        service.streams.append(time.monotonic())
        yield from service.views

    service.parent_views = ends
    line = started(service)
    until(lambda: len(service.streams) == 3)
    line.end()
    assert min(gaps(service.streams)) >= PAUSE


def test_nor_by_the_agents_desk(service):
    def ends(_token):
        service.streams.append(time.monotonic())
        yield AgentView("a", "over" if len(service.streams) == 3 else "followed")

    class Keeping:
        role = "agent"

        def read(self):
            return "token"

    service.agent_views, service.join_assist = ends, lambda _token, _number: Done()
    service.agent_view = lambda _token: AgentView("a", "followed")
    desk = Desk(service, Keeping())
    desk.join("123456")
    until(lambda: not desk.following)
    assert len(service.streams) == 3
    assert min(gaps(service.streams)) >= PAUSE


def test_a_view_that_was_under_way_when_the_help_ended_turns_nothing_on_again(service):
    shown = []

    class EndsJustBefore(Helpline):
        def _show(self, *about):
            self.end()
            shown.append(super()._show(*about))

    line = EndsJustBefore(lambda: service)
    line.start()
    until(lambda: shown)
    assert (line.state, line.over, line.on) == ("over", "parent", False)
