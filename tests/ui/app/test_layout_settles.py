"""However quickly a terminal changes its size, a screen is laid out a few times and then rests.

Textual tells a screen its new size as it lays it out. Of two sizes on the way at once, each would bring the other back,
and the program would be busy for ever.
"""

from __future__ import annotations

import asyncio
import random

import pytest
from textual.screen import Screen

from mozaik_tui.journey.steps import STEPS
from mozaik_tui.ui.app import Assistant

from ...snapshots.prepared import prepared

A_FEW = 40
TURNS = 40
"""Turns of the loop in which everything that waits is heard."""


@pytest.mark.parametrize("step", [step.name for step in STEPS])
async def test_a_screen_rests_after_quick_changes_of_size(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    layouts, real = 0, Screen._refresh_layout

    def counted(screen: Screen[object], *arguments: object, **options: object) -> None:
        nonlocal layouts
        layouts += 1
        real(screen, *arguments, **options)

    monkeypatch.setattr(Screen, "_refresh_layout", counted)
    app, dice = Assistant(prepared(step, "fr"), theme="mozaik-dark"), random.Random(step)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        for _ in range(15):
            layouts, before = 0, -1
            for _ in range(dice.randint(2, 4)):
                resized = asyncio.create_task(
                    pilot.resize_terminal(dice.randint(20, 130), dice.randint(6, 40))
                )
                for _ in range(dice.randint(1, 6)):
                    await asyncio.sleep(0)
            while layouts != before:
                before = layouts
                for _ in range(TURNS):
                    await asyncio.sleep(0)
                assert layouts < A_FEW
            await resized
            assert app.screen.size == app.size
