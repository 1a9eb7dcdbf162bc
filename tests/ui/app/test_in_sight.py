"""What has the focus is in sight with its label, and the title as far as there is room."""

from __future__ import annotations

import pytest

from mozaik_tui.ui.app import Assistant

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
