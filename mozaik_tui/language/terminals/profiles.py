"""The terminals that were tried, as a table (terminal-text.md, 1.1, 2 and 2.1).

A profile says what has to be sent so that a line reads well, and how well each kind of writing is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Showing = Literal["well", "odd", "ask", "lines", "squares"]
"""How a terminal shows a kind of writing on the full screen.

``odd``: readable, with odd gaps. ``ask``: nobody knows before the reader has seen two lines. ``lines``: only
line by line, where the terminal puts the letters in order itself. ``squares``: it has no such letters.
"""

Writing = Literal["letters", "ethiopic", "wide", "arabic", "arabic_full", "indic"]
"""Kinds of writing. ``arabic_full``: with letters that have no presentation forms (Pashto, Sorani)."""

Order = Literal["visual", "own", "unsure"]
"""Who orders a line: we do (``visual``), the terminal does and cannot be stopped (``own``), or nobody knows."""


class Profile(NamedTuple):
    """One kind of terminal. ``forms``: letters must be sent in their presentation forms.

    ``marks``: cells that a spacing mark of the Indic scripts takes, unless the terminal was asked. ``prelude``
    and ``epilogue`` are written after the full screen is on, and before it goes.
    """

    name: str
    order: Order
    forms: bool
    shows: Mapping[Writing, Showing]
    marks: int = 1
    prelude: str = ""
    epilogue: str = ""


def _shows(arabic: Showing, full: Showing, indic: Showing, others: Showing = "well") -> dict[Writing, Showing]:
    return {
        "letters": "well",
        "ethiopic": others,
        "wide": others,
        "arabic": arabic,
        "arabic_full": full,
        "indic": indic,
    }


_EXPLICIT, _IMPLICIT = "\x1b[8l\x1b[1 k", "\x1b[8h\x1b[0 k"
_KONSOLE = "\x1b]50;BidiRenderingEnabled={}\x07"
_MLTERM = "\x1b]5379;use_ctl={}\x1b\\"

_TABLE = (
    # VTE orders and shapes; told to leave the order to us, it still shapes, with any font that has the letters.
    Profile("vte", "visual", False, _shows("well", "well", "odd"), 1, _EXPLICIT, _IMPLICIT),
    Profile(
        "konsole",
        "visual",
        True,
        _shows("well", "lines", "odd"),
        1,
        _KONSOLE.format("false"),
        _KONSOLE.format("true"),
    ),
    Profile(
        "mlterm",
        "visual",
        True,
        _shows("well", "lines", "lines"),
        0,
        _MLTERM.format("false"),
        _MLTERM.format("true"),
    ),
    # kitty turns the letters of each word; with `force_ltr yes` in its settings it does not. It cannot be asked.
    Profile("kitty", "unsure", True, _shows("ask", "lines", "lines"), 0),
    Profile("kitty-ltr", "visual", True, _shows("well", "lines", "lines"), 0),
    Profile("xterm", "visual", True, _shows("well", "lines", "lines")),
    Profile("alacritty", "visual", True, _shows("well", "lines", "lines")),
    # xterm.js of any page but ours; ours joins the letters of a word and so shapes every script.
    Profile("xterm.js", "visual", True, _shows("well", "lines", "lines")),
    Profile("web", "visual", False, _shows("well", "well", "well")),
    # From documents only: its cells are left in their order since 1.19.
    Profile("windows-terminal", "unsure", True, _shows("ask", "lines", "lines")),
    Profile("iterm2", "unsure", True, _shows("ask", "lines", "lines")),
    Profile("apple-terminal", "own", False, _shows("lines", "lines", "lines")),
    # They do not pass on how the order is to be left alone, and what stands around them cannot be known.
    Profile("tmux", "unsure", True, _shows("lines", "lines", "lines")),
    Profile("linux-console", "visual", True, _shows("squares", "squares", "squares", "squares")),
    # What the test card finds out: our order reads well, or the terminal's own does.
    Profile("visual", "visual", True, _shows("well", "lines", "lines")),
    Profile("logical", "own", False, _shows("lines", "lines", "lines")),
    Profile("unknown", "unsure", True, _shows("ask", "lines", "lines")),
)

PROFILES: Mapping[str, Profile] = {profile.name: profile for profile in _TABLE}
"""Every profile by the name that ``--terminal`` takes."""

UNKNOWN = PROFILES["unknown"]

_WRITING_OF_SCRIPT: Mapping[str, Writing] = {
    "Arab": "arabic",
    "Ethi": "ethiopic",
    **dict.fromkeys(("Hans", "Hant", "Hani", "Jpan", "Kore", "Hang"), "wide"),
    **dict.fromkeys(("Deva", "Beng", "Guru", "Gujr", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Mymr", "Khmr"), "indic"),
}
_WITHOUT_FORMS = frozenset({"ps", "ckb"})
"""Languages whose alphabet has letters without presentation forms."""


def writing(tag: str, script: str) -> Writing:
    """The kind of writing of a language; ``script`` is its ISO 15924 code."""
    kind = _WRITING_OF_SCRIPT.get(script, "letters")
    return "arabic_full" if kind == "arabic" and tag in _WITHOUT_FORMS else kind


def showing(profile: Profile, tag: str, script: str) -> Showing:
    """How ``profile`` shows a language on the full screen."""
    return profile.shows[writing(tag, script)]
