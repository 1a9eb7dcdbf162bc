"""The guide on the full screen: the same pages and digits as line by line, at both sizes, in three languages."""

import pytest

from mozaik_tui.guide.ui.app import GuideApp
from mozaik_tui.guide.ui.page_screen import PageScreen
from mozaik_tui.language import offered
from mozaik_tui.policy import KIOSK
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.password_field import PasswordField
from mozaik_tui.ui.widgets.prose import Prose

SIZES = [(80, 24), (40, 12)]


@pytest.fixture
def make_app(make_guide):
    def make(language="en", **options):
        return GuideApp(make_guide(language, **options), offered(), theme="mozaik-dark")

    return make


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def texts(app):
    return "\n".join(prose.text for prose in app.screen.query(Prose))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tag", ["fr", "en", "ar"])
async def test_enter_leads_through_every_step_to_the_end_and_out(make_app, tag, size):
    app = make_app(tag)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for step in app.guide.procedure.steps:
            assert app.guide.page == ("step", step.name)
            assert app.words.text(f"guide.step.{step.name}.do").split("\n")[0] in texts(app)
            assert app.words.text(f"guide.step.{step.name}.seen") in texts(app)
            assert app.words.both(f"guide.step.{step.name}.title").joined("\n") in texts(app)
            await press(pilot, "enter")
        assert app.guide.page.kind == "end"
        await press(pilot, "3")
    assert app.return_code == 0


@pytest.mark.parametrize("size", SIZES)
async def test_something_else_by_digits_and_back_by_escape(make_app, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, *["enter"] * 6)
        assert app.guide.page == ("step", "code")
        await press(pilot, "2")
        assert app.guide.page.kind == "troubles"
        await press(pilot, "1", "2")
        assert app.guide.page == ("trouble", "code_closed")
        await press(pilot, "escape")
        assert app.guide.page == ("trouble", "code_refused")
        await press(pilot, "2", "1")
        assert app.guide.page == ("step", "email")


async def test_the_language_list_comes_first_and_is_one_key_away(make_app):
    app = make_app(None)
    async with app.run_test(size=SIZES[0]) as pilot:
        await press(pilot, *"eng", "enter")
        assert app.guide.page == ("step", "ready")
        assert "Have two things ready" in texts(app)
        await press(pilot, "exclamation_mark", "1", "enter")
        assert "Préparez deux choses" in texts(app)
        assert app.guide.page == ("step", "ready")


async def test_a_password_is_ticked_and_stays_in_its_field(make_app):
    app = make_app()
    async with app.run_test(size=SIZES[0]) as pilot:
        app.guide.open("step", "password")
        app.guide.open("check", "password")
        app.show_page()
        await pilot.pause()
        await press(pilot, *"Canari7", "enter")
        assert "E-322" in app.screen.query_one(FieldFrame).refusal
        await press(pilot, "Z", "enter")
        assert "follows the rules" in texts(app)
        assert not app.screen.query_one(PasswordField).shown
        assert app.guide.typed == {}
        assert "Canari" not in texts(app)
        await press(pilot, "escape")
        app.guide.open("check", "password")
        app.show_page()
        await pilot.pause()
        assert app.screen.query_one(PasswordField).value == ""


async def test_a_number_a_date_and_a_school_body_are_looked_at(make_app):
    app = make_app()
    async with app.run_test(size=SIZES[0]) as pilot:
        for field, typed, expected in (
            ("birth_date", "09/03/2014", "March 9, 2014"),
            ("identifier", "TREJ140309", "E-423"),
            ("email", "a@gmial.com", "E-203"),
            ("school_body", "cssdm", "Centre de services scolaire de Montréal"),
        ):
            app.guide.open("step", "ready")
            app.guide.open("check", field)
            app.show_page()
            await pilot.pause()
            await press(
                pilot, *[{"/": "slash", "@": "at", ".": "full_stop"}.get(key, key) for key in typed], "enter"
            )
            told = texts(app) + app.screen.query_one(FieldFrame).refusal
            assert expected in told, field


async def test_help_and_stop_are_asked_over_the_page(make_app):
    app = make_app(contacts={"default": ("514-555-0199",)})
    async with app.run_test(size=SIZES[0]) as pilot:
        await press(pilot, "question_mark")
        assert "514-555-0199" in texts(app)
        await press(pilot, "escape", "ctrl+c")
        assert "This guide keeps nothing." in texts(app)
        await press(pilot, "1")
        assert isinstance(app.screen, PageScreen)
        await press(pilot, "ctrl+c", "2")
    assert app.return_code == 0


async def test_at_a_kiosk_stop_begins_again_for_the_next_parent(make_app):
    app = make_app(None, policy=KIOSK)
    async with app.run_test(size=SIZES[0]) as pilot:
        await press(pilot, *"eng", "enter", "enter")
        app.guide.type("email", "a@b.ca")
        await press(pilot, "ctrl+c", "2")
        assert app.guide.page.kind == "language"
        assert app.guide.typed == {}


async def test_another_size_keeps_the_page(make_app):
    app = make_app()
    async with app.run_test(size=SIZES[0]) as pilot:
        await press(pilot, "enter")
        await pilot.resize_terminal(*SIZES[1])
        await pilot.pause()
        assert app.guide.page == ("step", "site")
        await press(pilot, "enter")
        assert app.guide.page == ("step", "sign_in")


async def test_a_child_is_put_on_the_sheet_only_with_a_number_that_is_one(make_app):
    app = make_app()
    async with app.run_test(size=SIZES[0]) as pilot:
        app.guide.open("sheet")
        app.guide.open("child")
        app.show_page()
        await pilot.pause()
        await press(pilot, *"Noe", "enter", *"123", "enter")
        assert app.guide.children == []
        await press(pilot, *"4567", "enter")
        assert app.guide.children == [("Noe", "1234567")]
        assert app.guide.page.kind == "sheet"
