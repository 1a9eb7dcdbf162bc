"""The help by phone on the full screen: consent first, one key an answer, the field that is meant, one key to end it."""

import threading

import pytest

from mozaik_tui.helpline import Helpline
from mozaik_tui.session import Session
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.ask_screen import AskScreen
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.help_panel import HelpPanel, Replies

from .test_channel import Line
from .test_channel import until as waits


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


class Slow:
    """A service that offers its help once it may."""

    def __init__(self, line) -> None:
        self._line = line
        self.asked = 0
        self.may = threading.Event()

    def __getattr__(self, name):
        return getattr(self._line, name)

    def offer_assist(self, **options):
        self.asked += 1
        self.may.wait()
        return self._line.offer_assist(**options)


async def test_a_second_press_while_help_is_asked_for_asks_nothing_more(line) -> None:
    slow = Slow(line.parents)
    line.helpline._line = lambda: slow
    line.session.submit("create")
    app = Assistant(line.session)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: app.step_screen.query(FieldFrame))
            app.step_screen.query_one("#phone").focus()
            await pilot.pause()
            await pilot.press("asterisk")
            await until(pilot, lambda: isinstance(app.screen, AskScreen))
            await pilot.press("1")
            await until(pilot, lambda: slow.asked)
            await pilot.press("asterisk", "asterisk")
            assert app.screen is app.step_screen  # consent was given; it is not asked for again
            slow.may.set()
            await until(pilot, lambda: line.helpline.state == "waiting" and app.step_screen.query(HelpPanel))
            assert (slow.asked, line.world.count("assists")) == (1, 1)
            await pilot.press("asterisk")  # from now on the same key ends it
            await until(pilot, lambda: line.helpline.state == "over")
            await until(pilot, lambda: not app.helped().asks)
    finally:
        slow.may.set()


async def test_help_that_came_while_the_question_stood_is_not_asked_for_twice(line) -> None:
    line.session.submit("create")
    app = Assistant(line.session)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.step_screen.query(FieldFrame))
        app.step_screen.action_phone()
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        assert line.helpline.start() is None
        number = line.helpline.number
        await pilot.press("1")
        await until(pilot, lambda: not isinstance(app.screen, AskScreen) and not app.helped().asks)
        assert (line.helpline.number, line.world.count("assists")) == (number, 1)


@pytest.mark.parametrize("meanwhile", ["left", "helped"])
def test_what_is_offered_too_late_is_given_back(line, meanwhile: str) -> None:
    slow = Slow(line.parents)
    line.helpline._line = lambda: slow
    late = threading.Thread(target=line.helpline.start)
    late.start()
    waits(lambda: slow.asked)
    if meanwhile == "left":
        line.session.leave()
    else:
        line.helpline._line = lambda: line.parents
        assert line.helpline.start() is None
    number = line.helpline.number
    slow.may.set()
    late.join(60)
    assert (line.helpline.state, line.helpline.number) == (
        ("off", "") if meanwhile == "left" else ("waiting", number)
    )
    ends = line.world.parts.ctx.store.read(
        lambda tx: list(tx.exec_driver_sql("SELECT over FROM assists ORDER BY id").scalars())
    )
    assert ends == (["parent"] if meanwhile == "left" else [None, "parent"])
