"""The accessibility statement (docs/accessibility.md): its figures are the computed ones, and its tests are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.color import Color

from mozaik_tui.ui import themes
from mozaik_tui.web import page

from .test_themes import COLOURED, contrast, luminance

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
SHEET = (Path(page.__file__).parent / "static" / "page.css").read_text("utf-8")

OF_TEXT, OF_PART = 4.5, 3.0
"""What WCAG 2.2 asks for at level AA: 1.4.3 for text, 1.4.11 for parts of controls and the sign of the focus."""

PAIRS = (
    *((pair, OF_TEXT) for pair in themes.TEXT_PAIRS),
    *((pair, OF_PART) for pair in themes.EDGE_PAIRS if pair not in themes.TEXT_PAIRS),
)
OF_THE_PAGE = (
    ("body's text", "#f2f4f6", "#10151b", OF_TEXT),
    ("notice's text", "#10151b", "#ffd866", OF_TEXT),
    ("border", "#8b9aab", "#10151b", OF_PART),
    ("focus", "#ffd866", "#10151b", OF_PART),
    ("focus in the notice", "#10151b", "#ffd866", OF_PART),
)
"""What the browser's style sheet draws on what."""


def two(one: str, other: str) -> float:
    """The contrast of two colours that are written out."""
    high, low = sorted((luminance(Color.parse(each)) for each in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def cells(figure: float) -> str:
    """One decimal, rounded down: a figure is never said to be better than it is."""
    return f"{int(figure * 10) / 10:.1f}"


def rows() -> list[str]:
    """The two tables of the document, as they are to be."""
    inside = [
        f"| `{one}` on `{other}` | {least} | "
        + " | ".join(cells(contrast(theme, one, other)) for theme in COLOURED)
        + " |"
        for (one, other), least in PAIRS
    ]
    around = [
        f"| {name} | `{one}` on `{other}` | {least} | {cells(two(one, other))} |"
        for name, one, other, least in OF_THE_PAGE
    ]
    return [*inside, *around]


@pytest.mark.parametrize("row", rows())
def test_the_figures_of_the_document_are_the_computed_ones(row: str) -> None:
    assert row in PAGE.splitlines(), "\n" + "\n".join(rows())


@pytest.mark.parametrize(("pair", "least"), PAIRS, ids=str)
def test_every_theme_has_the_contrast_that_is_asked_for(pair: tuple[str, str], least: float) -> None:
    for theme in COLOURED:
        assert contrast(theme, *pair) >= least, theme.name


def test_the_page_in_the_browser_has_it_too_and_uses_no_other_colour() -> None:
    for name, one, other, least in OF_THE_PAGE:
        assert two(one, other) >= least, name
    measured = {colour for _name, one, other, _least in OF_THE_PAGE for colour in (one, other)}
    assert set(re.findall(r"#[0-9a-f]{6}\b", SHEET)) == measured
    assert "#notice :focus-visible { outline-color: #10151b; }" in SHEET, "yellow on yellow is not seen"


def test_every_test_that_the_document_names_is_there() -> None:
    named = re.findall(r"`([a-z_/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 40
    for file, name in named:
        source = (ROOT / "tests" / file).read_text("utf-8")
        assert re.search(rf"def {name}\(", source), (file, name)
