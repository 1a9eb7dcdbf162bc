"""Typing and pasting in a text field (terminal-text.md, 4; architecture.md, Facts 2 and 3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events
from textual.geometry import Offset

from mozaik_tui.ui.widgets.text_field import (
    LIMIT,
    TextField,
    any_digits,
    number_text,
    one_line,
    without_unseen,
)

Show = Callable[..., Any]


async def paste(pilot: Any, text: str) -> None:
    pilot.app.screen.focused.post_message(events.Paste(text))
    await pilot.pause()


@pytest.mark.parametrize(
    ("pasted", "clean", "held"),
    [
        ("\n 456-789\n", number_text, "456789"),
        ("\n123456", None, "123456"),
        ("  parent@example.com \r\n", None, "parent@example.com"),
        ("one\n\ntwo\tthree", None, "one two three"),
        ("١٢۳ ४५६", number_text, "123456"),
        ("１２３‐４５６", number_text, "123456"),
        ("\u200b\ufeffparent@example.com\u200f", None, "parent@example.com"),
        ("Jose\u0301", None, "José"),
        ("\n \n", None, ""),
        ("\x1b[31mred", None, "[31mred"),
    ],
)
async def test_a_paste_is_taken_whole_and_cleaned(
    show: Show, pasted: str, clean: Callable[[str], str] | None, held: str
) -> None:
    field = TextField(clean=clean)
    async with show(field).run_test() as pilot:
        await paste(pilot, pasted)
        assert field.value == held
        assert field.cursor_position == len(held)


async def test_a_paste_goes_where_the_cursor_is_and_replaces_what_is_selected(show: Show) -> None:
    field = TextField("ab")
    async with show(field).run_test() as pilot:
        await pilot.press("left")
        await paste(pilot, "X\n")
        assert field.value == "aXb"
        await pilot.press("home", "shift+right", "shift+right")
        await paste(pilot, "Y")
        assert field.value == "Yb"


async def test_a_paste_that_is_too_long_changes_nothing(show: Show) -> None:
    field = TextField("kept")
    async with show(field).run_test() as pilot:
        await paste(pilot, "x" * (LIMIT + 1))
        assert field.value == "kept"


async def test_digits_of_any_script_and_separators_are_taken_as_typed(show: Show) -> None:
    field = TextField(clean=number_text)
    async with show(field).run_test() as pilot:
        await pilot.press("٤", "5", "-", "space", "६")
        assert field.value == "456"
        await pilot.press("backspace")
        assert field.value == "45"


async def test_an_accent_typed_alone_joins_its_letter(show: Show) -> None:
    field = TextField("Jose")
    async with show(field).run_test() as pilot:
        field.insert_text_at_cursor("\u0301")
        await pilot.pause()
        assert (field.value, field.cursor_position) == ("José", 4)


async def test_the_first_key_never_erases_an_answer(show: Show) -> None:
    field = TextField("kept")
    async with show(field).run_test() as pilot:
        await pilot.press("!")
        assert field.value == "kept!"


async def test_enter_submits_and_messages_keep_the_text_out_of_their_repr(show: Show) -> None:
    field = TextField(id="email")
    app = show(field)
    async with app.run_test() as pilot:
        await pilot.press("q", "u", "x", "enter")
        (submitted,) = app.told(TextField.Submitted)
        assert submitted.value == "qux"
        for message in (submitted, *app.told(TextField.Changed)):
            assert "qux" not in repr(message)


async def test_the_terminals_cursor_follows(show: Show) -> None:
    field = TextField("日本")
    app = show(field)
    async with app.run_test() as pilot:
        await pilot.pause()
        start = field.content_region.offset
        await pilot.press("home")
        assert app.cursor_position == start
        await pilot.press("right")
        assert app.cursor_position == start + Offset(2, 0)


@pytest.mark.parametrize("keys", [("ctrl+c",), ("ctrl+x",), ("ctrl+v",), ("super+c",)])
async def test_no_key_copies_cuts_or_pastes(show: Show, keys: tuple[str, ...]) -> None:
    field = TextField("secret")
    app = show(field)
    async with app.run_test() as pilot:
        await pilot.press("home", "shift+end", *keys)
        await pilot.pause()
        assert field.value == "secret"
        assert app.clipboard == ""


async def test_the_cursor_does_not_blink_and_nothing_is_suggested(show: Show) -> None:
    field = TextField("a")
    async with show(field).run_test() as pilot:
        await pilot.pause()
        assert not field.cursor_blink
        assert field.suggester is None


@given(st.text(max_size=40))
def test_cleaning_never_fails_and_leaves_nothing_unseen(text: str) -> None:
    kept = without_unseen(one_line(text))
    assert not {unicodedata.category(each) for each in kept} & {"Cc", "Cf", "Cs", "Co"}
    assert all(each not in number_text(text) for each in " -\t\u00a0")
    assert any_digits(any_digits(text)) == any_digits(text)


KEYS = st.sampled_from(
    [
        *"aÉ日٣9@ '-",
        "left",
        "right",
        "home",
        "end",
        "shift+left",
        "shift+end",
        "backspace",
        "delete",
        "ctrl+w",
        "ctrl+u",
    ]
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(KEYS, max_size=25))
async def test_any_keys_leave_a_sound_field(show: Show, keys: list[str]) -> None:
    field = TextField("début")
    app = show(field)
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.press(*keys)
        assert 0 <= field.cursor_position <= len(field.value)
        assert unicodedata.is_normalized("NFC", field.value)
        assert app.screen.region.contains_point(app.cursor_position)


async def test_a_key_places_no_widget_anew(show: Show) -> None:
    field = TextField()
    app = show(field)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("a")
        placed: list[object] = []
        place = app.screen._refresh_layout
        app.screen._refresh_layout = lambda *args, **options: (placed.append(args), place(*args, **options))
        await pilot.press("b", "c", "backspace", "left")
        await pilot.pause()
        assert placed == []


async def test_a_long_answer_scrolls_with_its_cursor(show: Show) -> None:
    field = TextField("x" * 60)
    app = show(field)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert "xy" in "\n".join(app.seen())
        assert app.screen.region.contains_point(app.cursor_position)
        await pilot.press("home")
        await pilot.pause()
        assert app.cursor_position == field.content_region.offset
