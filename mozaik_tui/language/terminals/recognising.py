"""Which terminal this is: by what it answered, then by the environment, which lies through ssh, sudo and tmux."""

import re
from collections.abc import Mapping
from typing import NamedTuple

OLDEST_VTE_WITH_ORDER = 5800
"""VTE orders lines since 0.58 (its variable has two figures for each part)."""


class Replies(NamedTuple):
    """What the terminal said: its name and version, its secondary attributes, whether it knows the mode that leaves
    the order to us, and the cells that a spacing mark takes. ``None`` for what it did not answer.

    ``typed`` are keys that were pressed meanwhile.
    """

    version: str | None = None
    secondary: str | None = None
    ordering: int | None = None
    marks: int | None = None
    typed: bytes = b""

    @property
    def answered(self) -> bool:
        """Whether there was any answer that tells terminals apart."""
        return not (self.version is None and self.secondary is None and self.ordering is None)


_BY_VERSION = (
    ("kitty", "kitty"),
    ("Konsole", "konsole"),
    ("XTerm", "xterm"),
    ("tmux", "tmux"),
    ("screen", "tmux"),
    ("VTE", "vte"),
    ("mlterm", "mlterm"),
    ("iTerm2", "iterm2"),
    ("xterm.js", "xterm.js"),
)
"""How the answer to XTVERSION begins."""

_BY_ENVIRONMENT = (
    ("KONSOLE_VERSION", ".", "konsole"),
    ("MLTERM", ".", "mlterm"),
    ("TERM", "xterm-kitty", "kitty"),
    ("TERM", "alacritty", "alacritty"),
    ("TERM", "linux", "linux-console"),
    ("WT_SESSION", ".", "windows-terminal"),
    ("TERM_PROGRAM", "Apple_Terminal", "apple-terminal"),
    ("TERM_PROGRAM", r"iTerm\.app", "iterm2"),
    ("TERM_PROGRAM", "textual|vscode", "xterm.js"),
    ("XTERM_VERSION", ".", "xterm"),
)
"""A variable, the beginning of its value, the profile."""


def behind_another(environ: Mapping[str, str]) -> bool:
    """Whether a program such as tmux stands between us and the terminal."""
    return bool(environ.get("TMUX") or environ.get("STY") or re.match("tmux|screen", environ.get("TERM", "")))


def recognise(replies: Replies, environ: Mapping[str, str]) -> str:
    """The name of the profile; ``unknown`` when nothing tells."""
    if behind_another(environ):
        return "tmux"
    if replies.version is not None:
        for start, name in _BY_VERSION:
            if replies.version.startswith(start):
                return name
    if replies.ordering in (1, 2):
        return "vte"
    if replies.secondary is not None and replies.secondary.startswith("24;279"):
        return "mlterm"
    if _vte(environ.get("VTE_VERSION", "")) and (replies.secondary or "65;").startswith("65;"):
        return "vte"
    for variable, start, name in _BY_ENVIRONMENT:
        if re.match(start, environ.get(variable, "")):
            return name
    return "unknown"


def _vte(version: str) -> bool:
    return version.isascii() and version.isdigit() and int(version) >= OLDEST_VTE_WITH_ORDER


def identity(replies: Replies, environ: Mapping[str, str]) -> str:
    """A name to remember this kind of terminal by; nothing of it is personal."""
    told = replies.version or environ.get("TERM_PROGRAM") or replies.secondary or ""
    words = f"{environ.get('TERM', '')} {told}".split()
    return " ".join(word for word in words if word.isprintable())[:100]
