"""What is lost is said first: another address, going back, stopping, and the way out of every question."""

from __future__ import annotations

import pytest

from mozaik_tui.policy import HOME, KIOSK, Policy
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.key_bar import KeyBar

from ...snapshots.prepared import TYPED
from .standing import StandIn, assistant, over, paragraphs, plain_run, settled, standing, told, words


@pytest.fixture
def sent() -> tuple[StandIn, Assistant]:
    service = StandIn()
    session = standing("code", "en", service)
    session.journey.trail = ["start", "email"]
    return service, assistant(session)


async def test_changing_the_address_warns_first_and_keeping_the_old_one_keeps_the_code(sent) -> None:
    service, app = sent
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.action_change()
        await settled(pilot)
        assert app.session.step.name == "email"
        app.session.type("email", "autre@example.com")
        service.asked.clear()
        app.step_screen.submit()
        await over(pilot)
        assert words("en").text("screen.loss.code") in paragraphs(app)
        await pilot.press("escape")
        await settled(pilot)
        assert not service.asked
        assert app.session.answer("email") == TYPED["email"]
        app.step_screen.submit()
        await settled(pilot)
        assert app.session.step.name == "code"
        assert app.session.answer("code") == "123456"
        assert not service.asked, "the code that was sent still counts"


async def test_a_new_address_ends_the_old_code_only_after_yes(sent) -> None:
    service, app = sent
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.action_change()
        await settled(pilot)
        app.session.type("email", "autre@example.com")
        app.step_screen.submit()
        await over(pilot)
        await pilot.press("1")
        await settled(pilot)
        assert app.session.step.name == "code"
        assert app.session.email_sent_to == "autre@example.com"
        assert [name for name, *_ in service.asked if name in ("start_flow", "cancel_flow")] == [
            "start_flow",
            "cancel_flow",
        ]


def test_the_plain_lines_warn_of_it_too() -> None:
    service = StandIn()
    session = standing("code", "en", service)
    session.journey.trail = ["start", "email"]
    printed = plain_run(session, "<", "autre@example.com", "2")
    assert "will no longer work" in printed
    assert "start_flow" not in [name for name, *_ in service.asked]
    assert session.answer("email") == TYPED["email"]


@pytest.mark.parametrize("key", ["escape"])
async def test_going_back_cancels_nothing(key: str, sent) -> None:
    service, app = sent
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.asked.clear()
        await pilot.press(key)
        await settled(pilot)
        assert app.session.step.name == "email"
        assert app.session.wire.flow_token == "flow-token"
        assert not service.asked


async def test_0_goes_back_where_it_cannot_be_typed() -> None:
    for step in ("start", "existing", "check", "record", "questions"):
        app = assistant(standing(step, "fr", StandIn()))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            before = app.session.journey.trail[-1]
            if step == "start":
                app.session.journey.trail = [before := "language"]
            await pilot.press("0")
            await settled(pilot)
            assert app.session.step.name == before, step


async def test_0_closes_a_question() -> None:
    app = assistant(standing("email", "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+c")
        await over(pilot)
        await pilot.press("0")
        await settled(pilot)
        assert not app.over_step()


LOSSES = [
    ("code", "code"),
    ("password", "code"),
    ("child_name", "child_form"),
    ("email", "typed"),
    ("family", "child_form"),
    ("family", "nothing"),
]


@pytest.mark.parametrize(("step", "loss"), LOSSES)
async def test_ctrl_c_asks_and_says_what_is_lost(step: str, loss: str) -> None:
    service = StandIn()
    session = standing(step, "en", service)
    if loss == "nothing":
        session.journey.next_child()
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+c", "ctrl+c")
        await over(pilot)
        assert paragraphs(app) == words("en").text(f"screen.leave.{loss}")
        typed = dict(session.journey.answers)
        await pilot.press("escape")
        await settled(pilot)
        assert session.journey.answers == typed
        assert app.is_running
        await pilot.press("ctrl+c")
        await over(pilot)
        await pilot.press("2")
        while app.is_running and app._exit is False:
            await pilot.pause()
    assert not any(session.journey.answers.values())
    ended = {name for name, *_ in service.asked}
    assert ("cancel_flow" in ended) == (loss == "code")


@pytest.mark.parametrize("policy", [HOME, KIOSK], ids=["home", "kiosk"])
async def test_the_question_whether_to_stop_shows_no_key_that_asks_it(policy: Policy) -> None:
    app = assistant(standing("email", "fr", StandIn(), policy=policy))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        shown = []
        for _ in ("the step", "the question"):
            await pilot.pause()
            bar = app.screen.query_one(KeyBar)
            shown.append({key for row in bar.rows(80, 2) for key, _deed in row})
            await pilot.press("ctrl+c")
            await over(pilot)
        assert [{"Ctrl+C", "Échap"} & keys for keys in shown] == [{"Ctrl+C", "Échap"}, {"Échap"}]


async def test_in_a_kiosk_stopping_erases_and_greets_the_next_person() -> None:
    session = standing("child_name", "en", StandIn(), policy=KIOSK)
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.action_help()
        await over(pilot)
        await pilot.press("ctrl+c")
        await pilot.pause()
        while len(app.screen_stack) < 3:
            await pilot.pause()
        await pilot.press("2")
        while session.step.name != "language" or app.over_step():
            await pilot.pause()
        await settled(pilot)
        assert app.step_screen.shown_step == "language"
        assert not session.journey.answers
        assert app.is_running


async def test_the_next_person_is_greeted_in_the_first_language() -> None:
    session = standing("goodbye", "en", StandIn())
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.step_screen.choose("restart")
        await settled(pilot)
        assert app.step_screen.shown_step == "language"
        assert (session.language, app.words.tag) == ("fr", "fr")


async def test_signing_out_with_a_begun_child_says_that_it_would_be_lost() -> None:
    service = StandIn()
    app = assistant(standing("family", "en", service))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.choose("sign_out")
        await over(pilot)
        assert words("en").text("screen.leave.child_form") in paragraphs(app)
        await pilot.press("escape")
        await settled(pilot)
        assert app.step_screen.shown_step == "family"
        app.step_screen.choose("sign_out")
        (await over(pilot)).settle("screen.leave.stop")
        await settled(pilot)
        assert app.step_screen.shown_step == "goodbye"
        assert "sign_out" in [name for name, *_ in service.asked]


def test_the_lines_say_so_too() -> None:
    session = standing("family", "en", StandIn())
    said = plain_run(session, "3", "", "3", "2")
    assert said.count(told(words("en").text("screen.leave.child_form"))) == 2
    assert session.step.name == "goodbye"
