"""The help by phone on the full screen: consent first, one key an answer, the field that is meant, one key to end it."""

import pytest

from mozaik_tui.helpline import Helpline
from mozaik_tui.session import Session
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.ask_screen import AskScreen
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.help_panel import HelpPanel, Replies

from .test_channel import Line


@pytest.fixture
def line(tmp_path):
    made = Line(tmp_path / "world")
    yield made
    made.close()


async def until(pilot, holds) -> None:
    for _ in range(1200):
        await pilot.pause(0.05)
        if holds():
            return
    raise AssertionError(pilot.app.screen)


async def test_asked_for_followed_answered_and_ended_by_key(line) -> None:
    line.session.submit("create")
    app = Assistant(line.session)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.step_screen.query(FieldFrame))
        button = app.step_screen.query_one("#phone")
        button.focus()
        await pilot.pause()
        await pilot.press("asterisk")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        assert line.helpline.state == "off"  # nothing before the parent has said yes
        await pilot.press("1")
        await until(pilot, lambda: line.helpline.state == "waiting" and app.step_screen.query(HelpPanel))
        line.agents.join_assist(line.agent, line.helpline.number)
        await until(pilot, lambda: line.helpline.state == "followed")
        line.agents.say(line.agent, phrase="correct_address", field="email")
        await until(pilot, lambda: isinstance(app.focused, Replies))
        panel = app.step_screen.query_one(HelpPanel)
        assert "Corrigez l'adresse courriel." in panel.query_one("#help-said").text
        await pilot.press("3")
        await until(pilot, lambda: line.agents.agent_view(line.agent).answer == "not_understood")
        frame = app.step_screen.query_one(FieldFrame)
        assert app.focused is frame.control  # the field that is meant
        await pilot.press("z", "e", "b")
        await until(pilot, lambda: line.agents.agent_view(line.agent).report.fields[0].state == "typing")
        button.focus()
        await pilot.pause()
        await pilot.press("asterisk")
        await until(pilot, lambda: line.agents.agent_view(line.agent).over == "parent")
        assert line.session.answer("email") == "zeb"


async def test_a_parent_who_says_no_is_not_seen(line) -> None:
    app = Assistant(line.session)
    async with app.run_test(size=(40, 12)) as pilot:
        await until(pilot, lambda: app.step_screen.is_mounted and app.focused is not None)
        app.step_screen.action_phone()
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, AskScreen))
        assert line.helpline.state == "off"
        assert line.world.count("assists") == 0


async def test_alone_it_says_that_nobody_can_follow(line) -> None:
    session = Session(line.service, language="en", helpline=Helpline(lambda: None))
    app = Assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.step_screen.is_mounted and app.focused is not None)
        await pilot.press("asterisk")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        assert "the number of the screen: 2." in app.screen.query_one("#paragraphs").text
        await pilot.press("enter")
        assert session.helpline.start() == "E-505"
