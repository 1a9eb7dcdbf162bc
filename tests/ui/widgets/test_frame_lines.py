"""Checklist, progress and banner: in words, and within any width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len

from mozaik_tui.ui.widgets.banner import Banner
from mozaik_tui.ui.widgets.checklist import Checklist
from mozaik_tui.ui.widgets.progress_line import ProgressLine

Show = Callable[..., Any]
SMALL, USUAL = (40, 12), (80, 24)


def test_the_checklist_uses_two_columns_where_there_is_room_and_breaks_long_lines() -> None:
    rules = Checklist(
        [(f"r{n}", f"rule {n}") for n in range(3)], {"done": "ok", "todo": "to do", "wrong": "no"}
    )
    assert [len(row) for row in rules.rows(78)] == [2, 1]
    assert [len(row) for row in rules.rows(40)] == [1, 1, 1]
    assert max(cell_len(text) for row in rules.rows(9) for text, _style in row) <= 9


async def test_the_checklist_says_each_state_in_a_word_and_redraws_on_change_only(show: Show) -> None:
    rules = Checklist(
        [("length", "8 to 16"), ("space", "no blank")], {"done": "done:", "todo": "to do:", "wrong": "mend:"}
    )
    app = show(rules)
    async with app.run_test() as pilot:
        rules.mark({"length": "done", "space": "wrong"})
        await pilot.pause()
        assert rules.lines == ["✓ done: 8 to 16", "✗ mend: no blank"]
        assert "✓ done: 8 to 16" in "\n".join(app.seen())
        drawn: list[object] = []
        rules.refresh = lambda *_args, **options: drawn.append(options)  # type: ignore[method-assign]
        rules.mark({"length": "done"})
        assert drawn == []
        rules.mark({"length": "todo"})
        assert drawn == [{"layout": False}]
        with pytest.raises(KeyError):
            rules.mark({"colour": "done"})


@pytest.mark.parametrize("width", range(8, 90, 3))
def test_lines_of_the_frame_fit_any_width(width: int) -> None:
    progress = ProgressLine()
    progress._words, progress._done, progress._of = ("Step 3 of 8 · 日本語", "Étape 3 de 8"), 3, 8
    assert cell_len(progress.line(width)) <= width
    banner = Banner("Mozaïk-Portail", "Entraînement")
    assert cell_len(banner.line(width)) <= width


async def test_progress_keeps_the_readers_words_longest(show: Show) -> None:
    progress = ProgressLine()
    app = show(progress)
    async with app.run_test(size=USUAL) as pilot:
        progress.show("Step 3 of 8 · Screen 3", "Étape 3 de 8 · Écran 3", done=3, of=8)
        await pilot.pause()
        assert progress.line(78).endswith(
            "Étape 3 de 8 · Écran 3                   ●●●○○○○○".replace("                   ", " " * 23)
        )
        assert progress.line(50) == "Step 3 of 8 · Screen 3 / Étape 3 de 8 · Écran 3"
        assert progress.line(32) == "Step 3 of 8 · Screen 3  ●●●○○○○○"
        assert progress.line(24) == "Step 3 of 8 · Screen 3"
        progress.show("Step 6 of 8 · part 2 of 6 · Screen 6", "Étape 6 de 8 · partie 2 de 6 · Écran 6")
        assert progress.line(24) == "Step 6 of 8 · Screen 6"


def test_the_banner_keeps_the_notice_longest() -> None:
    banner = Banner("Mozaïk-Portail", "Practice")
    assert banner.line(30) == "Mozaïk-Portail        Practice"
    assert banner.line(12).endswith("Practice")
    assert Banner("Mozaïk-Portail").line(30) == "Mozaïk-Portail"
