"""Buttons: by key and by click, in both languages, at 40×12 too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.geometry import Size

from mozaik_tui.ui.widgets.action_bar import ActionBar, FlowLayout
from mozaik_tui.ui.widgets.action_button import ActionButton

Show = Callable[..., Any]
SMALL, USUAL = (40, 12), (80, 24)


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_button_is_pressed_by_key_and_by_click(show: Show, key: str) -> None:
    app = show(ActionButton("Go on", "Continuer"))
    async with app.run_test() as pilot:
        await pilot.press(key)
        await pilot.click(ActionButton)
        assert len(app.told(ActionButton.Pressed)) == 2


async def test_a_button_that_is_off_takes_no_focus(show: Show) -> None:
    app = show(ActionButton("Go on", disabled=True))
    async with app.run_test() as pilot:
        await pilot.press("tab", "enter")
        await pilot.click(ActionButton)
        assert app.focused is None
        assert app.told(ActionButton.Pressed) == []


async def test_a_button_shows_both_languages_and_its_focus_by_shape(show: Show) -> None:
    app = show(ActionButton("Go on", "Continuer"), ActionButton("Same", "Same"))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        seen = "\n".join(app.seen())
        assert "▶ Go on" in seen
        assert "Continuer" in seen
        assert "▌ ▶ Go on" in seen
        assert "▏   Same" in seen
        assert seen.count("Same") == 1
        assert app.seen()[app.cursor_position.y][app.cursor_position.x] == "▶"


async def test_a_button_is_one_row_on_a_short_screen_and_follows_a_new_size(show: Show) -> None:
    button = ActionButton("Go on", "Continuer")
    app = show(button)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert button.outer_size.height == 1
        assert "▶ [Go on / Continuer]" in "\n".join(app.seen())
        await pilot.resize_terminal(*USUAL)
        await pilot.pause()
        assert button.outer_size.height == 2
        await pilot.resize_terminal(80, 40)
        await pilot.pause()
        assert button.outer_size.height == 4
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        assert button.outer_size.height == 1


async def test_a_long_button_breaks_between_the_languages_on_a_small_screen(show: Show) -> None:
    button = ActionButton("Get a code", "« Obtenir un code de vérification »")
    app = show(button)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert [line for line in app.seen() if line] == [
            "▶ [Get a code /",
            "  « Obtenir un code de vérification »]",
        ]
        button.relabel("A word that is longer than any line of this small screen can ever be")
        await pilot.pause()
        assert button.outer_size.height == 2


async def test_buttons_flow_on_to_another_row(show: Show) -> None:
    words = (("Back", "Précédent"), ("Help", "Aide"), ("Stop", "Arrêter"))
    buttons = [ActionButton(lead, french) for lead, french in words]
    app = show(outside=(ActionBar(*buttons),))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert [button.region.y for button in buttons] == [10, 10, 11]
        await pilot.press("tab", "tab", "enter")
        assert app.told(ActionButton.Pressed)[0].button is buttons[2]


async def test_a_button_takes_other_words(show: Show) -> None:
    button = ActionButton("A")
    app = show(button)
    async with app.run_test() as pilot:
        button.relabel("Longer words", "D'autres mots")
        await pilot.pause()
        assert "Longer words" in "\n".join(app.seen())
        assert "D'autres mots" in "\n".join(app.seen())


async def test_measuring_and_placing_find_the_rows_for_the_same_room(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Textual keeps what it found for a room; for two of them each button would be measured twice."""
    rooms: set[Size] = set()
    arrange = FlowLayout.arrange

    def noted(self: FlowLayout, parent: Any, children: Any, size: Size, greedy: bool = True) -> Any:
        rooms.add(size)
        return arrange(self, parent, children, size, greedy)

    monkeypatch.setattr(FlowLayout, "arrange", noted)
    bar = ActionBar(*(ActionButton(f"Button {n}", f"Bouton {n}") for n in range(6)))
    app = show(outside=(bar,))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert len(rooms) == 1
        assert bar.size.height == max(button.region.bottom for button in bar.children) - bar.region.y
