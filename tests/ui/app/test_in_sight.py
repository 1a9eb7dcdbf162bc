"""What has the focus is in sight with its label, and the title as far as there is room."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.filter_list import FilterField
from mozaik_tui.ui.widgets.in_sight import Body

from ...journeys.drivers import until
from ...journeys.looking import faults
from ...snapshots.prepared import prepared
from .test_every_word import SIZES, ready

sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.mark.parametrize("language", ["fr", "en", "es"])
@sizes
async def test_the_school_body_of_the_child_before(language: str, size: tuple[int, int]) -> None:
    session = prepared("school_body", language)
    session.type("school_body", "css-montreal")
    app = Assistant(session, theme="mozaik-dark")
    async with app.run_test(size=size) as pilot:
        await ready(pilot, "school_body")
        await until(pilot, lambda: not faults(app, arrived=True), "all in sight")
        await pilot.press("down", "down")
        await until(pilot, lambda: not faults(app, arrived=True), "the list moved, not the question above it")


@sizes
async def test_a_button_whose_keys_take_a_second_row(size: tuple[int, int]) -> None:
    app = Assistant(prepared("code", "es"), theme="mozaik-dark")
    async with app.run_test(size=size) as pilot:
        await ready(pilot, "code")
        app.screen.query_one("#main").focus()
        await until(pilot, lambda: not faults(app, arrived=False), "all of the button in sight")


async def test_the_button_below_the_list_does_not_come_in_sight_when_the_list_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It had the focus until then; what it still had to do came late on a busy machine, and hid the title."""
    to_top = Body.scroll_home

    def and_late(body: Body, *given: object, **options: object) -> None:
        to_top(body, *given, **options)  # type: ignore[arg-type]
        button = body.screen.query_one("#not_listed", ActionButton)
        button.call_after_refresh(button._come_if_focused)

    monkeypatch.setattr(Body, "scroll_home", and_late)
    app = Assistant(prepared("school_body", "uk"), theme="mozaik-dark")
    later = app.call_later

    def much_later(call: Callable[..., object], *given: object) -> bool:
        """What a busy machine does to a focus that is asked for by a message."""
        app.set_timer(0.3, lambda: later(call, *given))
        return True

    async with app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(app, "call_later", much_later)
        await ready(pilot, "school_body")
        await until(
            pilot, lambda: isinstance(app.focused, FilterField) and app.focused.has_focus, "the field"
        )
        await pilot.pause()
        assert not faults(app, arrived=True)
