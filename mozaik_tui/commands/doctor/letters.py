"""What ``doctor`` says of the terminal: which profile it has, which languages it shows, whether there are fonts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mozaik_tui.commands.doctor.finding import Finding, ill, well
from mozaik_tui.language import offered
from mozaik_tui.language.terminals.asking import Asked
from mozaik_tui.language.terminals.here import Here, here
from mozaik_tui.language.terminals.memory import Memory
from mozaik_tui.language.terminals.profiles import showing
from mozaik_tui.language.terminals.recognising import Replies

if TYPE_CHECKING:
    from mozaik_tui.settings import Settings

FONT_SECONDS = 10.0
_CODE_OF_FONTS = {"zh-Hans": "zh-cn", "prs": "fa", "fil": "fil", "pt-BR": "pt-br"}
"""Where the list of fonts has another code for a language than its tag."""


def _here(settings: Settings, environ: Mapping[str, str]) -> Here:
    """The terminal, asked when there is one on both sides."""
    both = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    replies = Asked(sys.stdin.fileno(), environ).replies() if both else Replies()
    return here(settings.terminal, replies, environ, Memory(settings.data_dir))


def letters(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """The profile, the languages by what the terminal does with them, the fonts."""
    found = _here(settings, environ)
    yield well("profile", f"command.doctor.profile_{found.source}", profile=found.profile.name)
    languages = offered(settings.languages.offered)
    by_showing: dict[str, list[str]] = {}
    for each in languages:
        by_showing.setdefault(showing(found.profile, each.tag, each.script), []).append(each.tag)
    lines = ", ".join([*by_showing.get("lines", ()), *by_showing.get("squares", ())])
    if lines:
        yield well("shown", "command.doctor.shows_lines", tags=lines)
    elif asked := ", ".join(by_showing.get("ask", ())):
        yield well("shown", "command.doctor.shows_ask", tags=asked)
    else:
        yield well("shown", "command.doctor.shows_every")
    yield _fonts([each.tag for each in languages], environ)


def _fonts(tags: list[str], environ: Mapping[str, str]) -> Finding:
    """Whether this machine has a font for each language, where it draws them: a terminal elsewhere has its own."""
    program = shutil.which("fc-list")
    if program is None or not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return well("fonts", "command.doctor.fonts_unknown")
    missing = [tag for tag in tags if not _has_font(program, _CODE_OF_FONTS.get(tag, tag))]
    if missing:
        return ill("fonts", "command.doctor.fonts_missing", tags=", ".join(missing))
    return well("fonts", "command.doctor.fonts")


def _has_font(program: str, code: str) -> bool:
    try:
        listed = subprocess.run(  # noqa: S603 - a program of the system, with a tag of our own table
            [program, f":lang={code}", "family"], capture_output=True, timeout=FONT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return True
    return bool(listed.stdout.strip())
