"""Late and double keys, and keys that come while something is under way: nothing is derailed, nothing is done twice."""

from __future__ import annotations

import asyncio
import threading

import pytest

from mozaik_tui.account.contract import Refusal, ServiceFault
from mozaik_tui.helpline import Helpline
from mozaik_tui.outcome import Outcome, Problem
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.filter_list import FilterList

from ...journeys.drivers import send
from ...snapshots.prepared import TYPED
from .standing import StandIn, assistant, over, settled, standing


class Slow:
    """A service whose calls last until they are let go."""

    def __init__(self, service: StandIn, quick: tuple[str, ...] = ("school_bodies", "flow")) -> None:
        self.service, self.quick = service, quick
        self.begun, self.go = threading.Event(), threading.Event()

    def __getattr__(self, name: str):
        call = getattr(self.service, name)

        def held(*args, **options):
            if name not in self.quick:
                self.begun.set()
                assert self.go.wait(30)
            return call(*args, **options)

        return held


async def begun(pilot, slow: Slow) -> None:
    while not slow.begun.is_set():
        await asyncio.sleep(0.005)
        await pilot.pause()


@pytest.mark.parametrize(
    "keys", [("escape",), ("enter", "enter"), ("escape", "escape", "enter"), ("ctrl+c", "escape")]
)
async def test_keys_during_an_action_do_not_derail_it(keys: tuple[str, ...]) -> None:
    slow = Slow(StandIn())
    app = assistant(standing("email", "fr", slow))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.submit()
        await begun(pilot, slow)
        await pilot.press(*keys)
        slow.go.set()
        await settled(pilot)
        assert app.session.step.name == app.step_screen.shown_step == "code"
    assert [name for name, *_ in slow.service.asked].count("start_flow") == 1


async def test_help_that_was_opened_meanwhile_stays_until_it_is_closed() -> None:
    slow = Slow(StandIn())
    app = assistant(standing("sign_in", "fr", slow))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.submit()
        await begun(pilot, slow)
        app.step_screen.action_help()
        help_screen = await over(pilot)
        slow.go.set()
        while app.session.step.name != "family":
            await asyncio.sleep(0.005)
        for _ in range(5):
            await pilot.pause()
        assert app.screen is help_screen
        await pilot.press("enter")
        await settled(pilot)
        assert app.step_screen.shown_step == "family"
        assert len(app.screen_stack) == 1


async def test_the_phone_key_during_an_action_leaves_the_action_alone() -> None:
    slow = Slow(StandIn())
    session = standing("email", "fr", slow)
    session.helpline = Helpline(lambda: None)
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.submit()
        await begun(pilot, slow)
        app.step_screen.action_phone()
        await over(pilot)  # nobody can follow from here
        await pilot.press("enter")
        slow.go.set()
        await settled(pilot)
        assert app.session.step.name == app.step_screen.shown_step == "code"


async def test_the_menu_that_is_opened_while_the_list_of_school_bodies_comes_leaves_it_alone() -> None:
    slow = Slow(StandIn(), quick=("flow",))
    session = standing("school_body", "fr", StandIn())
    session.wire.service, session._finder = slow, None
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, slow)
        app.step_screen.action_menu()
        await over(pilot)
        await pilot.press("escape")
        slow.go.set()
        while not app.step_screen.query("#bodies"):
            await pilot.pause()


async def test_a_second_list_of_languages_leaves_the_saving_of_the_first_choice_alone() -> None:
    """A session that is over by then leads to the sign-in."""
    slow = Slow(StandIn())
    slow.service.troubles["set_language"] = [Refusal("session_expired")]
    app = assistant(standing("family", "fr", slow))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.action_pick_language()
        (await over(pilot)).settle("en")
        await begun(pilot, slow)
        await settled(pilot)
        app.action_pick_language()
        question = await over(pilot)
        slow.go.set()
        question.action_escape()
        while app.step_screen.shown_step != "sign_in":
            await pilot.pause()
        assert app.listens()


async def test_whoever_stops_while_a_service_that_was_away_is_asked_again_waits_for_it() -> None:
    """Two threads in one session would leave a code behind."""
    slow = Slow(StandIn())
    slow.service.troubles["start_flow"] = [ServiceFault("service_unreachable")]
    slow.go.set()
    app = assistant(standing("email", "fr", slow))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.submit()
        question = await over(pilot)
        slow.begun.clear()
        slow.go.clear()
        question.answered("retry")
        await begun(pilot, slow)
        app.action_ask_to_stop()
        while app.screen is question:
            await pilot.pause()
        (await over(pilot)).settle("screen.leave.stop")
        for _ in range(5):
            await pilot.pause()
        slow.go.set()
        while not app._exit:
            await asyncio.sleep(0.005)
    assert [name for name, *_ in slow.service.asked][-1] == "cancel_flow"
    assert app.session.wire.flow_token is None


