"""The first screen is drawn whole once, and no screen is drawn while nobody may see it."""

from __future__ import annotations

from typing import Any

import pytest
from textual._compositor import Compositor
from textual.design import ColorSystem

from mozaik_tui.ui.app import Assistant

from .standing import StandIn, assistant, settled, standing


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each whole drawing: whether it could be seen."""
    seen: list[bool] = []
    draw = Compositor.render_full_update

    def counted(self: Compositor, simplify: bool = False) -> object:
        assert self.root is not None
        seen.append(not self.root.app._batch_count)
        return draw(self, simplify)

    monkeypatch.setattr(Compositor, "render_full_update", counted)
    return seen


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_what_is_held_is_not_drawn_and_the_first_screen_is_drawn_once(
    size: tuple[int, int], drawn: list[bool]
) -> None:
    app: Assistant = assistant(standing("language", "fr", StandIn()))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert drawn == [True]
        await pilot.press("enter")
        await settled(pilot)
        assert app.session.step.name == "start"
    assert all(drawn)


async def test_the_first_screen_is_laid_out_twice_before_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once to learn all sizes, once to be drawn; Textual tells a new screen its size three times more."""
    done: list[str] = []
    reflow, draw = Compositor.reflow, Compositor.render_full_update

    def laid_out(self: Compositor, *arguments: Any) -> Any:
        done.append("laid out")
        return reflow(self, *arguments)

    def drawn(self: Compositor, simplify: bool = False) -> Any:
        done.append("drawn")
        return draw(self, simplify)

    monkeypatch.setattr(Compositor, "reflow", laid_out)
    monkeypatch.setattr(Compositor, "render_full_update", drawn)
    app: Assistant = assistant(standing("language", "fr", StandIn()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
    assert done[:3] == ["laid out", "laid out", "drawn"]


def test_an_app_works_out_one_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ColorSystem] = []
    generate = ColorSystem.generate

    def counted(self: ColorSystem) -> dict[str, str]:
        made.append(self)
        return generate(self)

    monkeypatch.setattr(ColorSystem, "generate", counted)
    assistant(standing("language", "fr", StandIn()))
    assert len(made) == 1
