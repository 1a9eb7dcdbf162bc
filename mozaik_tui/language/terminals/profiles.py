"""The terminals that were tried, as a table (terminal-text.md, 1.1, 2 and 2.1).

A profile says what has to be sent so that a line reads well, and how well each kind of writing is shown.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Showing = Literal["well", "odd", "ask", "lines", "squares"]
"""How a terminal shows a kind of writing on the full screen.

``odd``: readable, with odd gaps. ``ask``: nobody knows before the reader has seen two lines. ``lines``: only
line by line, where the terminal puts the letters in order itself. ``squares``: it has no such letters.
"""

Writing = Literal["letters", "ethiopic", "wide", "arabic", "arabic_full", "indic"]
"""Kinds of writing. ``arabic_full``: with letters that have no presentation forms (Pashto, Sorani)."""

Order = Literal["visual", "words", "own", "unsure"]
"""Who orders a line: we do (``visual``); we order the words and the terminal the letters in each (``words``); the
terminal, which cannot be stopped (``own``); nobody knows (``unsure``: drawn as ``visual``).
"""


class Profile(NamedTuple):
    """One kind of terminal. ``forms``: letters must be sent in their presentation forms.

    ``marks``: cells that a spacing mark of the Indic scripts takes, unless the terminal was asked. ``hides``:
    signs that only order take no cell, so that the plain lines may hold them. ``prelude``
    and ``epilogue`` are written after the full screen is on, and before it goes. ``from_right``: what is written
    before a plain line that runs from right to left, and what after it.
    """

    name: str
    order: Order
    forms: bool
    shows: Mapping[Writing, Showing]
    marks: int = 1
    hides: bool = False
    prelude: str = ""
    epilogue: str = ""
    from_right: tuple[str, str] = ("", "")


def _shows(
    arabic: Showing, full: Showing, indic: Showing, others: Showing = "well"
) -> dict[Writing, Showing]:
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

_SHAPED = _shows("well", "lines", "lines")
"""Letter by letter, in the forms that are sent: Arabic, but no letter without such forms and nothing Indic."""
_ASKED = _shows("ask", "lines", "lines")
_LINES = _shows("lines", "lines", "lines")

_TABLE = (
    # VTE orders and shapes; told to leave the order to us, it still shapes, with any font that has the letters. In plain
    # lines it drops the signs that order and takes each line to run from left to right unless it is told.
    Profile(
        "vte",
        "visual",
        forms=False,
        shows=_shows("well", "well", "odd"),
        hides=True,
        prelude=_EXPLICIT,
        epilogue=_IMPLICIT,
        from_right=("\x1b[2 k", "\x1b[0 k"),
    ),
    Profile(
        "konsole",
        "visual",
        forms=True,
        shows=_shows("well", "lines", "odd"),
        hides=True,
        prelude=_KONSOLE.format("false"),
        epilogue=_KONSOLE.format("true"),
    ),
    Profile(
        "mlterm",
        "visual",
        forms=True,
        shows=_SHAPED,
        marks=0,
        prelude=_MLTERM.format("false"),
        epilogue=_MLTERM.format("true"),
    ),
    # kitty turns the letters of each word; with `force_ltr yes` in its settings it does not. It cannot be asked.
    Profile("kitty", "unsure", forms=True, shows=_ASKED, marks=0, hides=True),
    Profile("kitty-ltr", "visual", forms=True, shows=_SHAPED, marks=0, hides=True),
    Profile("xterm", "visual", forms=True, shows=_SHAPED, hides=True),
    Profile("alacritty", "visual", forms=True, shows=_SHAPED, hides=True),
    # xterm.js of any page but ours. Ours hands each word of these scripts to the browser, which turns and shapes it.
    Profile("xterm.js", "visual", forms=True, shows=_SHAPED),
    Profile("web", "words", forms=False, shows=_shows("well", "well", "well")),
    # From documents only: its cells are left in their order since 1.19.
    Profile("windows-terminal", "unsure", forms=True, shows=_ASKED),
    Profile("iterm2", "unsure", forms=True, shows=_ASKED),
    Profile("apple-terminal", "own", forms=False, shows=_LINES),
    # They do not pass on how the order is to be left alone, and what stands around them cannot be known.
    Profile("tmux", "unsure", forms=True, shows=_LINES, hides=True),
    Profile("linux-console", "visual", forms=True, shows=_shows("squares", "squares", "squares", "squares")),
    # What the test card finds out: our order reads well, or the terminal's own does.
    Profile("visual", "visual", forms=True, shows=_SHAPED),
    Profile("logical", "own", forms=False, shows=_LINES),
    Profile("unknown", "unsure", forms=True, shows=_ASKED),
)

PROFILES: Mapping[str, Profile] = {profile.name: profile for profile in _TABLE}
"""Every profile by the name that ``--terminal`` takes."""

_WRITING_OF_SCRIPT: Mapping[str, Writing] = {
    "Arab": "arabic",
    "Ethi": "ethiopic",
    **dict.fromkeys(("Hans", "Hant", "Hani", "Jpan", "Kore", "Hang"), "wide"),
    **dict.fromkeys(
        ("Deva", "Beng", "Guru", "Gujr", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Mymr", "Khmr"), "indic"
    ),
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
