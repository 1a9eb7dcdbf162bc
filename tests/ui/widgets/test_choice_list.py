"""Choosing from a list by arrows, digits and typing (journey.md, Keyboard only)."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual._compositor import Compositor
from textual.geometry import Offset

from mozaik_tui.language.languages import TABLE, compiled_table
from mozaik_tui.language.places import locales_folder
from mozaik_tui.language.terminals.profiles import PROFILES
from mozaik_tui.ui import right_to_left
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.choices import Choice, rows_of
from mozaik_tui.ui.widgets.filter_list import FilterList, containing
from mozaik_tui.ui.widgets.text_field import TextField

Show = Callable[..., Any]


def numbered(count: int) -> list[Choice]:
    return [Choice(f"v{n}", f"Choice {n}", f"Choix {n}") for n in range(1, count + 1)]


def chosen(app: Any) -> list[str]:
    return [message.choice.value for message in app.told(ChoiceList.Chosen)]


async def test_arrows_move_the_mark_and_stop_at_the_ends(show: Show) -> None:
    choices = ChoiceList(numbered(3))
    app = show(choices)
    async with app.run_test() as pilot:
        await pilot.press("up", "down", "down", "down", "down", "enter")
        assert choices.highlighted == 2
        await pilot.press("home", "space", "end", "enter")
        assert chosen(app) == ["v3", "v1", "v3"]


async def test_a_digit_of_any_script_chooses_in_a_short_list(show: Show) -> None:
    app = show(ChoiceList(numbered(9)))
    async with app.run_test() as pilot:
        await pilot.press("9", "٣", "0")
        assert chosen(app) == ["v9", "v3"]


async def test_digits_only_move_in_a_long_list_and_two_make_a_number(show: Show) -> None:
    choices = ChoiceList(numbered(27))
    app = show(choices)
    async with app.run_test() as pilot:
        await pilot.press("1")
        assert choices.highlighted == 0
        await pilot.press("2")
        assert choices.highlighted == 11
        await pilot.press("7")
        assert choices.highlighted == 6, "127 is none: a new number begins"
        await pilot.press("down", "2")
        assert choices.highlighted == 1, "an arrow ends a number"
        assert chosen(app) == []
        await pilot.press("enter")
        assert chosen(app) == ["v2"]


async def test_focus_is_seen_without_colour_and_the_real_cursor_is_on_the_row(show: Show) -> None:
    choices = ChoiceList(numbered(12), chosen="v2")
    app = show(choices)
    async with app.run_test() as pilot:
        await pilot.pause()
        row = app.cursor_position.y
        assert app.seen()[row].strip() == "▶ ●  2 Choice 2 · Choix 2"
        assert any(segment.style.reverse for segment in choices.render_line(1))
        await pilot.press("down")
        assert app.cursor_position == choices.content_region.offset + Offset(0, 2)
        assert app.seen()[row + 1].strip().startswith("▶")
        assert "▶" not in app.seen()[row]


async def test_a_long_list_scrolls_the_body_around_it_to_the_mark(show: Show) -> None:
    app = show(ChoiceList(numbered(72)))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert "▶ 72" in app.seen()[app.cursor_position.y]
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        assert app.seen()[app.cursor_position.y].startswith("▶")
        await pilot.press("home")
        await pilot.pause()
        assert "▶  1" in app.seen()[app.cursor_position.y]


@pytest.fixture
def compiled_names() -> dict[str, tuple[str, str, str]]:
    """Own name, French name and what was compiled for the screen, of each language from the right."""
    _, rows = marshal.loads(compiled_table((locales_folder() / TABLE).read_bytes()))
    return {row["tag"]: (row["name"], row["french"], row["seen"]) for row in rows if "seen" in row}


@pytest.mark.parametrize("profile", ["visual", "unknown", "vte", "web", "logical"])
@pytest.mark.parametrize("base", [0, 1])
async def test_a_name_that_was_ordered_beforehand_is_drawn_as_one_that_was_not(
    show: Show,
    compiled_names: dict[str, tuple[str, str, str]],
    profile: str,
    base: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {"ar", "fa", "ur"} <= compiled_names.keys()
    right_to_left.install(PROFILES["visual"])
    monkeypatch.setattr(right_to_left.DRAWING, "profile", PROFILES[profile])
    monkeypatch.setattr(right_to_left.DRAWING, "base", base)
    names = compiled_names.items()
    lists = [
        ChoiceList([Choice(tag, name, french, "", seen * ready) for tag, (name, french, seen) in names])
        for ready in (True, False)
    ]
    app = show(*lists)
    async with app.run_test() as pilot:
        await pilot.pause()
        ready, ordered = ([each.render_line(y) for y in range(len(compiled_names))] for each in lists)
        assert [strip.text for strip in ready[1:]] == [strip.text for strip in ordered[1:]]
        assert [strip.cell_length for strip in ready] == [strip.cell_length for strip in ordered]


async def test_the_screen_is_not_laid_out_while_it_is_laid_out(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list says its height when it is asked for it; told aloud, that would have all laid out for each list."""
    nested, under_way = [], 0
    arrange = Compositor._arrange_root

    def counted(self: Compositor, *arguments: Any, **options: Any) -> Any:
        nonlocal under_way
        nested.append(under_way)
        under_way += 1
        try:
            return arrange(self, *arguments, **options)
        finally:
            under_way -= 1

    monkeypatch.setattr(Compositor, "_arrange_root", counted)
    choices = ChoiceList(numbered(72))
    app = show(choices)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert choices.virtual_size.height == choices.size.height == 72
        await pilot.resize_terminal(12, 24)
        await pilot.pause()
        assert choices.virtual_size.height == choices.size.height > 72
    assert set(nested) == {0}


