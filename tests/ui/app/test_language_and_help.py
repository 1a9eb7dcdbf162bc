"""Help and another language on every screen, and nothing is lost by either."""

from __future__ import annotations

import pytest

from mozaik_tui.journey.steps import STEPS
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.filter_list import FilterField
from mozaik_tui.ui.widgets.text_field import TextField

from ...snapshots.prepared import TYPED
from .standing import StandIn, assistant, over, paragraphs, settled, standing, words

STEP_NAMES = [step.name for step in STEPS]


@pytest.mark.parametrize("step", STEP_NAMES)
async def test_help_opens_with_one_key_unless_one_types(step: str) -> None:
    app = assistant(standing(step, "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        while step == "school_body" and not app.screen.query(FilterField):
            await pilot.pause()
        await pilot.pause()
        typing = isinstance(app.focused, TextField)
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.over_step() is not typing
        if typing:
            assert app.focused.value.endswith("?")
            app.step_screen.action_help()
            await pilot.pause()
        help_shown = paragraphs(app)
        for part in ("what", "where", "wrong"):
            assert words("fr").text(f"help.{step}.{part}", digits=6) in help_shown
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert not app.over_step()
        assert app.is_running


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize("step", STEP_NAMES)
async def test_another_language_on_every_step_loses_nothing_and_takes_two_frames(
    step: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = standing(step, "fr", StandIn())
    app = assistant(session)
    frames: list[str] = []
    show = Assistant._display
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        while step == "school_body" and not app.screen.query(FilterField):
            await pilot.pause()
        typed, trail = dict(session.journey.answers), list(session.journey.trail)

        def counted(self: Assistant, screen: object, drawn: object) -> None:
            show(self, screen, drawn)
            if drawn is not None and screen is self.screen and not self._batch_count:
                picture = "\n".join(strip.text for strip in screen._compositor.render_strips(self.size))
                if picture != frames[-1]:
                    frames.append(picture)

        frames.append("\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size)))
        monkeypatch.setattr(Assistant, "_display", counted)
        app.change_language("en")
        await settled(pilot)
        monkeypatch.undo()
        typed["language"] = "en"
        assert session.journey.answers == typed
        assert session.journey.trail == trail
        assert session.step.name == app.step_screen.shown_step == step
        assert words("en").text(f"screen.{step}.title") in str(app.screen.query(".title").first().content)
        for field in app.screen.query(TextField):
            if field.id and field.id.startswith("field-"):
                assert field.value == typed[field.id.removeprefix("field-")]
        if step != "school_body":  # its list comes from the service, in a frame of its own
            assert 1 <= len(frames) - 1 <= 2, "\n=====\n".join(frames)


async def test_the_language_list_over_a_step_changes_it() -> None:
    app = assistant(standing("birth_date", "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.step_screen.action_language()
        await over(pilot)
        await pilot.press("2", "enter")
        while app.words.tag != "en":
            await pilot.pause()
        await settled(pilot)
        assert ("set_language", ("session-token", "en"), None) in app.session.wire.service.asked
        assert app.session.answer("birth_date") == TYPED["birth_date"]
