"""The first screen is drawn whole once, and no screen is drawn while nobody may see it."""

from __future__ import annotations

import pytest
from textual._compositor import Compositor

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
