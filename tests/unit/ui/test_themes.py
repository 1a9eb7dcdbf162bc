"""Every pair of colours that the style sheets use is far enough apart (terminal-text.md, 3; WCAG 1.4.6
and 1.4.11).
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from mozaik_tui.ui import themes

UI = Path(themes.__file__).parent
COLOURED = [theme for theme in themes.THEMES if theme.name != themes.MONO]


def luminance(colour: Color) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (each / 255 for each in (colour.r, colour.g, colour.b))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, one: str, other: str) -> float:
    variables = theme.to_color_system().generate() | theme.variables
    first, second = (Color.parse(variables[name]) for name in (one, other))
    assert first.a == second.a == 1, "no transparency: nothing is to fade"
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def sheets() -> str:
    """All style rules of the interface, those in the widgets too."""
    files = [*UI.rglob("*.tcss"), *UI.rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path.name != "themes.py")


@pytest.mark.parametrize(("theme", "pair"), product(COLOURED, themes.TEXT_PAIRS), ids=str)
def test_text_has_seven_to_one(theme: Theme, pair: tuple[str, str]) -> None:
    assert contrast(theme, *pair) >= 7


@pytest.mark.parametrize(("theme", "pair"), product(COLOURED, themes.EDGE_PAIRS), ids=str)
def test_edges_and_focus_have_three_to_one(theme: Theme, pair: tuple[str, str]) -> None:
    assert contrast(theme, *pair) >= 3


def test_the_sheets_use_no_colour_but_those_that_are_measured() -> None:
    used = set(re.findall(r"\$([a-z-]+)", sheets()))
    measured = {name for pair in (*themes.TEXT_PAIRS, *themes.EDGE_PAIRS) for name in pair}
    assert used
    assert used <= measured


def test_text_colours_stand_on_the_grounds_that_are_measured() -> None:
    grounds = set(re.findall(r"background: \$([a-z-]+)", sheets()))
    assert grounds <= {ground for _text, ground in themes.TEXT_PAIRS}


def test_nothing_is_dim_italic_or_blinking() -> None:
    for style in re.findall(r"text-style: ([^;}]+)", sheets()):
        assert not {"dim", "italic", "blink"} & set(style.split())
    assert "text-opacity" not in sheets()


def test_monochrome_names_no_colour() -> None:
    mono = next(theme for theme in themes.THEMES if theme.name == themes.MONO)
    assert set(mono.variables.values()) == {"ansi_default"}


@pytest.mark.parametrize(("colours", "few"), [("standard", True), ("256", False), ("truecolor", False)])
def test_a_terminal_with_sixteen_colours_gets_no_bold_banner(
    colours: str, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bold black is grey there."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", colours)
    app: App[None] = App()
    themes.fit_terminal(app)
    assert app.has_class(themes.FEW_COLOURS) is few
    assert f".{themes.FEW_COLOURS} #banner {{ text-style: none; }}" in sheets()


@pytest.mark.parametrize(
    ("setting", "environ", "name"),
    [
        ("auto", {}, themes.DARK),
        ("", {}, themes.DARK),
        ("light", {}, themes.LIGHT),
        ("mozaik-contrast", {}, themes.CONTRAST),
        ("mono", {}, themes.MONO),
        ("light", {"NO_COLOR": "1"}, themes.MONO),
        ("light", {"NO_COLOR": ""}, themes.LIGHT),
        ("auto", {"COLORFGBG": "0;15"}, themes.LIGHT),
        ("auto", {"COLORFGBG": "15;0"}, themes.DARK),
        ("dark", {"COLORFGBG": "0;15"}, themes.DARK),
        ("a word of the future", {}, themes.DARK),
    ],
)
def test_the_theme_for_a_setting(setting: str, environ: dict[str, str], name: str) -> None:
    assert themes.theme_name(setting, environ) == name
