"""Buttons, yes/no, errors, frames, checklist, progress, banner, key bar: by keyboard alone, in words, at
40×12 too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Offset

from mozaik_tui.language import Pair
from mozaik_tui.ui.keys import BY_NAME, TABLE, bindings, working
from mozaik_tui.ui.widgets.action_bar import ActionBar
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.banner import Banner
from mozaik_tui.ui.widgets.checklist import Checklist
from mozaik_tui.ui.widgets.error_summary import ErrorItem, ErrorSummary
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.key_bar import KeyBar, fitted
from mozaik_tui.ui.widgets.progress_line import ProgressLine
from mozaik_tui.ui.widgets.text_field import TextField
from mozaik_tui.ui.widgets.yes_no import YesNo

Show = Callable[..., Any]
SMALL, USUAL = (40, 12), (80, 24)


# -- buttons
# --------------------------------------------------------------------------------------------------------
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


# -- yes or no
# --------------------------------------------------------------------------------------------------------
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


# -- errors ----------------------------------------------------------------------------------------------
# -------------
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


def test_the_checklist_uses_two_columns_where_there_is_room_and_breaks_long_lines() -> None:
    rules = Checklist(
        [(f"r{n}", f"rule {n}") for n in range(3)], {"done": "ok", "todo": "to do", "wrong": "no"}
    )
    assert [len(row) for row in rules.rows(78)] == [2, 1]
    assert [len(row) for row in rules.rows(40)] == [1, 1, 1]
    assert max(cell_len(text) for row in rules.rows(9) for text, _style in row) <= 9


# -- lines of text
# ------------------------------------------------------------------------------------------------------
async def test_the_checklist_says_each_state_in_a_word_and_redraws_on_change_only(show: Show) -> None:
    rules = Checklist(
        [("length", "8 to 16"), ("space", "no blank")], {"done": "done:", "todo": "to do:", "wrong": "mend:"}
    )
    app = show(rules)
    async with app.run_test() as pilot:
        rules.mark({"length": "done", "space": "wrong"})
        await pilot.pause()
        assert rules.lines == ["✓ done: 8 to 16", "✗ mend: no blank"]
        assert "✓ done: 8 to 16" in "\n".join(app.seen())
        drawn: list[object] = []
        rules.refresh = lambda *_args, **options: drawn.append(options)  # type: ignore[method-assign]
        rules.mark({"length": "done"})
        assert drawn == []
        rules.mark({"length": "todo"})
        assert drawn == [{"layout": False}]
        with pytest.raises(KeyError):
            rules.mark({"colour": "done"})


@pytest.mark.parametrize("width", range(8, 90, 3))
def test_lines_of_the_frame_fit_any_width(width: int) -> None:
    progress = ProgressLine()
    progress._words, progress._done, progress._of = ("Step 3 of 8 · 日本語", "Étape 3 de 8"), 3, 8
    assert cell_len(progress.line(width)) <= width
    banner = Banner("Mozaïk-Portail", "Entraînement")
    assert cell_len(banner.line(width)) <= width


async def test_progress_keeps_the_readers_words_longest(show: Show) -> None:
    progress = ProgressLine()
    app = show(progress)
    async with app.run_test(size=USUAL) as pilot:
        progress.show("Step 3 of 8 · Screen 3", "Étape 3 de 8 · Écran 3", done=3, of=8)
        await pilot.pause()
        assert progress.line(78).endswith(
            "Étape 3 de 8 · Écran 3                   ●●●○○○○○".replace("                   ", " " * 23)
        )
        assert progress.line(50) == "Step 3 of 8 · Screen 3 / Étape 3 de 8 · Écran 3"
        assert progress.line(32) == "Step 3 of 8 · Screen 3  ●●●○○○○○"
        assert progress.line(24) == "Step 3 of 8 · Screen 3"
        progress.show("Step 6 of 8 · part 2 of 6 · Screen 6", "Étape 6 de 8 · partie 2 de 6 · Écran 6")
        assert progress.line(24) == "Step 6 of 8 · Screen 6"


def test_the_banner_keeps_the_notice_longest() -> None:
    banner = Banner("Mozaïk-Portail", "Practice")
    assert banner.line(30) == "Mozaïk-Portail        Practice"
    assert banner.line(12).endswith("Practice")
    assert Banner("Mozaïk-Portail").line(30) == "Mozaïk-Portail"


# -- keys ------------------------------------------------------------------------------------------------
# ---------------
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
