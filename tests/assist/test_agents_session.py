"""The agent's session, or the help, ends or is not heard of while a parent is followed: it is told, and there is a way out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mozaik_tui.account.assist import staff
from mozaik_tui.account.assist.contract import AgentView
from mozaik_tui.account.assist.report import Report
from mozaik_tui.account.refusing import Refusal, ServiceFault
from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.run_of_guide import Guide
from mozaik_tui.support import desk as module
from mozaik_tui.support.app import ConsoleApp
from mozaik_tui.support.console import FOLLOWING
from mozaik_tui.support.desk import Desk
from mozaik_tui.support.telling import Tongues, refused, standing

from ..snapshots.prepared import TODAY
from .agents_console import ACTIONS, ALONE, ENGLISH, Kept, OneParent, Script, run
from .test_channel import PASSWORD, Line, until

WORDS = Tongues("en", "fr")
GONE = refused("session_expired", WORDS)
OLD = f"{ENGLISH.text('support.unheard')} (E-902)"
REPORT = Report("fr", "email")
FOLLOWED = AgentView("a", "followed", report=REPORT)

DEEDS = {
    "refresh": ("1",),
    "phrase": ("3", "1"),
    "trouble": ("4", "1"),
    "text": ("5", "Prenez votre temps"),
    "mail": ("6",),
    "resend": ("7",),
    "lift": ("8", "1", "1", "1", "1"),
    "leave": ("9",),
}
"""What is typed for each action that asks the service."""


@pytest.fixture
def silence() -> Iterator[threading.Event]:
    """What a stream that says nothing waits for."""
    over = threading.Event()
    yield over
    over.set()


@pytest.fixture
def service(silence: threading.Event, monkeypatch: pytest.MonkeyPatch) -> OneParent:
    monkeypatch.setattr(module, "TRY_AGAIN", 0.01)

    def says_nothing() -> Iterator[AgentView]:
        silence.wait()
        yield from ()

    return OneParent(says_nothing)


def listeners() -> list[threading.Thread]:
    """Those of other tests may still be on their way out."""
    return [each for each in threading.enumerate() if each.name == "following"]


def test_each_action_that_asks_the_service_is_proven_here() -> None:
    assert {*DEEDS, "screen"} == set(FOLLOWING)  # the screen is shown from what was heard


@pytest.mark.parametrize("code", ["session_expired", "unauthenticated"])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_session_that_is_over_leaves_the_mode_whatever_is_tried(service, deed: str, code: str) -> None:
    kept = Kept("token")
    desk = Desk(service, kept)

    def over(_script: Script) -> None:
        service.refuses = Refusal(code)

    script = run(desk, "6", "123456", over, *DEEDS[deed])
    assert ACTIONS in script.asked
    assert script.asked[-1] == ALONE
    assert (desk.view, desk.signed_in, kept.token) == (None, False, None)
    assert script.said.count(refused(code, WORDS)) == 1
    assert refused(code, WORDS) not in script.interjected  # it is said once, by what was tried


def test_then_the_next_one_signs_in_and_follows(service) -> None:
    def over(_script: Script) -> None:
        service.refuses = Refusal("session_expired")

    def back(_script: Script) -> None:
        service.refuses = None

    desk = Desk(service, Kept("token"))
    script = run(desk, "6", "123456", over, "9", back, "6", "max", "his password", "", "654321")
    assert script.asked[-1] == ACTIONS
    assert "staff_sign_in" in service.called
    assert standing(desk, WORDS)[0] == ENGLISH.text("support.following")


@pytest.mark.parametrize("way", ["removed", "idle"])
def test_the_service_ends_the_session_and_the_agent_is_told(tmp_path: Path, way: str) -> None:
    line = Line(tmp_path / "world", staff_idle=600, assist_lost=10_000, assist_idle=10_000)
    try:
        line.session.submit("create")
        assert line.helpline.start() is None
        desk, ctx = Desk(line.agents, Kept()), line.world.parts.ctx

        def ends(_script: Script) -> None:
            assert desk.following
            if way == "removed":
                assert ctx.store.write(lambda tx: staff.remove(tx, ctx, "lea"))
            else:
                line.world.advance(601)

        script = run(desk, "6", "lea", PASSWORD, "", line.helpline.number, ends, "9")
        assert script.asked[-1] == ALONE
        assert (desk.view, desk.signed_in) == (None, False)
        assert any(text.endswith(("(E-313)", "(E-112)")) for text in script.said), script.said
    finally:
        line.close()


@pytest.mark.parametrize("code", ["session_expired", "unauthenticated"])
def test_the_stream_alone_tells_that_the_session_is_over(service, code: str) -> None:
    ends = threading.Event()

    def heard() -> Iterator[AgentView]:
        yield FOLLOWED
        ends.wait()
        raise Refusal(code)

    def over(script: Script) -> None:
        ends.set()
        until(lambda: refused(code, WORDS) in script.interjected)

    service.heard = heard
    desk = Desk(service, Kept("token"))
    script = run(desk, "6", "123456", over, "9")
    assert script.asked[-1] == ALONE
    assert (desk.view, desk.signed_in) == (None, False)
    assert "leave_assist" not in service.called  # there was nothing left to leave


def test_the_help_is_left_also_where_the_service_does_not_answer(service) -> None:
    def away(_script: Script) -> None:
        service.refuses = ServiceFault("service_unreachable")

    desk = Desk(service, Kept("token"))
    script = run(desk, "6", "123456", away, "9")
    assert script.asked[-1] == ALONE
    assert refused("service_unreachable", WORDS) in script.said
    assert (desk.view.over, desk.signed_in) == ("agent", True)


def test_what_is_heard_after_the_help_was_left_brings_it_not_back(service) -> None:
    more, heard_all = threading.Event(), threading.Event()

    def heard() -> Iterator[AgentView]:
        yield FOLLOWED
        more.wait()
        yield FOLLOWED
        heard_all.set()

    service.heard = heard
    desk = Desk(service, Kept("token"))
    before = {*listeners()}
    desk.join("123456")
    until(lambda: desk.view is FOLLOWED)
    desk.leave()
    (listener,) = {*listeners()} - before
    more.set()
    listener.join(60)
    assert not listener.is_alive()
    assert (desk.following, heard_all.is_set()) == (False, False)


@pytest.mark.parametrize(("known", "told"), [("parent", "parent"), (None, "lost")])
def test_a_call_that_finds_the_help_over_says_why(service, known: str | None, told: str) -> None:
    def over(_script: Script) -> None:
        service.refuses_all_but_views = Refusal("assist_over")
        service.view = AgentView("a", "over", known)

    desk = Desk(service, Kept("token"))
    script = run(desk, "6", "123456", over, "5", "Prenez votre temps")
    assert script.asked[-1] == ALONE
    assert script.said.count(ENGLISH.text(f"support.over.{told}")) == 1
    assert (desk.view.over, desk.view.report, desk.signed_in) == (told, None, True)


def test_an_older_session_that_ends_late_takes_nothing_from_the_next(service) -> None:
    late = threading.Event()

    def heard() -> Iterator[AgentView]:
        yield FOLLOWED
        late.wait()
        raise Refusal("unauthenticated")

    service.heard = heard
    kept = Kept()
    desk = Desk(service, kept)
    desk.sign_in("lea", "", "")
    before = {*listeners()}
    desk.join("123456")
    until(lambda: desk.view is FOLLOWED)
    desk.sign_out()
    desk.sign_in("max", "", "")
    service.heard = silent(late)
    (listener,) = {*listeners()} - before
    late.set()
    listener.join(60)
    assert not listener.is_alive()
    assert (desk.signed_in, kept.token) == (True, "token of max")


def silent(until_set: threading.Event):
    def heard() -> Iterator[AgentView]:
        until_set.wait()
        yield from ()

    return heard


class Comes:
    """A stream that breaks each time it is asked for, until it is ``there`` again."""

    def __init__(self, fault: Exception) -> None:
        self.there = threading.Event()
        self.asked = 0
        self._fault = fault
        self._over = threading.Event()

    def __call__(self) -> Iterator[AgentView]:
        self.asked += 1
        if not self.there.is_set():
            raise self._fault
        yield FOLLOWED
        self._over.wait()

    def close(self) -> None:
        self._over.set()


@pytest.mark.parametrize(
    ("fault", "number"),
    [(ServiceFault("service_unreachable"), "E-902"), (Refusal("too_many_requests"), "E-111")],
)
def test_what_is_old_is_told_to_be_and_what_is_heard_again_is_told(
    service, monkeypatch: pytest.MonkeyPatch, fault: Exception, number: str
) -> None:
    monkeypatch.setattr(module, "LOST", 0.2)
    service.heard = stream = Comes(fault)
    desk = Desk(service, Kept("token"))
    old = ENGLISH.text("support.refused", message=ENGLISH.text("support.unheard"), number=number)

    def away(script: Script) -> None:
        until(lambda: old in script.interjected)
        asked = stream.asked
        until(lambda: stream.asked > asked + 3)
        assert script.interjected[-1] == old
        assert script.interjected.count(old) == 1
        assert desk.following
        before = len(script.interjected)
        stream.there.set()
        until(lambda: len(script.interjected) > before)
        assert script.interjected[before:] == standing(desk, WORDS)
        assert old not in standing(desk, WORDS)

    run(desk, "6", "123456", away)
    assert desk.unheard is None
    stream.close()


def test_a_short_absence_is_not_told(service) -> None:
    service.heard = stream = Comes(ServiceFault("service_unreachable"))
    desk = Desk(service, Kept("token"))
    told: list[object] = []
    desk.join("123456")
    desk.on_change = lambda: told.append(desk.unheard)
    until(lambda: stream.asked > 3)
    assert (told, desk.unheard) == ([], None)
    stream.there.set()
    until(lambda: told)
    assert told == [None]
    stream.close()


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_shows_it_on_top(service, monkeypatch: pytest.MonkeyPatch, size) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(module, "LOST", 0.0)
    service.heard = stream = Comes(ServiceFault("service_unreachable"))
    service.view = FOLLOWED
    desk = Desk(service, Kept("token"))
    guide = Guide(load_procedure(), lambda: TODAY, language="fr")
    app = ConsoleApp(WORDS, desk, guide)

    def top() -> str:
        where = app.query_one("#where")
        return where.text if where.display else ""

    async with app.run_test(size=size) as pilot:

        async def seen(holds) -> None:
            for _ in range(1500):
                if holds():
                    return
                await pilot.pause(0.01)
            raise AssertionError(top())

        desk.join("123456")
        await seen(lambda: top().startswith(OLD))
        stream.there.set()
        await seen(lambda: OLD not in top() and ENGLISH.text("screen.email.title") in top())
        service.refuses = Refusal("session_expired")
        with pytest.raises(Refusal):
            desk.look()
        await seen(lambda: top() == GONE)
        service.refuses = None
        desk.sign_in("lea", "", "")
        await seen(lambda: top() == "")
        await pilot.press("ctrl+c")
    stream.close()
