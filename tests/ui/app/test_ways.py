"""Ways through the screens: losses said first, late and double keys do nothing, help and language everywhere."""

from __future__ import annotations

import asyncio
import threading

import pytest

from mozaik_tui.journey.steps import STEPS
from mozaik_tui.policy import KIOSK
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.ask_screen import Question
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.filter_list import FilterField
from mozaik_tui.ui.widgets.text_field import TextField

from ...journeys.drivers import send
from ...snapshots.prepared import REFUSED, TYPED, prepared
from .standing import StandIn, assistant, plain_run, settled, standing, words

STEP_NAMES = [step.name for step in STEPS]


async def over(pilot) -> Question:
    while not isinstance(pilot.app.screen, Question) or not pilot.app.screen.is_mounted:
        await asyncio.sleep(0.005)
        await pilot.pause()
    await pilot.pause()
    return pilot.app.screen


def paragraphs(app: Assistant) -> str:
    return str(app.screen.query_one("#paragraphs").content)


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
    ("family", "nothing"),
]


@pytest.mark.parametrize(("step", "loss"), LOSSES)
async def test_ctrl_c_asks_and_says_what_is_lost(step: str, loss: str) -> None:
    service = StandIn()
    session = standing(step, "en", service)
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


@pytest.mark.parametrize("step", STEP_NAMES)
async def test_help_opens_with_one_key_unless_one_types(step: str) -> None:
    app = assistant(standing(step, "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        while step == "school_body" and not app.screen.query(FilterField):
            await pilot.pause()
        await pilot.pause()
        typing = isinstance(app.focused, TextField)
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.over_step() is not typing
        if typing:
            assert app.focused.value.endswith("?")
            app.step_screen.action_help()
            await pilot.pause()
        help_shown = paragraphs(app)
        for part in ("what", "where", "wrong"):
            assert words("fr").text(f"help.{step}.{part}") in help_shown
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert not app.over_step()
        assert app.is_running


async def test_a_long_help_is_read_from_its_beginning_to_its_end_on_a_small_screen() -> None:
    app = assistant(standing("check", "fr", StandIn()))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        app.step_screen.action_help()
        await over(pilot)
        body = app.screen.query_one("#body")
        assert body.scroll_y == 0
        assert body.max_scroll_y > 0
        for _ in range(20):
            await pilot.press("pagedown")
        await pilot.pause()
        assert body.scroll_y == body.max_scroll_y
        for _ in range(20):
            await pilot.press("pageup")
        await pilot.pause()
        assert body.scroll_y == 0


async def test_the_text_above_a_list_can_be_read_on_a_small_screen() -> None:
    for step in ("start", "family", "goodbye"):
        app = assistant(standing(step, "fr", StandIn()))
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.pause()
            body = app.screen.query_one("#body")
            assert body.max_scroll_y > 0
            for _ in range(12):
                await pilot.press("pageup")
            await pilot.pause()
            assert body.scroll_y == 0, step


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize("step", STEP_NAMES)
async def test_another_language_on_every_step_loses_nothing_and_takes_two_frames(
    step: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = standing(step, "fr", StandIn())
    app = assistant(session)
    frames: list[str] = []
    show = Assistant._display
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        while step == "school_body" and not app.screen.query(FilterField):
            await pilot.pause()
        typed, trail = dict(session.journey.answers), list(session.journey.trail)

        def counted(self: Assistant, screen: object, drawn: object) -> None:
            show(self, screen, drawn)
            if drawn is not None and screen is self.screen and not self._batch_count:
                picture = "\n".join(strip.text for strip in screen._compositor.render_strips(self.size))
                if picture != frames[-1]:
                    frames.append(picture)

        frames.append("\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size)))
        monkeypatch.setattr(Assistant, "_display", counted)
        app.change_language("en")
        await settled(pilot)
        monkeypatch.undo()
        typed["language"] = "en"
        assert session.journey.answers == typed
        assert session.journey.trail == trail
        assert session.step.name == app.step_screen.shown_step == step
        assert words("en").text(f"screen.{step}.title") in str(app.screen.query(".title").first().content)
        for field in app.screen.query(TextField):
            if field.id and field.id.startswith("field-"):
                assert field.value == typed[field.id.removeprefix("field-")]
        if step != "school_body":  # its list comes from the service, in a frame of its own
            assert 1 <= len(frames) - 1 <= 2, "\n=====\n".join(frames)


async def test_the_language_list_over_a_step_changes_it() -> None:
    app = assistant(standing("birth_date", "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.action_language()
        await over(pilot)
        await pilot.press("2", "enter")
        while app.words.tag != "en":
            await pilot.pause()
        await settled(pilot)
        assert ("set_language", ("session-token", "en"), None) in app.session.wire.service.asked
        assert app.session.answer("birth_date") == TYPED["birth_date"]


# -- keys that come while something is under way ----------------------------------------------------------------------
class Slow:
    """A service whose calls last until they are let go."""

    def __init__(self, service: StandIn) -> None:
        self.service = service
        self.begun, self.go = threading.Event(), threading.Event()

    def __getattr__(self, name: str):
        call = getattr(self.service, name)

        def held(*args, **options):
            if name not in ("school_bodies", "flow"):
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
        await asyncio.sleep(0.1)
        await pilot.pause()
        assert app.screen is help_screen
        await pilot.press("enter")
        await settled(pilot)
        assert app.step_screen.shown_step == "family"
        assert len(app.screen_stack) == 1


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
        await settled(pilot)
        await asyncio.sleep(0.05)
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


# -- what is shown -----------------------------------------------------------------------------------------------------
async def test_the_bar_shows_the_page_keys_where_there_is_more_to_read() -> None:
    page = words("fr").text("key.page.does")
    for step, size, expected in (
        ("papers", (40, 12), True),
        ("start", (40, 12), True),
        ("existing", (80, 24), False),
    ):
        app = Assistant(prepared(step, "fr"), theme="mozaik-dark")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            bar = app.screen.query_one("#keybar")
            shown = {deed for row in bar.rows(bar.content_size.width, bar._lines()) for _key, deed in row}
            assert (page in shown) is expected, (step, shown)


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
        await asyncio.sleep(0.1)
        await pilot.pause()
        while app.over_step():
            await pilot.press("escape")
        await asyncio.sleep(0.1)
        await settled(pilot)
        assert len(app.screen_stack) == 1
        assert app.step_screen.shown_step == session.step.name
        await pilot.press("ctrl+c")
        await over(pilot)


async def test_what_has_the_focus_is_in_sight_on_a_small_screen() -> None:
    for step in STEP_NAMES:
        app = Assistant(prepared(step, "fr"), theme="mozaik-dark")
        async with app.run_test(size=(40, 12)) as pilot:
            await settled(pilot)
            while step == "school_body" and not app.screen.query(FilterField):
                await pilot.pause()
            await pilot.pause()
            body, focused = app.screen.query_one("#body"), app.focused
            if step != "papers":  # the first picture is to be seen first
                assert body.region.y <= focused.cursor_screen_offset.y < body.region.bottom, step


async def test_a_refusal_is_read_from_its_heading_on_a_small_screen() -> None:
    for step in ("email", "code", "password", "check"):
        app = Assistant(prepared(step, "fr"), theme="mozaik-dark")
        async with app.run_test(size=(40, 12)) as pilot:
            await settled(pilot)
            app.step_screen.came_back(REFUSED[step])
            await pilot.pause()
            await pilot.pause()
            assert app.screen.query_one("#body").scroll_y == 0, step
