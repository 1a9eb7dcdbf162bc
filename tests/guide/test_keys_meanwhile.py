"""Keys that come at once or while the sheet is being made: no question is lost below a page, nothing is done twice."""

from __future__ import annotations

import os
import random

import pytest

from mozaik_tui.policy import KIOSK
from mozaik_tui.ui.ask_screen import StopQuestion
from mozaik_tui.ui.widgets.progress_line import ProgressLine

from .slow_sheet import MADE, SlowSheet, drawn_anew, over, send, settled, texts, until

SEEDS = range(200 if os.environ.get("MOZAIK_PROVE") else 8)
PAIRS = 25
KEYS = ["enter", "enter", "escape", "tab", "down", "ctrl+c", "?", "!", "0", *"1234567", "a", "pagedown"]


@pytest.fixture
def make_slow(make_guide):
    def make(language="en", **options):
        return SlowSheet(make_guide(language, **options))

    return make


def file_choice(app) -> str:
    """The digit that makes the file."""
    from mozaik_tui.guide.offers import offers

    return next(str(n) for n, offer in enumerate(offers(app.guide), 1) if offer.name == "html")


async def making(pilot) -> None:
    """The sheet is being made."""
    app = pilot.app
    await settled(pilot)
    app.guide.open("sheet")
    app.show_page()
    await settled(pilot)
    await pilot.press(file_choice(app))
    await until(pilot, app.begun.is_set)


async def opened_help(pilot):
    """The help, over the page."""
    await pilot.press("question_mark")
    await over(pilot)
    return pilot.app.screen


async def asks_to_stop(pilot) -> None:
    await pilot.press("ctrl+c")
    await until(pilot, lambda: isinstance(pilot.app.screen, StopQuestion))


@pytest.mark.parametrize(
    "keys",
    [("enter", "ctrl+c"), ("ctrl+c", "enter"), ("?", "enter"), ("enter", "?"), ("enter", "!"), ("escape", "?"),
     ("?", "escape"), ("ctrl+c", "2"), ("?", "2", "1"), ("enter", "escape", "ctrl+c", "enter")],
)  # fmt: skip
async def test_a_question_is_never_replaced_by_a_page(make_slow, keys):
    """Else it is open for ever, and neither Ctrl+C nor the help asks any more."""
    app = make_slow()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.guide.go_on()
        app.show_page()
        await settled(pilot)
        send(app, *keys)
        for _ in range(5):
            await pilot.pause()
        while app.over_page():
            await pilot.press("escape")
        await settled(pilot)
        assert len(app.screen_stack) == 2
        for key in ("question_mark", "exclamation_mark", "ctrl+c"):
            await pilot.press(key)
            await over(pilot)
            await pilot.press("escape")
            await settled(pilot)


@pytest.mark.parametrize(
    "keys", [("1", "escape"), ("1", "escape", "1", "escape"), ("1", "escape", "escape", "enter")]
)
@pytest.mark.parametrize("page", [("checks",), ("sheet",)], ids=lambda page: page[0])
async def test_a_check_that_is_left_before_it_is_drawn_ends_nothing(make_slow, page, keys):
    app = make_slow()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.guide.open(*page)
        app.show_page()
        await settled(pilot)
        send(app, *keys)
        for _ in range(5):
            await pilot.pause()
        await settled(pilot)
        await asks_to_stop(pilot)


async def test_help_that_was_opened_while_the_sheet_is_made_stays_and_then_it_is_told(make_slow):
    app = make_slow()
    async with app.run_test(size=(80, 24)) as pilot:
        await making(pilot)
        help_screen = await opened_help(pilot)
        app.go.set()
        await until(pilot, lambda: not app.delivering)
        await pilot.pause()
        assert app.screen is help_screen
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#notice"))
        assert MADE.file in texts(app)
        await asks_to_stop(pilot)


@pytest.mark.parametrize("change", ["size", "language"])
async def test_a_page_that_is_drawn_anew_meanwhile_tells_of_the_sheet_and_makes_no_second(make_slow, change):
    app = make_slow()
    async with app.run_test(size=(80, 24)) as pilot:
        await making(pilot)
        await drawn_anew(pilot, change)
        busy = app.words.both("screen.busy").lead
        assert app.screen.query_one(ProgressLine).line(40).startswith(busy)
        await pilot.press(file_choice(app))
        app.go.set()
        await until(pilot, lambda: app.screen.query("#notice"))
        assert MADE.file in texts(app)
        assert busy not in app.screen.query_one(ProgressLine).line(40)
    assert app.made == 1


async def test_whoever_goes_on_meanwhile_is_told_where_they_are(make_slow):
    app = make_slow()
    async with app.run_test(size=(80, 24)) as pilot:
        await making(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert app.guide.page.kind == "step"
        app.go.set()
        await until(pilot, lambda: app.screen.query("#notice"))
        assert app.guide.page.kind == "step"
        await pilot.press("enter")
        await settled(pilot)
        assert not app.screen.query("#notice")


async def test_the_next_reader_is_not_told_of_the_sheet_of_the_last_one(make_slow):
    app = make_slow(None, policy=KIOSK._replace(sheet_to=("html",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await making(pilot)
        await asks_to_stop(pilot)
        await pilot.press("2")
        await settled(pilot)
        assert app.guide.page.kind == "language"
        app.go.set()
        await until(pilot, lambda: not app.delivering)
        for _ in range(5):
            await pilot.pause()
        assert app.guide.notice is None
        assert not app.screen.query("#notice")


async def test_whoever_stops_at_a_kiosk_leaves_no_help_open_for_the_next(make_slow):
    app = make_slow(None, policy=KIOSK)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.guide.go_on()
        app.show_page()
        await settled(pilot)
        await pilot.press("question_mark")
        await over(pilot)
        await asks_to_stop(pilot)
        await pilot.press("2")
        await settled(pilot)
        assert app.guide.page.kind == "language"
        assert len(app.screen_stack) == 2


async def test_a_size_that_changes_below_a_question_counts_once_it_is_answered(make_slow):
    app = make_slow()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        help_screen = await opened_help(pilot)
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert app.screen is help_screen
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#body #choices"))


@pytest.mark.parametrize("seed", SEEDS)
async def test_pairs_of_any_keys_leave_a_guide_that_still_asks_whether_to_stop(make_slow, seed):
    chance = random.Random(seed)
    app = make_slow()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.guide.open(*chance.choice([("sheet", ""), ("end", ""), ("child", ""), ("troubles", "")]))
        app.show_page()
        for _ in range(PAIRS):
            send(app, chance.choice(KEYS), chance.choice(KEYS))
            await pilot.pause()
            if chance.random() < 0.2:
                app.go.set()
            elif chance.random() < 0.2:
                app.go.clear()
            if chance.random() < 0.1:
                await pilot.resize_terminal(*chance.choice([(80, 24), (40, 12)]))
            if app._exit:
                return  # the reader stopped, or closed the guide at its end
        app.go.set()
        await until(pilot, lambda: not app.delivering)
        while app.over_page():
            await pilot.press("escape")
        await settled(pilot)
        assert len(app.screen_stack) == 2
        await asks_to_stop(pilot)
