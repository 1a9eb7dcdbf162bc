"""What a fresh process loads: light commands stay light, and the first screen waits for nothing it can do
without."""

import json

import pytest

from .conftest import run

HEAVY = {
    "alembic", "argon2", "asyncio", "babel", "cryptography", "email_validator", "importlib.metadata",
    "keyring", "platformdirs", "rich", "smtplib", "sqlalchemy", "sqlite3", "ssl", "textual",
}  # fmt: skip


@pytest.fixture
def loaded_by(installed, tmp_path):
    """``loaded_by(code)``: the names of the modules that ``code`` leaves loaded in a fresh process."""

    def ask(code):
        probe = f"import json, sys\n{code}\nsys.stderr.write(json.dumps(sorted(sys.modules)))"
        done = run(installed, "-c", probe, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return set(json.loads(done.stderr.splitlines()[-1]))

    return ask


@pytest.mark.parametrize(
    "line",
    [
        ["--help"],
        ["--version"],
        ["--help", "--language", "en"],
        ["explain", "E-214", "--language", "en"],
        ["secret"],
    ],
)
def test_light_commands_load_nothing_heavy(line, loaded_by):
    found = loaded_by(f"from mozaik_tui.cli import main; assert main({line!r}) == 0")
    assert not found & (HEAVY | {"tomllib", "mozaik_tui.session", "mozaik_tui.ui", "mozaik_tui.plain"})
    if line[0].startswith("--"):
        assert not found & {
            "argparse",
            "dataclasses",
            "mozaik_tui.account",
            "mozaik_tui.settings",
            "pathlib",
            "typing",
        }


def test_importing_the_package_loads_nothing_of_ours(loaded_by):
    assert {name for name in loaded_by("import mozaik_tui") if name.startswith("mozaik_tui")} == {
        "mozaik_tui"
    }


@pytest.mark.parametrize(
    "name",
    ["mozaik_tui.language", "mozaik_tui.settings", "mozaik_tui.account.contract", "mozaik_tui.session",
     "mozaik_tui.plain.run", "mozaik_tui.plain.front", "mozaik_tui.commands.start", "mozaik_tui.commands.guide"],
)  # fmt: skip
def test_the_core_and_the_plain_front_end_load_nothing_heavy(name, loaded_by):
    assert not loaded_by(f"import {name}") & HEAVY


def test_the_guide_line_by_line_loads_no_more_than_the_widths_of_its_drawings(loaded_by):
    assert loaded_by("import mozaik_tui.guide.run_plain") & HEAVY <= {"rich"}


def test_the_first_screen_waits_for_no_database_and_no_cryptography(loaded_by):
    found = loaded_by("import mozaik_tui.ui.run, mozaik_tui.ui.app, mozaik_tui.screens")
    assert not found & {
        "alembic",
        "argon2",
        "babel",
        "cryptography",
        "email_validator",
        "keyring",
        "sqlalchemy",
        "sqlite3",
    }


def test_the_first_texts_need_neither_babel_nor_a_table(loaded_by):
    code = "from mozaik_tui.language import Pair; Pair('en').both('refusal.too_short')"
    assert not loaded_by(code) & {"babel", "tomllib", "dataclasses"}


FIRST_FRAME = """
import asyncio
from mozaik_tui.assembly import assembled
from mozaik_tui.settings import load
from mozaik_tui.ui.app import Assistant

async def shown(app):
    async with app.run_test(size=(80, 24)):
        pass

with assembled(load({"MOZAIK_DATA_DIR": "."})) as assembly:
    asyncio.run(shown(Assistant(assembly.session)))
"""


def test_a_start_in_french_loads_nothing_that_only_others_need(loaded_by):
    found = loaded_by(FIRST_FRAME)
    assert "mozaik_tui.screens.language" in found
    assert not found & {
        "mozaik_tui.language.bidi",
        "mozaik_tui.language.shaping",
        "mozaik_tui.settings.kinds",
        "mozaik_tui.settings.tomlfile",
        "mozaik_tui.ui.ask_screen",
        "mozaik_tui.ui.widgets.error_summary",
    }


STRINGS = """
from typing import ForwardRef
for name, module in list(sys.modules.items()):
    if name.startswith("mozaik_tui") and not hasattr(module, "TYPE_CHECKING"):
        for kind in vars(module).values():
            if isinstance(kind, type) and hasattr(kind, "_fields") and kind.__module__ == name:
                if any(isinstance(each, ForwardRef) for each in kind.__annotations__.values()):
                    sys.exit(f"{name}.{kind.__name__} has annotations that are strings")
"""


def test_no_annotation_is_compiled_before_the_first_frame(loaded_by):
    """Decision 0022. Modules that know names only for type checkers cannot do without."""
    loaded_by(FIRST_FRAME + STRINGS)
