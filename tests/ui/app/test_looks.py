"""Each word of the setting starts its theme; NO_COLOR and monochrome send no colour; the plain lines load no full screen."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from mozaik_tui.settings.model import Theme
from mozaik_tui.ui import themes
from mozaik_tui.ui.app import Assistant

from ...snapshots.prepared import prepared

if sys.platform != "win32":
    import pexpect

PROGRAM = str(Path(sys.executable).with_name("mozaik-tui"))
COLOUR = re.compile(rb"\x1b\[(?:\d+;)*[34]8;[25];|\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7])(?:;\d+)*m")
WORDS = {"auto": themes.DARK, "light": themes.LIGHT, "dark": themes.DARK, "high-contrast": themes.CONTRAST,
         "monochrome": themes.MONO}  # fmt: skip


def test_every_word_of_the_setting_has_its_theme() -> None:
    assert {word: themes.theme_name(word, {}) for word in get_args(Theme)} == WORDS
    assert set(WORDS.values()) == {theme.name for theme in themes.THEMES}


@pytest.mark.parametrize("word", get_args(Theme))
async def test_each_theme_starts_and_draws_every_kind_of_screen(word: str) -> None:
    for step in ("start", "password", "papers", "check"):
        app = Assistant(prepared(step, "fr"), theme=themes.theme_name(word, {}))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert app.theme == WORDS[word]
            assert app.screen.query(".title")


def painted(folder: Path, **variables: str) -> bytes:
    """What the program writes to a terminal until the second screen is there, and then until it is ended."""
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "COLORTERM": "truecolor",
           "LC_ALL": "C.UTF-8", "MOZAIK_DATA_DIR": str(folder), **variables}  # fmt: skip
    child = pexpect.spawn(PROGRAM, ["--language", "en"], env=env, dimensions=(24, 80), timeout=60)
    child.delaybeforesend = None
    raw = b""
    for wait_for, keys in (("Before you start", "1"), ("Example:", "\x03"), ("Stop and erase", "2")):
        child.expect(wait_for)
        raw += child.before + child.after
        child.send(keys)
    child.expect(pexpect.EOF)
    return bytes(raw + child.before)


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"MOZAIK_INTERFACE__THEME": "monochrome"}])
def test_no_colour_goes_over_the_wire(variables: dict[str, str], tmp_path: Path) -> None:
    raw = painted(tmp_path, **variables)
    assert not COLOUR.search(raw), COLOUR.search(raw)
    assert re.search(rb"\x1b\[(?:\d+;)*7(?:;\d+)*m", raw), "what has the focus is still told: reversed"


def test_with_colours_the_same_search_finds_some(tmp_path: Path) -> None:
    assert COLOUR.search(painted(tmp_path))


ALONE = """
import io, json, sys
sys.stdin = io.StringIO({lines!r})
from mozaik_tui.cli import main
code = main(["--plain", "--language", "fr", "--data-dir", {folder!r}])
sys.stderr.write(json.dumps([code, sorted(sys.modules)]))
"""


def test_the_plain_lines_load_no_full_screen(tmp_path: Path) -> None:
    lines = "3\n\n1\nparent\n" + "?\n<\n"  # the pictures, then an address that its rule refuses, help, back
    done = subprocess.run(
        [sys.executable, "-c", ALONE.format(lines=lines, folder=str(tmp_path))],
        capture_output=True,
        text=True,
        timeout=120,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 1, "the input ended early"
    assert "7 chiffres" in done.stdout, "the pictures were told"
    assert "E-202" in done.stdout
    assert not [
        name for name in modules if name.partition(".")[0] == "textual" or name.startswith("mozaik_tui.ui")
    ]
