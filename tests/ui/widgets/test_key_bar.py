"""The keys that work, and the bar that shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mozaik_tui.language import Pair
from mozaik_tui.ui.keys import BY_NAME, TABLE, bindings, working
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.key_bar import KeyBar, fitted
from mozaik_tui.ui.widgets.text_field import TextField

Show = Callable[..., Any]
SMALL, USUAL = (40, 12), (80, 24)


def test_every_key_has_words_in_every_catalogue() -> None:
    for tag in ("fr", "en"):
        words = Pair(tag).lead
        for entry in TABLE:
            assert words.text(entry.key_label)
            assert words.text(entry.deed_label)


def test_no_key_needs_a_function_key_alt_or_a_control_digit() -> None:
    for entry in TABLE:
        for key in entry.press:
            assert "alt+" not in key
            assert not (key.startswith("f") and key[1:].isdigit())
            assert not (key.startswith("ctrl+") and key[5:].isdigit())


def test_bindings_have_no_words_of_textual() -> None:
    assert [(each.key, each.action, each.description) for each in bindings(("back", "help"))] == [
        ("escape", "screen.back", ""),
        ("question_mark", "screen.help", ""),
    ]
    with pytest.raises(KeyError):
        bindings(("no such key",))


def test_keys_that_a_field_would_take_are_not_offered_while_typing() -> None:
    assert BY_NAME["help"] in working(("help", "back"), typing=False)
    assert working(("help", "back", "back"), typing=True) == (BY_NAME["back"],)


def test_the_last_ranks_go_first_where_the_bar_is_narrow() -> None:
    pairs = [(1, "x" * 10), (9, "y" * 10), (2, "z" * 10)]
    assert fitted(pairs, 40, 1) == [[0, 1, 2]]
    assert fitted(pairs, 22, 1) == [[0, 2]]
    assert fitted(pairs, 10, 1) == [[0]]
    assert fitted(pairs, 10, 2) == [[0], [2]]
    assert fitted(pairs, 5, 2) == []


@pytest.mark.parametrize("tag", ["fr", "en"])
async def test_the_bar_follows_the_focus(show: Show, tag: str) -> None:
    bar = KeyBar(Pair(tag), ("next_field", "back", "help"))
    app = show(TextField(), ActionButton("Go on"), outside=(bar,))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        words = Pair(tag).lead.text
        assert (words("key.submit.press"), words("key.submit.does")) in bar.rows(78, 2)[0]
        assert ("?", words("key.help.does")) not in bar.rows(78, 2)[0]
        await pilot.press("tab")
        await pilot.pause()
        assert (words("key.press.press"), words("key.press.does")) in bar.rows(78, 2)[0]
        assert ("?", words("key.help.does")) in bar.rows(78, 2)[0]


async def test_the_bar_is_one_row_on_a_short_screen_and_changes_language(show: Show) -> None:
    bar = KeyBar(Pair("en"), tuple(BY_NAME))
    app = show(TextField(), outside=(bar,))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert bar.outer_size.height == 1
        assert "Enter" in app.seen()[-1]
        bar.speak(Pair("fr"))
        bar.offer(("back",))
        await pilot.pause()
        assert "Entrée" in app.seen()[-1]
        assert "Échap" in app.seen()[-1]
