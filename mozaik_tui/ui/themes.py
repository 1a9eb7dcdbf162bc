"""The four themes: dark, light, high contrast, and honest monochrome.

Text has at least 7:1, borders and focus at least 3:1; nothing is dim or italic (terminal-text.md, 3). A
test computes every pair. Textual cannot share variables between style sheets, so the tokens live here, as
variables of the themes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.filter import LineFilter, Monochrome, NoColor
from textual.theme import Theme

DARK, LIGHT, CONTRAST, MONO = "mozaik-dark", "mozaik-light", "mozaik-contrast", "mozaik-mono"

OF_SETTING: Mapping[str, str] = {"dark": DARK, "light": LIGHT, "high-contrast": CONTRAST, "monochrome": MONO}
"""The theme of each word of the setting ``interface.theme`` but ``auto``, which follows the terminal."""

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("foreground", "background"),
    ("soft", "background"),
    ("alarm", "background"),
    ("good", "background"),
    ("banner-text", "banner-ground"),
    ("bar-text", "bar-ground"),
    ("focus", "background"),
)
"""Every text colour with the ground that it is drawn on: at least 7:1. Reversed text is the same pair the
other way.
"""

EDGE_PAIRS: tuple[tuple[str, str], ...] = (
    ("edge", "background"),
    ("focus", "background"),
    ("alarm", "background"),
    ("scrollbar", "scrollbar-background"),
)
"""Every border, focus sign and scroll bar with the ground beside it: at least 3:1."""


def _tokens(
    ground: str, text: str, soft: str, edge: str, focus: str, alarm: str, good: str, banner: tuple[str, str]
) -> dict[str, str]:
    """The variables that our style sheets use, and Textual's own where its widgets draw a scroll bar or a
    cursor.
    """
    corners = ("", "-hover", "-active")
    bars = {f"scrollbar-background{corner}": ground for corner in corners}
    bars["scrollbar-corner-color"] = ground
    return {
        "soft": soft,
        "edge": edge,
        "focus": focus,
        "alarm": alarm,
        "good": good,
        "banner-text": banner[0],
        "banner-ground": banner[1],
        "bar-text": text,
        "bar-ground": ground,
        "ansi-background": ground,
        "ansi-foreground": text,
        "scrollbar": edge,
        "scrollbar-hover": edge,
        "scrollbar-active": focus,
        **bars,
    }


def _theme(name: str, *, dark: bool, **colours: Any) -> Theme:
    tokens = _tokens(**colours)
    return Theme(
        name=name,
        primary=colours["focus"],
        error=colours["alarm"],
        success=colours["good"],
        warning=colours["alarm"],
        foreground=colours["text"],
        background=colours["ground"],
        surface=colours["ground"],
        panel=colours["ground"],
        dark=dark,
        variables=tokens,
        ansi=name == MONO,
    )


THEMES: tuple[Theme, ...] = (
    _theme(
        DARK,
        dark=True,
        ground="#10151b",
        text="#f2f4f6",
        soft="#c3ccd6",
        edge="#8b9aab",
        focus="#ffd866",
        alarm="#ffb4ab",
        good="#9fe3a6",
        banner=("#10151b", "#ffd866"),
    ),
    _theme(
        LIGHT,
        dark=False,
        ground="#ffffff",
        text="#15191e",
        soft="#3d4650",
        edge="#5c6875",
        focus="#0b3d91",
        alarm="#8c0014",
        good="#0b5121",
        banner=("#ffffff", "#0b3d91"),
    ),
    _theme(
        CONTRAST,
        dark=True,
        ground="#000000",
        text="#ffffff",
        soft="#ffffff",
        edge="#ffffff",
        focus="#ffff00",
        alarm="#ffc4c4",
        good="#8cff8c",
        banner=("#000000", "#ffff00"),
    ),
    _theme(
        MONO,
        dark=True,
        **dict.fromkeys(("ground", "text", "soft", "edge", "focus", "alarm", "good"), "ansi_default"),
        banner=("ansi_default", "ansi_default"),
    ),
)

TOKENS: Mapping[str, str] = THEMES[0].variables
"""Stand-ins, so that our style sheets are read under a theme that is not ours too."""


def theme_name(setting: str, environ: Mapping[str, str]) -> str:
    """The theme for a word of the setting ``interface.theme``, or for a theme's name, short or whole.

    ``NO_COLOR`` with any value but the empty one wins: true monochrome, not greys. ``auto`` is dark,
    unless the terminal says through ``COLORFGBG`` that its ground is light. An unknown word counts as
    ``auto``.
    """
    if environ.get("NO_COLOR"):
        return MONO
    name = OF_SETTING.get(setting) or (setting if setting.startswith("mozaik-") else f"mozaik-{setting}")
    if any(theme.name == name for theme in THEMES):
        return name
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if ground in {"7", "15"} else DARK


def _without_greys(filters: list[LineFilter]) -> list[LineFilter]:
    return [each for each in filters if not isinstance(each, Monochrome | NoColor)]


def install(app: App[Any], name: str) -> None:
    """Give ``app`` the four themes and put on ``name``; to be called while the app is made, before it runs.

    Monochrome means that no colour goes to the terminal at all, whatever a widget asks for.
    """
    for theme in THEMES:
        app.register_theme(theme)
    app.set_reactive(App.theme, name)
    app.stylesheet.set_variables(app.get_css_variables())
    app._refresh_truecolor_filter(app.ansi_theme)
    if name == MONO:
        filters: list[LineFilter] = [
            each for each in app._filters if not isinstance(each, Monochrome | NoColor)
        ]
        app._filters[:] = [*filters, NoColor()]


FEW_COLOURS = "-few-colours"
"""On the app where the terminal has sixteen colours."""


def fit_terminal(app: App[Any]) -> None:
    """To be called before ``app`` runs on a real terminal.

    With sixteen colours a bold black is drawn as grey by xterm and the Linux console: 3.7:1 on the banner's yellow.
    """
    if app.console.color_system == "standard":
        app.add_class(FEW_COLOURS)
