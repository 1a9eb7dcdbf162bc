"""Yes or no: by arrows, space, digits and click, and said without colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.geometry import Offset

from mozaik_tui.ui.widgets.yes_no import YesNo

Show = Callable[..., Any]


async def test_yes_no_by_arrows_space_and_digits(show: Show) -> None:
    asked = YesNo("« Oui » – Yes", "« Non » – No")
    app = show(asked)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert [message.yes for message in app.told(YesNo.Submitted)] == [False]
        for key, yes in (
            ("up", True),
            ("up", True),
            ("down", False),
            ("left", True),
            ("2", False),
            ("1", True),
        ):
            await pilot.press(key)
            assert asked.yes is yes
        await pilot.press("space")
        assert asked.yes is False
        assert [message.yes for message in app.told(YesNo.Changed)] == [True, False, True, False, True, False]


async def test_yes_no_says_the_answer_without_colour(show: Show) -> None:
    asked = YesNo("Oui", "Non")
    app = show(asked)
    async with app.run_test() as pilot:
        await pilot.pause()
        seen = "\n".join(app.seen())
        assert "  ○ Oui" in seen
        assert "▶ ● Non" in seen
        assert app.cursor_position == asked.content_region.offset + Offset(0, 1)
        await pilot.press("up")
        assert "▶ ● Oui" in "\n".join(app.seen())


async def test_yes_no_by_click(show: Show) -> None:
    asked = YesNo("Oui", "Non")
    app = show(asked)
    async with app.run_test() as pilot:
        await pilot.click(YesNo, offset=(4, 1))
        assert asked.yes
