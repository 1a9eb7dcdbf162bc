"""What is shown at 40×12: all of a text can be read, and what has the focus is in sight."""

from __future__ import annotations

import pytest

from mozaik_tui.account.contract import PracticeMessage
from mozaik_tui.journey.steps import STEPS
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.filter_list import FilterField
from mozaik_tui.ui.widgets.text_field import TextField

from ...journeys.drivers import until
from ...journeys.looking import faults
from ...snapshots.prepared import REFUSED, prepared
from .standing import StandIn, assistant, over, settled, standing, words

READ = ("papers", "no_papers", "not_listed", "record")
STEP_NAMES = [step.name for step in STEPS]


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
            await settled(pilot)
            body = app.screen.query_one("#body")
            assert body.max_scroll_y > 0
            mark = app.screen.query_one(ChoiceList)
            for direction in ("pageup", "pagedown"):
                for _ in range(12):
                    before = body.scroll_y
                    await pilot.press(direction)
                    await pilot.pause()
                    assert abs(body.scroll_y - before) < body.size.height, "no line is skipped"
                end = 0 if direction == "pageup" else body.max_scroll_y
                assert (body.scroll_y, mark.highlighted) == (end, 0), step
            await pilot.press(*["pageup"] * 12, "up")
            await pilot.pause()
            assert mark.cursor_screen_offset in body.region, "an arrow brings the mark back, also at its end"


async def test_enter_writes_the_code_after_its_mail_was_read_page_by_page() -> None:
    mail = PracticeMessage(0.0, "Code", "Bonjour\n\n" * 20 + "Votre code : 123456")
    app = assistant(prepared("code", "fr"))
    app.session.practice.mailbox = lambda _email: (mail,)
    async with app.run_test(size=(40, 12)) as pilot:
        await settled(pilot)
        app.step_screen.action_mailbox()
        body = (await over(pilot)).query_one("#body")
        for _ in range(20):
            await pilot.press("pagedown")
        assert body.scroll_y == body.max_scroll_y > 0
        await pilot.press("enter")
        await until(pilot, lambda: app.session.answer("code") == "123456", "the code in its field")
        assert app.step_screen.query_one("#field-code", TextField).cursor_position == 6


def _key(app: Assistant, key: str):
    from textual import events
    from textual.keys import _character_to_key

    character = key if len(key) == 1 else {"enter": "\r"}[key]
    event = events.Key(key if len(key) > 1 else _character_to_key(key), character)
    event.set_sender(app)
    return event


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


async def test_what_has_the_focus_is_in_sight_on_a_small_screen() -> None:
    for step in STEP_NAMES:
        app = Assistant(prepared(step, "fr"), theme="mozaik-dark")
        async with app.run_test(size=(40, 12)) as pilot:
            await settled(pilot)
            while step == "school_body" and not app.screen.query(FilterField):
                await pilot.pause()
            await pilot.pause()
            body, focused = app.screen.query_one("#body"), app.focused
            if step in READ:
                assert body.scroll_y == 0, f"{step} is read from its beginning"
            else:
                assert body.region.y <= focused.cursor_screen_offset.y < body.region.bottom, step


@pytest.mark.parametrize(("step", "typed"), [("birth_date", "9-3-2014"), ("identifier", "0123456")])
@pytest.mark.parametrize("language", ["fr", "en", "es"])
async def test_how_an_answer_was_read_is_seen_on_a_small_screen(step: str, typed: str, language: str) -> None:
    app = assistant(prepared(step, language))
    async with app.run_test(size=(40, 12)) as pilot:
        await settled(pilot)
        await pilot.press(*typed)
        await until(pilot, lambda: in_sight(app, ".understood"), "the line in sight")
        assert not faults(app, arrived=False), "the field and its label too"


def in_sight(app: Assistant, what: str) -> bool:
    """Whether all of it is."""
    widget = app.screen.query(what).first()
    return bool(widget.region.area) and widget.region in app.screen.query_one("#body").region


async def test_a_refusal_is_read_from_its_heading_on_a_small_screen() -> None:
    for step in ("email", "code", "password", "check"):
        app = Assistant(prepared(step, "fr"), theme="mozaik-dark")
        async with app.run_test(size=(40, 12)) as pilot:
            await settled(pilot)
            app.step_screen.came_back(REFUSED[step])
            await pilot.pause()
            await pilot.pause()
            assert app.screen.query_one("#body").scroll_y == 0, step
