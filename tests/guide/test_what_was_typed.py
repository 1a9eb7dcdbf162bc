"""What was typed in the guide is there again in another language, at another size, after « Précédent »; no secret is kept."""

from __future__ import annotations

import io

import pytest

from mozaik_tui.guide.plain import PlainGuide
from mozaik_tui.language import offered
from mozaik_tui.plain.console import Console, EndOfInput
from mozaik_tui.policy import KIOSK
from mozaik_tui.ui.widgets.checklist import Checklist
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.password_field import PasswordField
from mozaik_tui.ui.widgets.text_field import TextField

from .slow_sheet import SlowSheet, drawn_anew, send, settled, texts, until

CHANGES = ["language", "size"]


@pytest.fixture
def make_app(make_guide):
    def make(language="en", **options):
        return SlowSheet(make_guide(language, **options))

    return make


async def at(pilot, *pages):
    """The reader has opened these pages one over the other."""
    app = pilot.app
    await settled(pilot)
    for page in pages:
        app.guide.open(*page)
    app.show_page()
    await settled(pilot)


def typed(app):
    return [field.value for field in app.page_screen.query(TextField)]


@pytest.mark.parametrize("change", CHANGES)
async def test_a_child_s_name_and_number_stay_and_one_types_on_where_one_was(make_app, change):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, ("sheet",), ("child",))
        await pilot.press(*"Zoe", "enter", *"1234", "left")
        await drawn_anew(pilot, change)
        assert typed(app) == ["Zoe", "1234"]
        await pilot.press("9")
        assert typed(app) == ["Zoe", "12394"]


async def test_letters_that_come_while_the_page_is_drawn_anew_are_not_lost(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, ("sheet",), ("child",))
        send(app, *"Zo")
        before = app.page_screen
        app.call_later(app.change_language, "es")
        send(app, *"e")
        await until(pilot, lambda: app.page_screen is not before)
        await until(pilot, lambda: app.guide.draft.get("child") == "Zoe")
        assert typed(app) == ["Zoe", ""]


async def test_back_keeps_what_was_typed_of_a_child_and_the_next_child_begins_anew(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, ("sheet",), ("child",))
        await pilot.press(*"Zoe", "enter", *"123", "escape")
        await settled(pilot)
        assert app.guide.page.kind == "sheet"
        await at(pilot, ("child",))
        assert typed(app) == ["Zoe", "123"]
        await pilot.press("enter", *"4567", "enter")
        await settled(pilot)
        assert app.guide.children == [("Zoe", "1234567")]
        await at(pilot, ("child",))
        assert typed(app) == ["", ""]
        await pilot.press(*"Noe")
        app.guide.restart()
        assert not app.guide.draft


async def test_enter_twice_puts_one_child_on_the_sheet(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, ("sheet",), ("child",))
        await pilot.press(*"Zoe", "enter", *"1234567")
        send(app, "enter", "enter", "x")
        await until(pilot, lambda: app.guide.children)
        for _ in range(5):
            await pilot.pause()
        assert app.guide.children == [("Zoe", "1234567")]
        assert not app.guide.draft


@pytest.mark.parametrize("change", CHANGES)
async def test_a_password_stays_in_its_field_and_is_gone_with_its_page(make_app, change):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, ("step", "password"), ("check", "password"))
        await pilot.press(*"Canari7", "enter")
        await drawn_anew(pilot, change)
        await drawn_anew(pilot, {"size": "language", "language": "size"}[change])
        assert typed(app) == ["Canari7"]
        assert not app.screen.query_one(PasswordField).shown
        assert "E-322" in app.screen.query_one(FieldFrame).refusal
        await until(pilot, lambda: app.screen.query_one(Checklist).states["upper"] == "done")
        assert not app.guide.typed
        assert not app.guide.draft
        await pilot.press("escape")
        await settled(pilot)
        await at(pilot, ("check", "password"))
        assert typed(app) == [""]


async def test_what_came_of_a_check_is_told_again_in_the_other_language(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, ("step", "email"), ("check", "email"))
        await pilot.press(*"parent", "at", *"school", "full_stop", *"ca", "enter")
        await until(pilot, lambda: app.words.text("guide.check.good.email") in texts(app))
        await drawn_anew(pilot, "language")
        assert app.words.text("guide.check.good.email") in texts(app)


async def test_the_next_reader_finds_nothing_of_the_last_one_in_a_field(make_app):
    app = make_app(None, policy=KIOSK)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"eng")
        await pilot.press("ctrl+c")
        await until(pilot, app.over_page)
        await until(pilot, lambda: app.screen.focused)
        before = app.page_screen
        await pilot.press("2")
        await until(pilot, lambda: app.page_screen is not before)
        await settled(pilot)
        assert typed(app) == [""]


def heard(guide, *lines):
    """What the lines say until there is nothing more to read."""
    sink = io.StringIO()
    with pytest.raises(EndOfInput):
        PlainGuide(guide, Console(io.StringIO("".join(f"{line}\n" for line in lines)), sink), offered()).run()
    return sink.getvalue()


@pytest.mark.parametrize(
    ("left", "again"), [(("!", "2"), ()), (("<",), ("child",)), (("+", "<"), ())], ids=["language", "back", "else"]
)  # fmt: skip
def test_line_by_line_a_name_waits_for_its_number(make_guide, left, again):
    guide = make_guide()
    guide.open("sheet")
    digits = {offer.deed: str(n) for n, offer in enumerate(_offers(guide), 1)}
    guide.open("child")
    said = heard(guide, "Zoe", *left, *(digits[each] for each in again), "", "1234567")
    assert "[Enter: Zoe]" in said
    assert guide.children == [("Zoe", "1234567")]
    assert not guide.draft


def test_line_by_line_a_number_that_was_refused_is_offered_again(make_guide):
    guide = make_guide()
    guide.open("sheet")
    guide.open("child")
    said = heard(guide, "Zoe", "123", "!", "2", "", "")
    assert "[Enter: 123]" in said
    assert said.count("E-4") == 2
    assert guide.children == []


def _offers(guide):
    from mozaik_tui.guide.offers import offers

    return offers(guide)
