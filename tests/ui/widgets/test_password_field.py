"""A password is shown only when asked, taken as it is, and named nowhere (journey.md, Password)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.pretty import pretty_repr
from textual import events

from mozaik_tui.ui.widgets.password_field import PasswordField, all_capitals
from mozaik_tui.ui.widgets.text_field import TextField

Show = Callable[..., Any]
SECRET = "Zq7/été-日"


async def test_letters_are_hidden_until_asked_for(show: Show) -> None:
    field = PasswordField(SECRET)
    app = show(field)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert SECRET not in "\n".join(app.seen())
        assert "•" * len(SECRET) in "\n".join(app.seen())
        field.shown = True
        await pilot.pause()
        assert SECRET in "\n".join(app.seen())
        field.shown = False
        await pilot.pause()
        assert SECRET not in "\n".join(app.seen())


async def test_nothing_that_prints_itself_names_it(show: Show) -> None:
    field = PasswordField(id="password")
    app = show(field)
    async with app.run_test() as pilot:
        await pilot.press(*"Qx9", "enter", "tab")
        said = [repr(field), str(field), pretty_repr(field), repr(app.screen.tree), repr(app)]
        typed = [*app.told(TextField.Changed), *app.told(TextField.Submitted), *app.told(TextField.Blurred)]
        assert typed
        said += [text for message in typed for text in (repr(message), pretty_repr(message))]
        assert not [text for text in said if "Qx9" in text]


async def test_no_copy_leaves_it(show: Show) -> None:
    field = PasswordField(SECRET)
    app = show(field)
    async with app.run_test() as pilot:
        field.shown = True
        await pilot.press("home", "shift+end", "ctrl+c", "ctrl+x")
        field.action_copy()
        field.action_cut()
        assert (field.value, app.clipboard) == (SECRET, "")


@pytest.mark.parametrize(
    ("pasted", "held"),
    [
        ("Secret-1\n", "Secret-1"),
        ("\r\nSecret-1\r\n", "Secret-1"),
        (" Secret-1 ", " Secret-1 "),
        ("Sec\u200bret-1", "Sec\u200bret-1"),
        ("Sec\tret", "Sec\tret"),
    ],
)
async def test_a_paste_is_neither_trimmed_nor_cleaned(show: Show, pasted: str, held: str) -> None:
    field = PasswordField()
    async with show(field).run_test() as pilot:
        field.post_message(events.Paste(pasted))
        await pilot.pause()
        assert field.value == held


async def test_what_must_not_reach_a_terminal_is_drawn_as_a_sign(show: Show) -> None:
    field = PasswordField()
    app = show(field)
    async with app.run_test() as pilot:
        field.post_message(events.Paste("a\x1b[31m\u200bb"))
        field.shown = True
        await pilot.pause()
        seen = "\n".join(app.seen())
        assert "a�[31m�b" in seen
        assert "\x1b" not in seen
        assert app.cursor_position.x == field.content_region.x + 8


async def test_the_caps_lock_hint_comes_and_goes(show: Show) -> None:
    field = PasswordField()
    app = show(field)
    async with app.run_test() as pilot:
        await pilot.press(*"AB1")
        assert app.told(PasswordField.CapsLock) == []
        await pilot.press("C", "D", "e")
        assert [message.on for message in app.told(PasswordField.CapsLock)] == [True, False]


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("ABC", True),
        ("AB1/C", True),
        ("AB", False),
        ("ABc", False),
        ("ÉÀÇ", True),
        ("日本語", False),
        ("", False),
    ],
)
def test_all_capitals(text: str, capitals: bool) -> None:
    assert all_capitals(text) is capitals