async def test_a_list_of_its_own_height_scrolls_itself(show: Show) -> None:
    choices = ChoiceList(numbered(72))
    choices.styles.height = 6
    app = show(choices)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "0")
        await pilot.pause()
        assert "▶ 30" in app.seen()[app.cursor_position.y]


async def test_an_arrow_repaints_two_options_not_the_list(show: Show) -> None:
    choices = ChoiceList(numbered(72))
    drawn: list[int] = []
    draw = choices._draw

    def counted(row: Any, marked: bool, width: int) -> Any:
        drawn.append(row.place)
        return draw(row, marked, width)

    choices._draw = counted  # type: ignore[method-assign]
    app = show(choices)
    async with app.run_test() as pilot:
        await pilot.pause()
        drawn.clear()
        await pilot.press("down")
        await pilot.pause()
        assert set(drawn) <= {0, 1}


async def test_an_empty_list_bears_every_key(show: Show) -> None:
    app = show(ChoiceList([]))
    async with app.run_test() as pilot:
        await pilot.press("down", "up", "home", "end", "pageup", "pagedown", "enter", "1")
        assert chosen(app) == []


async def test_a_click_chooses(show: Show) -> None:
    app = show(ChoiceList(numbered(3)))
    async with app.run_test() as pilot:
        await pilot.click(ChoiceList, offset=(5, 1))
        assert chosen(app) == ["v2"]


def filtered(choices: Sequence[Choice], **options: Any) -> FilterList:
    return FilterList(containing(choices), **options)


BODIES = [
    Choice("mtl", "Centre de services scolaire de Montréal"),
    Choice("fer", "CSS du Fer"),
    Choice("x", "Étoile"),
]


async def test_typing_filters_without_accents_and_arrows_move_the_list(show: Show) -> None:
    filter_list = filtered(BODIES, tell=lambda n: f"{n} found")
    app = show(filter_list)
    async with app.run_test() as pilot:
        await pilot.press(*"montreal")
        await pilot.pause()
        assert any("1 found" in line for line in app.seen())
        assert [each.value for each in filter_list.choices.choices] == ["mtl"]
        assert isinstance(app.focused, TextField)
        await pilot.press(*["backspace"] * 8, "down", "enter")
        await pilot.pause()
        assert chosen(app) == ["fer"]


async def test_the_cursor_is_where_the_parent_acts(show: Show) -> None:
    filter_list = filtered(BODIES)
    app = show(filter_list)
    async with app.run_test() as pilot:
        await pilot.press("e")
        assert app.cursor_position.y == filter_list.field.content_region.y
        await pilot.press("down")
        assert app.cursor_position == filter_list.choices.cursor_screen_offset
        await pilot.press("t")
        assert app.cursor_position.y == filter_list.field.content_region.y


async def test_digits_pick_while_the_field_has_the_focus(show: Show) -> None:
    filter_list = filtered(BODIES)
    app = show(filter_list)
    async with app.run_test() as pilot:
        await pilot.press("2")
        assert chosen(app) == ["fer"]
        assert filter_list.field.value == ""


async def test_nothing_found_chooses_nothing(show: Show) -> None:
    app = show(filtered(BODIES))
    async with app.run_test() as pilot:
        await pilot.press(*"zzz", "down", "enter", "1")
        assert chosen(app) == []


BURSTS = [
    (["down"] * 20 + ["2", "enter"], "v2"),  # a late arrow would move the mark on
    (["3", "enter", "1"], "v3"),  # the digit is for the next screen
    (["pagedown"] * 9 + ["1", "down", "1", "enter"], "v1"),
]


@pytest.mark.parametrize(
    ("filtering", "burst", "wanted"),
    [
        *((filtering, *burst) for filtering in (True, False) for burst in BURSTS),
        # Above a list these keys move in what is typed.
        (False, ["end", "2", "home", "down", "down", "enter"], "v3"),
    ],
)
async def test_keys_of_a_burst_are_done_in_their_order(
    show: Show, filtering: bool, burst: list[str], wanted: str
) -> None:
    widget = filtered(numbered(30)) if filtering else ChoiceList(numbered(30))
    app = show(widget)
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in burst:
            event = events.Key(key, key if len(key) == 1 else None)
            event.set_sender(app)
            app.post_message(event)
        await pilot.pause()
        await pilot.pause()
        assert chosen(app) == [wanted]


@pytest.mark.parametrize("width", [10, 17, 40, 80])
def test_no_row_is_wider_than_its_room(width: int) -> None:
    choices = [*numbered(3), Choice("zh", "简体中文简体中文简体中文", "chinois simplifié"), *BODIES]
    rows, starts = rows_of(choices, width)
    assert all(cell_len(row.lead + row.french) <= width for row in rows)
    assert [rows[start].place for start in starts] == list(range(len(choices)))


KEYS = st.sampled_from([*"m0123é", "up", "down", "pageup", "pagedown", "backspace", "enter", "tab", "space"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(KEYS, max_size=20), tall=st.booleans())
async def test_any_keys_leave_the_mark_on_an_option_in_sight(show: Show, keys: list[str], tall: bool) -> None:
    filter_list = filtered([*numbered(30), *BODIES])
    app = show(filter_list)
    async with app.run_test(size=(80, 24) if tall else (40, 12)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        count = len(filter_list.choices.choices)
        assert (
            (0 <= filter_list.choices.highlighted < count) if count else filter_list.choices.current is None
        )
        assert app.screen.region.contains_point(app.cursor_position)
