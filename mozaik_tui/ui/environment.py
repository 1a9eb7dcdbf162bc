"""Textual's live switches are taken out of the environment before Textual is imported.

``TEXTUAL_PRESS`` presses keys, ``TEXTUAL_LOG`` writes what is typed to a file, ``TEXTUAL_DRIVER`` imports
any module: none of them is the parent's business (architecture.md, Facts about Textual 8, fact 7). This
module imports nothing heavy, so that a front end can call it first of all.
"""

from __future__ import annotations

from collections.abc import MutableMapping

HARMLESS = frozenset(
    {
        "TEXTUAL_ANIMATIONS",
        "TEXTUAL_COLOR_SYSTEM",
        "TEXTUAL_DISABLE_KITTY_KEY",
        "TEXTUAL_FPS",
        "TEXTUAL_SPEEDUPS",
    }
)
"""Switches that only change how things are drawn, and that somebody with an odd terminal may need."""

WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""The one driver that may be asked for: the web front end starts its sessions with it."""


def remove_switches(environ: MutableMapping[str, str]) -> tuple[str, ...]:
    """Take every live ``TEXTUAL…`` switch out of ``environ``; returns the names that were there, sorted.

    Call it before anything imports ``textual.constants``, which reads them once.
    """
    taken = sorted(
        name
        for name, value in environ.items()
        if name.startswith("TEXTUAL")
        and name not in HARMLESS
        and not (name == "TEXTUAL_DRIVER" and value == WEB_DRIVER)
    )
    for name in taken:
        del environ[name]
    return tuple(taken)
