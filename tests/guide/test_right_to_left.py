"""The guide where one reads from right to left: the screens run that way, and what is drawn is not seen in a mirror."""

import pytest

from mozaik_tui.guide.sheet.qr import qr_lines
from mozaik_tui.guide.ui.app import GuideApp
from mozaik_tui.language import offered
from mozaik_tui.language.terminals.here import Here
from mozaik_tui.language.terminals.profiles import PROFILES
from mozaik_tui.ui.right_to_left import CLASS, run_from
from mozaik_tui.ui.widgets.prose import Prose


@pytest.fixture
def make_app(make_guide):
    def make(language, terminal="visual"):
        return GuideApp(
            make_guide(language), offered(), theme="mozaik-dark", terminal=Here(PROFILES[terminal])
        )

    yield make
    run_from(False)


def rows(widget):
    return ["".join(segment.text for segment in strip) for strip in widget.render_lines(widget.size.region)]


async def test_a_page_stands_at_the_right_and_another_language_brings_it_back(make_app):
    app = make_app("ar")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.screen.has_class(CLASS)
        title = app.screen.query(Prose).filter(".title").first()
        lead, french = rows(title)
        assert lead.startswith(" ")
        assert french.rstrip().endswith("Préparez deux choses")
        app.speak("uk")
        await pilot.pause()
        assert not app.screen.has_class(CLASS)


async def test_a_drawing_and_the_square_to_scan_are_seen_as_they_are(make_app):
    app = make_app("ar")
    async with app.run_test(size=(80, 24)) as pilot:
        app.guide.open("step", "site")
        app.show_page()
        await pilot.pause()
        drawn = [row.strip() for row in rows(app.screen.query_one("#picture"))]
        assert "│ ┌───────────────────┐" in drawn[1]
        assert "│ │ portailparents.ca │" in drawn[2]
        app.guide.open("qr")
        app.show_page()
        await pilot.pause()
        code = qr_lines(app.guide.procedure.portal.address)
        assert [row.rstrip() for row in rows(app.screen.query_one("#code"))] == [row.rstrip() for row in code]


async def test_a_language_that_the_terminal_cannot_show_is_asked_about(make_app):
    app = make_app("bn")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("1")
    assert app.wants_lines
    assert app.guide.language == "bn"


async def test_french_alone_is_another_way(make_app):
    app = make_app("bn")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        assert app.guide.language == "fr"
        assert not app.wants_lines