async def test_another_language_during_an_action_shows_the_step_that_it_leads_to() -> None:
    slow = Slow(StandIn())
    app = assistant(standing("check", "fr", slow))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.submit()
        await begun(pilot, slow)
        app.change_language("en")
        slow.go.set()
        await settled(pilot)
        assert app.session.step.name == app.step_screen.shown_step == "another"
        assert app.words.tag == "en"


@pytest.mark.parametrize(
    ("step", "key", "following"),
    [("start", "1", "email"), ("start", "2", "sign_in"), ("questions", "enter", "questions"), ("another", "1", "questions"),
     ("language", "enter", "start"), ("family", "1", "record"), ("goodbye", "1", "language")],
)  # fmt: skip
async def test_a_key_pressed_twice_acts_once(step: str, key: str, following: str) -> None:
    app = assistant(standing(step, "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.pause()
        for _ in range(2):
            app.post_message(_key(app, key))
        for _ in range(5):
            await settled(pilot)
        assert app.session.step.name == app.step_screen.shown_step
        assert app.session.step.name in (following, "school_body" if step == "questions" else following)


def _key(app: Assistant, key: str):
    from textual import events
    from textual.keys import _character_to_key

    character = key if len(key) == 1 else {"enter": "\r"}[key]
    event = events.Key(key if len(key) > 1 else _character_to_key(key), character)
    event.set_sender(app)
    return event


@pytest.mark.parametrize(
    ("step", "following", "field", "kept"),
    [("email", "code", "email", TYPED["email"]), ("password", "questions", "password", ""),
     ("sign_in", "family", "email", TYPED["email"])],
)  # fmt: skip
async def test_what_is_typed_after_enter_does_not_change_what_was_sent(
    step: str, following: str, field: str, kept: str
) -> None:
    """A quick hand, or a key that sticks. The password that was forgotten stays forgotten."""
    slow = Slow(StandIn())
    app = assistant(standing(step, "fr", slow))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.submit()
        await begun(pilot, slow)
        send(app, *"xyz")
        for _ in range(3):
            await pilot.pause()
        assert app.step_screen.query_one(f"#field-{field}").value.endswith("xyz")
        slow.go.set()
        await settled(pilot)
        assert app.step_screen.shown_step == following
        assert app.session.answer(field) == kept


@pytest.mark.parametrize(
    "trouble", [Refusal("code_invalid", tries_left=4), ServiceFault("service_unreachable")]
)
async def test_what_is_typed_meanwhile_counts_where_the_step_stays(trouble: Exception) -> None:
    slow = Slow(StandIn())
    slow.service.troubles["verify"] = [trouble]
    app = assistant(standing("code", "fr", slow))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.submit()
        await begun(pilot, slow)
        send(app, "end", "backspace", "7")
        for _ in range(3):
            await pilot.pause()
        slow.go.set()
        while app._performing:
            await pilot.pause()
            if app.over_step():
                await pilot.press("escape")
        await settled(pilot)
        assert app.step_screen.query_one("#field-code").value == app.session.answer("code") == "123457"


async def test_a_digit_without_an_option_does_nothing() -> None:
    app = assistant(standing("existing", "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("9")
        await settled(pilot)
        assert app.session.step.name == "existing"
        assert app.screen.query_one(ChoiceList).highlighted == 0


async def test_a_burst_of_keys_is_taken_in_its_order() -> None:
    """A slow machine, a terminal that pastes without brackets, a scanner of report cards: nothing waits between keys."""
    app = assistant(standing("identifier", "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        send(app, "end", "ctrl+u", *"12", "backspace", *"3456789", "backspace", "home", "delete", *"0")
        await settled(pilot)
        assert app.session.answer("identifier") == "0345678"


@pytest.mark.parametrize(
    "keys", [("enter", "ctrl+c"), ("ctrl+c", "enter", "enter"), ("enter", "escape", "ctrl+c")]
)
async def test_a_question_is_never_replaced_by_the_next_step(keys: tuple[str, ...]) -> None:
    """Else it is open for ever below it, and Ctrl+C asks no more."""
    session = standing("language", "fr", StandIn())
    session.journey.trail = []
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        send(app, *keys)
        for _ in range(5):
            await settled(pilot)
            while app.over_step():
                await pilot.press("escape")
        assert len(app.screen_stack) == 1
        assert app.step_screen.shown_step == session.step.name
        await pilot.press("ctrl+c")
        await over(pilot)


@pytest.mark.parametrize(("step", "keys"), [("school_body", "zz"), ("birth_date", "9"), ("language", "zz")])
async def test_keys_that_arrive_while_the_app_ends_end_nothing_worse(step: str, keys: str) -> None:
    """What they would bring up has no place any more."""
    app = assistant(standing(step, "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        while step == "school_body" and not app.step_screen.query("#bodies"):
            await pilot.pause()
        app._exit = True
        screen = app.step_screen
        for found in screen.query(FilterList):
            found._narrow(keys)
        for frame in screen.query(FieldFrame):
            frame.understood("9 mars 2014")
            frame.fail("Écrivez une date.", word="Erreur")
            frame.point_out("Ici")
        await app._show_outcome(Outcome(problems=(Problem("birth_date_not_real", "birth_date"),)))
        app._exit = False
