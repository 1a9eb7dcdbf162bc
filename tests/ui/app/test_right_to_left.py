"""Screens that run from right to left, on every step and in every size: French in Arabic letters stands for Arabic."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from mozaik_tui.journey import steps
from mozaik_tui.language.languages import offered
from mozaik_tui.language.terminals.here import Here
from mozaik_tui.language.terminals.profiles import PROFILES
from mozaik_tui.session import Session
from mozaik_tui.ui import right_to_left
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.card_screen import CardScreen
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.filter_list import FilterList
from mozaik_tui.ui.widgets.text_field import TextField
from mozaik_tui.ui.widgets.yes_no import YesNo

from ...pretend import speaking, write_locales
from .standing import StandIn, settled, standing

SIZES = [(80, 24), (40, 12)]
CONTROLS = frozenset("\u061c\u200c\u200d\u200e\u200f\u2028\u202a\u202b\u202c\u2066\u2067\u2068\u2069")


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locales")
    write_locales(folder, ("ar", "ps"))
    return folder


@pytest.fixture(autouse=True)
def _languages(locales: Path) -> Iterator[None]:
    with speaking(locales):
        yield
    right_to_left.run_from(False)
    right_to_left.install(PROFILES["visual"])


def rows(app: Assistant) -> list[str]:
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def on(step: str, language: str = "ar", profile: str = "visual") -> Assistant:
    session = standing(step, language, StandIn())
    return Assistant(session, theme="mozaik-dark", terminal=Here(PROFILES[profile]))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "40x12"])
@pytest.mark.parametrize("step", [step.name for step in steps.STEPS])
async def test_no_control_is_drawn_and_no_row_is_too_wide(step: str, size: tuple[int, int]) -> None:
    app = on(step)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        seen = rows(app)
        assert all(cell_len(row) == size[0] for row in seen)
        assert not CONTROLS & set("".join(seen))
        # Every Arabic letter that is seen is in a form, and what reads first stands on the right.
        assert not any("\u0620" <= each <= "\u064a" and each != "\u0640" for each in "".join(seen))
        title = next(row for row in seen if any("\ufe70" <= each <= "\ufefc" for each in row))
        assert title.rstrip()[-1:]
        assert len(title) - len(title.rstrip()) <= 3


async def test_fields_buttons_and_options_begin_on_the_right() -> None:
    app = on("email")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        body = app.screen.query_one("#body").region.right
        assert app.screen.query_one("#field-email").region.right >= body - 2
        assert app.screen.query_one("#main").region.right >= body - 2
        bar = list(app.screen.query_one("#actions").query(ActionButton))
        shown = [button for button in bar if button.region.width]
        assert [button.region.x for button in shown] == sorted((b.region.x for b in shown), reverse=True)


async def test_an_address_runs_from_left_to_right_and_the_cursor_follows() -> None:
    app = on("email")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        field = app.screen.query_one("#field-email", TextField)
        field.value = "parent@ecole.qc.ca"
        field.action_end()
        await settled(pilot)
        assert field.cursor_screen_offset.x == field.content_region.x + 18
        field.action_cursor_left()
        assert field.cursor_screen_offset.x == field.content_region.x + 17


async def test_a_name_runs_from_right_to_left_with_a_latin_word_whole_inside() -> None:
    app = on("child_name")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        field = app.screen.query_one("#field-last_name", TextField)
        field.focus()
        field.value = ""
        await settled(pilot)
        assert app.cursor_position.x == field.content_region.right - 1
        for key in "اب Noé":
            await pilot.press(key)
        line = "".join(segment.text for segment in field.render_line(0))
        assert line.rstrip().endswith("Noé \ufe8f\ufe8d")
        at_end = field.cursor_screen_offset.x
        await pilot.press("right")
        assert (field.cursor_position, field.cursor_screen_offset.x) == (3, at_end + 1)
        await pilot.press("right", "right", "right", "right")
        assert field.cursor_position == 1
        await pilot.press("home", "x")
        assert field.value == "xاب Noé"


async def test_a_long_line_keeps_its_cursor_in_sight() -> None:
    app = on("child_name")
    async with app.run_test(size=(40, 12)) as pilot:
        await settled(pilot)
        field = app.screen.query_one("#field-last_name", TextField)
        field.value = "ا" * 90 + " abc " + "ب" * 30
        for position in (0, 30, 90, 92, 94, 100, len(field.value)):
            field.cursor_position = position
            strip = field.render_line(0)
            room = field.scrollable_content_region
            assert strip.cell_length >= room.width
            assert 0 <= field.cursor_place() < room.width
    field.direction = "ltr"
    assert field._cell_offset_to_index(0) <= len(field.value)


async def test_arrows_are_mirrored_where_options_stand_in_a_row() -> None:
    app = on("questions")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        asked = app.screen.query(YesNo).first()
        asked.focus()
        await pilot.press("right")
        assert asked.yes
        await pilot.press("left")
        assert not asked.yes
        assert asked.cursor_screen_offset.x == asked.content_region.right - 1


async def test_the_language_is_changed_and_nothing_typed_is_lost() -> None:
    app = on("email", "fr")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.screen.query_one(TextField).value = "a@b.ca"
        await settled(pilot)
        for tag, turned in (("ar", True), ("fr", False)):
            app.change_language(tag)
            await settled(pilot)
            assert app.screen.has_class("-rtl") is turned
            assert app.screen.query_one(TextField).value == "a@b.ca"
            assert (app.screen.query_one("#main").region.x > 20) is turned


class TestTheLanguageScreen:
    """27 languages: each by its own name, found by any of its names, with its limits said."""

    @pytest.mark.parametrize("size", SIZES, ids=["80x24", "40x12"])
    async def test_each_is_found_by_typing(self, size: tuple[int, int]) -> None:
        app = Assistant(Session(StandIn()), theme="mozaik-dark")
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            search = app.screen.query_one(FilterList)
            assert len(search.choices.choices) == len(offered()) == 27
            for typed, tag in (
                ("arab", "ar"),
                ("العر", "ar"),
                ("turkce", "tr"),
                ("viet", "vi"),
                ("حي", None),
            ):
                search.field.value = typed
                await settled(pilot)
                first = search.choices.current
                assert (first.value if first else None) == tag
            search.field.value = ""
            await settled(pilot)
            await pilot.press("1", "2")
            assert search.choices.current
            assert search.choices.current.value == "vi"
            seen = "".join(rows(app))
            assert "Tiếng Việt" in seen
            assert len(rows(app)) == size[1]

    async def test_a_digit_and_enter_choose(self) -> None:
        app = Assistant(Session(StandIn()), theme="mozaik-dark")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("4", "enter")
            await settled(pilot)
            assert (app.session.language, app.session.step.name) == ("ar", "start")
            assert app.screen.has_class("-rtl")

    @pytest.mark.parametrize(
        ("profile", "tag", "notice"),
        [("tmux", "ar", "ligne par ligne"), ("vte", "ta", "étrange"), ("unknown", "fa", "demanderons")],
    )
    async def test_limits_are_said_before(self, profile: str, tag: str, notice: str) -> None:
        app = Assistant(Session(StandIn()), theme="mozaik-dark", terminal=Here(PROFILES[profile]))
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            search = app.screen.query_one(FilterList)
            search.choices.highlighted = [each.value for each in search.choices.choices].index(tag)
            await settled(pilot)
            assert notice in str(app.screen.query_one("#about").content)

    async def test_no_squares(self) -> None:
        app = Assistant(Session(StandIn()), theme="mozaik-dark", terminal=Here(PROFILES["linux-console"]))
        async with app.run_test(size=(80, 60)) as pilot:
            await settled(pilot)
            for row in rows(app):
                assert all(
                    "LATIN" in unicodedata.name(each, "") or "CYRILLIC" in unicodedata.name(each, "")
                    for each in row
                    if each.isalpha()
                ), row

    async def test_the_draft_is_said(self) -> None:
        app = Assistant(Session(StandIn()), theme="mozaik-dark")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("4")
            await settled(pilot)
            assert "relue" in str(app.screen.query_one("#about").content)


class TestLimits:
    """A language that this terminal cannot show."""

    async def ask(self, pilot: object, app: Assistant, *keys: str) -> None:
        await settled(pilot)
        await pilot.press("4", "enter")  # type: ignore[attr-defined]
        await settled(pilot)
        for key in keys:
            await pilot.press(key)  # type: ignore[attr-defined]
            await settled(pilot)

    async def test_line_by_line(self) -> None:
        app = Assistant(Session(StandIn()), theme="mozaik-dark", terminal=Here(PROFILES["tmux"]))
        async with app.run_test(size=(80, 24)) as pilot:
            await self.ask(pilot, app, "1")
        assert (app.wants_lines, app.session.language, app.session.step.name) == (True, "ar", "language")

    async def test_only_french(self) -> None:
        app = Assistant(Session(StandIn()), theme="mozaik-dark", terminal=Here(PROFILES["tmux"]))
        async with app.run_test(size=(80, 24)) as pilot:
            await self.ask(pilot, app, "2")
            assert (app.session.language, app.session.step.name) == ("fr", "start")

    async def test_another_one(self) -> None:
        app = Assistant(Session(StandIn()), theme="mozaik-dark", terminal=Here(PROFILES["tmux"]))
        async with app.run_test(size=(80, 24)) as pilot:
            await self.ask(pilot, app, "3")
            assert (app.session.language, app.session.step.name) == ("fr", "language")

    @pytest.mark.parametrize(
        ("key", "name", "step"), [("1", "visual", "start"), ("2", "logical", "language")]
    )
    async def test_the_card_of_two_lines(self, key: str, name: str, step: str) -> None:
        kept: list[str] = []
        app = Assistant(
            Session(StandIn()),
            theme="mozaik-dark",
            terminal=Here(PROFILES["unknown"]),
            remember=kept.append,
        )
        async with app.run_test(size=(40, 12)) as pilot:
            await self.ask(pilot, app)
            assert isinstance(app.screen, CardScreen)
            first, second = app.screen.query_one("#lines").lines
            assert first != second
            assert second[0] > "\u0600"
            assert first[-1] > "\ufb50"
            await pilot.press(key)
            await settled(pilot)
            assert (kept, app.terminal.profile.name, app.session.step.name) == ([name], name, step)

    async def test_a_changed_textual_leaves_the_lines(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert right_to_left.works()
        monkeypatch.setattr(right_to_left._Line, "to_strip", right_to_left._to_strip)
        assert not right_to_left.works()
        app = Assistant(Session(StandIn()), theme="mozaik-dark")
        monkeypatch.setattr(right_to_left._Line, "to_strip", right_to_left._to_strip)
        async with app.run_test(size=(80, 24)) as pilot:
            await self.ask(pilot, app)
            assert app.session.step.name == "language"
            assert app.screen.query(ChoiceList)


def test_a_terminal_that_orders_by_itself_gets_the_text_as_it_is() -> None:
    right_to_left.install(PROFILES["logical"])
    assert not right_to_left.DRAWING.concerns("ا")
    right_to_left.install(PROFILES["web"])
    right_to_left.run_from(True)
    segments, size = right_to_left.ordered([("اب جد 12", None)])
    assert "".join(segment.text for segment in segments) == "12 جد اب"
    assert size == 8


def test_a_border_title_is_ordered_too() -> None:
    right_to_left.install(PROFILES["visual"])
    right_to_left.run_from(True)
    assert "".join(each.text for each in Content("اب").render_segments(Style.null())) == "\ufe8f\ufe8d"
