"""What comes too quickly or too late for a screen: a size that the terminal has no more, a key before all is there, an
answer to a question that another one covers.
"""

from __future__ import annotations

import pytest
from textual.events import Key, Resize
from textual.geometry import Size
from textual.screen import Screen

from mozaik_tui.language.terminals.here import Here
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.ask_screen import AskScreen
from mozaik_tui.ui.step_screen import StepScreen
from mozaik_tui.ui.widgets.in_sight import Body, StaysInSight
from mozaik_tui.ui.widgets.key_bar import KeyBar

from ...snapshots.prepared import prepared


def assistant(step: str = "email") -> Assistant:
    return Assistant(prepared(step, "en"), theme="mozaik-dark")


async def test_a_size_that_the_terminal_has_no_more_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two sizes on the way at once, each would bring the other back, and the program would draw for ever."""
    app, laid_out, real = assistant(), [], Screen._screen_resized

    def noted(screen: Screen[object], size: Size) -> None:
        laid_out.append(size)
        real(screen, size)

    monkeypatch.setattr(Screen, "_screen_resized", noted)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.post_message(Resize(Size(50, 12), Size(50, 12)))
        await pilot.resize_terminal(90, 30)
        assert set(laid_out) <= {Size(80, 24), Size(90, 30)}


async def test_a_size_asked_for_twice_before_the_widget_is_idle_is_the_second_one() -> None:
    """Another widget's layout in between must not make the first size stay."""
    app = assistant()
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        bar = app.screen.query_one(KeyBar)
        few, many = ("help",), ("page", "next_field", "back", "help", "language", "phone", "stop")
        bar.offer(many)
        await pilot.pause()
        rows = bar.size.height
        bar.offer(("stop",))
        await pilot.pause()
        assert bar.size.height < rows
        bar.offer(few)
        app.screen._clear_arrangement_cache()
        app.screen._refresh_layout()
        bar.offer(many)
        await pilot.pause()
        assert bar.size.height == rows


async def test_a_question_under_another_takes_no_late_answer() -> None:
    """Textual closes the uppermost screen, whichever is dismissed: the question above would wait for ever."""
    app = assistant()
    async with app.run_test(size=(80, 24)) as pilot:
        app.step_screen.action_help()
        await pilot.pause()
        below = app.screen
        assert isinstance(below, AskScreen)
        await pilot.press("ctrl+c")
        await pilot.pause()
        above = app.screen
        assert above is not below
        below.answered("close")
        await pilot.pause()
        assert app.screen is above
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is below
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.step_screen


async def test_what_is_closed_before_it_is_painted_holds_nothing_back() -> None:
    """A screen that is gone at once, again and again: what is below is painted afterwards."""
    app = assistant()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(5):
            app.step_screen.action_help()
            app.screen.answered("close")
        await pilot.pause()
        assert app.screen is app.step_screen
        assert not app._batch_count


async def test_a_page_key_before_a_list_is_laid_out_moves_by_one() -> None:
    app = assistant("language")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        languages = app.screen.query_one("FilterList").choices
        languages._starts = []
        languages.action_page(1)
        assert languages.highlighted in (1, 2)


async def test_what_was_put_off_until_the_next_frame_bears_that_its_screen_is_gone() -> None:
    """A key may take a field's screen away before its turn to come in sight."""
    app = assistant()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        field, body = app.focused, app.screen.query_one(Body)
        assert isinstance(field, StaysInSight)
        app.move(app.session.back)
        await pilot.pause()
        assert not field.is_attached
        field._come_if_focused()
        body.on_resize(Resize(Size(40, 1), Size(40, 1)))


async def test_keys_that_came_while_the_program_was_loaded_are_first() -> None:
    """The terminal sends the next ones before the first frame is there: “2” and, a moment later, Enter."""

    class Quick(Assistant):
        def get_default_screen(self) -> StepScreen:
            key = Key("enter", "\r")
            key.set_sender(self)
            self.post_message(key)
            return super().get_default_screen()

    app = Quick(prepared("language", "fr"), theme="mozaik-dark", terminal=Here(typed=b"2"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert (app.session.language, app.session.step.name) == ("en", "start")
