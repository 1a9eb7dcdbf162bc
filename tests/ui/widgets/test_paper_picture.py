"""The drawings of the papers: within their width, and with the number in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mozaik_tui.language import Translator
from mozaik_tui.pictures import CODE_PARTS, FILE_NUMBER, KINDS, Kind, picture_lines
from mozaik_tui.ui.widgets.paper_picture import PaperPicture
from mozaik_tui.wrapping import cut, wrap


class Lengthened:
    """Stands for a language with wide characters and words twice as long."""

    tag = "zh-Hans"

    def __init__(self) -> None:
        self._words = Translator("fr")

    def text(self, key: str, /, **params: object) -> str:
        return f"{self._words.text(key, **params)} 学校の書類"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [28, 38, 40, 57, 78])
@pytest.mark.parametrize(
    "words", [Translator("fr"), Translator("en"), Lengthened()], ids=["fr", "en", "long"]
)
def test_no_line_is_wider_than_its_room(kind: Kind, width: int, words: Any) -> None:
    lines = picture_lines(kind, words, width)
    assert max(cell_len(line) for line in lines) <= width


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "permanent_code"])
@pytest.mark.parametrize("tag", ["fr", "en"])
def test_a_paper_shows_the_number_and_points_at_it(kind: Kind, tag: str) -> None:
    lines = picture_lines(kind, Translator(tag), 38)
    (row,) = (line for line in lines if FILE_NUMBER in line)
    assert f"◀ {Translator(tag).text('picture.here')}" in row
    frame = [line for line in lines if line[0] in "┌│└"]
    assert len({cell_len(line) for line in frame}) == 1, "a straight edge"


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_the_code_permanent_is_taken_apart(tag: str) -> None:
    lines = picture_lines("permanent_code", Translator(tag), 38)
    assert lines[0].strip() == "TREJ71031402" == "".join(part for part, _number in CODE_PARTS)
    for _part, number in CODE_PARTS:
        assert any(line.startswith(f"{number} = ") for line in lines)


def test_an_unknown_drawing_is_refused() -> None:
    with pytest.raises(KeyError):
        picture_lines("passport", Translator("fr"), 38)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_the_widget_draws_for_its_width(show: Callable[..., Any], size: tuple[int, int]) -> None:
    app = show(PaperPicture("student_card", Translator("en")))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert any(FILE_NUMBER in line for line in app.seen())


@given(st.text(max_size=80), st.integers(min_value=1, max_value=30))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert lines
    assert all(cell_len(line) <= max(width, 2) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert cell_len(cut(text, width)) <= width


def test_french_signs_stay_with_their_words() -> None:
    assert wrap("cherchez le mot « Fiche ».", 17) == ["cherchez le mot", "« Fiche »."]
