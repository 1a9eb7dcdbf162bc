"""A service that is away: the down screen with its number, going on by itself, the same key again, nothing typed lost."""

from __future__ import annotations

import asyncio
import threading

import pytest

from mozaik_tui.account.contract import PracticeFamily, ServiceFault
from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS, support_number
from mozaik_tui.outcome import Problem
from mozaik_tui.ui import down_screen
from mozaik_tui.ui.down_screen import DownScreen
from mozaik_tui.wording import sentence

from .standing import StandIn, assistant, plain_run, settled, standing, told, words

FAULTS = [code for code, number in SUPPORT_NUMBERS.items() if 900 <= number < 999]
CALLS = [("email", "start_flow", "code"), ("code", "verify", "password"), ("password", "set_password", "questions"),
         ("sign_in", "sign_in", "family"), ("check", "add_child", "another")]  # fmt: skip


async def on(pilot, kind: type) -> None:
    while not isinstance(pilot.app.screen, kind):
        await asyncio.sleep(0.005)
        await pilot.pause()


async def off(pilot, kind: type) -> None:
    while isinstance(pilot.app.screen, kind):
        await asyncio.sleep(0.005)
        await pilot.pause()


def held_back(service: StandIn, call: str) -> threading.Event:
    """The service does not come back to ``call`` before this is set: a screen that is away again at once is not seen."""
    seen, answer = threading.Event(), service.answers[call]
    service.answers[call] = lambda *given: seen.wait(30) and answer(*given)
    return seen


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_each_fault_has_its_number_and_its_words(language: str) -> None:
    service = StandIn()
    app = assistant(standing("email", language, service))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        typed = dict(app.session.journey.answers)
        for code in FAULTS:
            service.troubles = {"start_flow": [ServiceFault(code, retry_after=7260)]}
            app.step_screen.submit()
            await on(pilot, DownScreen)
            await pilot.pause()
            shown = str(app.screen.query_one("#paragraphs").content)
            assert sentence(Problem(code, retry_after=7260), words(language)) in shown
            assert support_number(code) in shown
            assert words(language).text("screen.down.kept") in shown
            await pilot.press("escape")
            await settled(pilot)
            assert app.session.step.name == "email"
            assert app.session.journey.answers == typed


@pytest.mark.parametrize(("step", "call", "following"), CALLS)
async def test_it_goes_on_by_itself_with_the_same_key(
    step: str, call: str, following: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(down_screen, "RETRY_SECONDS", 0.05)
    service = StandIn()
    app = assistant(standing(step, "fr", service))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.troubles = {call: [ServiceFault("storage_busy") for _ in range(3)]}
        service.asked.clear()
        seen = held_back(service, call)
        app.step_screen.submit()
        await on(pilot, DownScreen)
        seen.set()
        await off(pilot, DownScreen)
        await settled(pilot)
        assert app.session.step.name == following
    asked = [(args, key) for name, args, key in service.asked if name == call]
    assert len(asked) == 4
    assert len(set(map(repr, asked))) == 1, "the same action with the same idempotency key"
    assert asked[0][1]


async def test_going_back_while_it_is_tried_waits_for_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the service would have done it, and the parent would stand before the step that it was done on."""
    service, asked, answer = StandIn(), threading.Event(), threading.Event()
    app = assistant(standing("sign_in", "fr", service))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.troubles = {"sign_in": [ServiceFault()]}
        app.step_screen.submit()
        await on(pilot, DownScreen)
        sign_in = service.answers["sign_in"]

        def slow(*args: str) -> object:
            asked.set()
            assert answer.wait(30)
            return sign_in(*args)

        service.answers["sign_in"] = slow
        await pilot.press("enter")
        while not asked.is_set():
            await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, DownScreen)
        answer.set()
        await settled(pilot)
        assert app.session.step.name == app.step_screen.shown_step == "family"


async def test_going_back_after_a_resend_does_not_say_that_a_code_is_on_its_way() -> None:
    service = StandIn()
    app = assistant(standing("code", "en", service))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.troubles = {"resend": [ServiceFault()]}
        app.step_screen.action_resend()
        await on(pilot, DownScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert "on its way" not in str(app.step_screen.query_one("#delivery").content)
        app.step_screen.action_resend()
        await settled(pilot)
        assert "on its way" in str(app.step_screen.query_one("#delivery").content)
        assert app.session.answer("code") == ""


async def test_a_password_that_was_saved_is_not_saved_again_when_what_follows_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(down_screen, "RETRY_SECONDS", 0.05)
    service = StandIn()
    session = standing("password", "fr", service)
    from mozaik_tui.account.contract import SessionStarted

    service.answers["set_password"] = lambda *_: SessionStarted("session-token", 3600, created=False)
    service.troubles = {"children": [ServiceFault(), ServiceFault()]}
    seen = held_back(service, "children")
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.submit()
        await on(pilot, DownScreen)
        seen.set()
        await off(pilot, DownScreen)
        await settled(pilot)
        assert session.step.name == "family"
    assert [name for name, *_ in service.asked].count("set_password") == 1


async def test_the_list_of_school_bodies_comes_once_the_service_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(down_screen, "RETRY_SECONDS", 0.05)
    service = StandIn()
    session = standing("school_body", "fr", service)
    session._finder = None
    service.troubles = {"school_bodies": [ServiceFault("storage_unreadable") for _ in range(4)]}
    seen = held_back(service, "school_bodies")
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, DownScreen)
        seen.set()
        await off(pilot, DownScreen)
        while not app.screen.query("#bodies"):
            await pilot.pause()


class BrokenPractice:
    """A practice mailbox whose service cannot be read."""

    def card(self) -> PracticeFamily:
        raise ServiceFault("storage_unreadable")

    def mailbox(self, email: str) -> tuple[object, ...]:
        raise ServiceFault("storage_unreadable")


async def test_card_and_mailbox_say_why_they_cannot_be_read() -> None:
    app = assistant(standing("code", "fr", StandIn(), practice=BrokenPractice()))
    app.session.wire.delivery = "sent"
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for action in ("action_card", "action_mailbox"):
            getattr(app.step_screen, action)()
            while not app.over_step():
                await pilot.pause()
            assert "E-905" in str(app.screen.query_one("#paragraphs").content)
            await pilot.press("enter")
            await settled(pilot)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_plain_lines_wait_and_go_on(language: str) -> None:
    for code in FAULTS:
        service, waited = StandIn(), []
        session = standing("email", language, service)
        service.troubles = {"start_flow": [ServiceFault(code) for _ in range(9)]}
        printed = plain_run(session, "", "1", pause=waited.append)
        line = words(language).text(
            "plain.error", number=support_number(code), message=sentence(Problem(code), words(language))
        )
        assert told(line) in printed
        assert session.step.name == "code"
        assert len(waited) == 8, "six times unasked, then the parent was asked and two more"
        keys = {key for name, _args, key in service.asked if name == "start_flow"}
        assert len(keys) == 1


def test_plain_lines_can_go_back_from_a_service_that_is_away() -> None:
    service = StandIn()
    session = standing("school_body", "fr", service)
    session._finder = None
    session.type("school_body", "css-montreal")
    service.troubles = {"school_bodies": [ServiceFault("storage_unreadable") for _ in range(50)]}
    printed = plain_run(session, "2")
    assert "E-905" in printed
    assert session.answer("school_body") == "css-montreal"
