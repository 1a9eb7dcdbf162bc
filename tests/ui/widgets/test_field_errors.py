"""Errors beside their fields and in the summary on top, which leads to them; labels that stay in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mozaik_tui.ui.widgets.error_summary import ErrorItem, ErrorSummary
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.text_field import TextField

Show = Callable[..., Any]
SMALL, USUAL = (40, 12), (80, 24)


def form() -> tuple[ErrorSummary, FieldFrame, FieldFrame]:
    return (
        ErrorSummary(),
        FieldFrame(
            "last_name", TextField("Tremblay"), label="Surname", french="Nom", hint="As on the report card"
        ),
        FieldFrame("first_name", TextField(), label="First name", french="Prénom"),
    )


ITEMS = (
    ErrorItem("last_name", "No digit in a name", "E-405"),
    ErrorItem("first_name", "Type the name", "E-403"),
)


@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_the_summary_takes_the_focus_and_leads_to_the_field(show: Show, size: tuple[int, int]) -> None:
    summary, last, first = form()
    app = show(summary, last, first)
    async with app.run_test(size=size) as pilot:
        assert not summary.display
        summary.show(ITEMS, word="Error:", heading="Two things to mend")
        await pilot.pause()
        assert "▶ 1 ✗ Error: No digit in a" in app.seen()[app.cursor_position.y]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.focused is first.control
        assert [message.field for message in app.told(ErrorSummary.Chosen)] == ["first_name"]
        summary.clear()
        await pilot.pause()
        assert not summary.display


async def test_a_digit_leads_to_the_field_too(show: Show) -> None:
    summary, last, first = form()
    app = show(summary, last, first)
    async with app.run_test() as pilot:
        summary.show(ITEMS, word="Error:", heading="Two things to mend")
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        assert app.focused is first.control


async def test_a_field_shows_its_error_beside_it_and_keeps_what_was_typed(show: Show) -> None:
    _summary, last, first = form()
    app = show(last, first)
    async with app.run_test() as pilot:
        last.fail("No digit in a name", word="Error:")
        await pilot.pause()
        seen = "\n".join(app.seen())
        assert "✗ Error: No digit in a name" in seen
        assert "Tremblay" in seen
        assert last.control.has_class("-refused")
        last.clear()
        await pilot.pause()
        assert "Error" not in "\n".join(app.seen())


async def test_the_label_points_at_the_field_with_the_focus(show: Show) -> None:
    _summary, last, first = form()
    app = show(last, first)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "▶ Surname · Nom" in "\n".join(app.seen())
        await pilot.press("tab")
        await pilot.pause()
        assert "▶ First name · Prénom" in "\n".join(app.seen())
        assert "▶ Surname" not in "\n".join(app.seen())
        first.understood("9 March 2014")
        await pilot.pause()
        assert "9 March 2014" in "\n".join(app.seen())


async def test_the_question_stays_in_sight_above_the_field_at_40_by_12(show: Show) -> None:
    frames = [FieldFrame(f"f{n}", TextField(), label=f"Question {n}", hint="A hint") for n in range(6)]
    app = show(*frames)
    async with app.run_test(size=SMALL) as pilot:
        for n in range(6):
            await pilot.pause()
            assert f"▶ Question {n}" in "\n".join(app.seen())
            assert app.screen.region.contains_point(app.cursor_position)
            await pilot.press("tab")
        await pilot.press("shift+tab", "shift+tab")
        await pilot.pause()
        assert "▶ Question 4" in "\n".join(app.seen())
