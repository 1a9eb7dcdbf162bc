"""Pictures of every screen at three sizes in both languages; after a change they are looked at, then renewed."""

from pathlib import Path

import pytest

from mozaik_tui.journey.steps import STEPS
from mozaik_tui.outcome import Outcome
from mozaik_tui.ui.app import Assistant

from .prepared import REFUSED, prepared

SIZES = [(80, 24), (40, 12), (120, 40)]
LANGUAGES = ["fr", "en"]


@pytest.fixture(autouse=True)
def _compare_with_what_lies_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_screen(step: str, size: tuple[int, int], language: str, snap_compare) -> None:
    app = Assistant(prepared(step, language), theme="mozaik-dark")

    async def filled(pilot) -> None:
        await app.workers.wait_for_complete()  # a list may come after its screen
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=filled)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("step", list(REFUSED))
def test_refusal(step: str, size: tuple[int, int], language: str, snap_compare) -> None:
    app = Assistant(prepared(step, language), theme="mozaik-dark")

    async def refuse(pilot) -> None:
        await pilot.pause()
        app.step_screen.came_back(REFUSED[step])
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=refuse)


@pytest.mark.parametrize("theme", ["mozaik-light", "mozaik-contrast", "mozaik-mono"])
def test_theme(theme: str, snap_compare) -> None:
    assert snap_compare(Assistant(prepared("email", "en"), theme=theme), terminal_size=(80, 24))


def test_nothing_is_refused_by_default() -> None:
    assert Outcome() == Outcome(moved=False)
    assert Path(__file__).with_name("__snapshots__").is_dir()
