"""The arrows of the house (architecture.md): who alone may import what, and what import-linter keeps."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Who alone may import what: a library → the folders whose files do.
ONLY = {
    "textual": ("mozaik_tui/ui", "mozaik_tui/guide/ui", "screens", "mozaik_tui/support/app.py"),
    # The widths of characters are asked of Rich by the plain lines too; it loads no part of Textual.
    "rich": (
        "mozaik_tui/ui",
        "mozaik_tui/guide/ui",
        "screens",
        "mozaik_tui/pictures.py",
        "mozaik_tui/wrapping.py",
    ),
    "sqlalchemy": ("mozaik_tui/account/store", "mozaik_tui/account/registry"),
    "alembic": ("mozaik_tui/account/store",),
    # The staff's PIN of the kiosk is no account's password.
    "argon2": ("mozaik_tui/account", "mozaik_tui/kiosk"),
    "cryptography": ("mozaik_tui/account",),
    "email_validator": ("mozaik_tui/journey/rules", "mozaik_tui/account"),
    "aiohttp": ("mozaik_tui/web",),
    "textual_serve": ("mozaik_tui/web",),
    "babel": ("mozaik_tui/language",),
    "keyring": ("mozaik_tui/settings",),
    "smtplib": ("mozaik_tui/account/mail",),
    "mozaik_tui.screens": ("screens",),
}


def imported(file):
    """The full names that a file imports, also inside of its functions."""
    package = file.relative_to(ROOT).parent.as_posix().replace("/", ".")
    package = f"mozaik_tui.{package}" if package.startswith(("screens", "locales")) else package
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            yield ".".join([*base, *([node.module] if node.module else [])])


FILES = sorted([*(ROOT / "mozaik_tui").rglob("*.py"), *(ROOT / "screens").rglob("*.py")])


@pytest.mark.parametrize("library", sorted(ONLY))
def test_a_library_is_imported_where_it_belongs_only(library):
    strangers = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in FILES
        if not file.relative_to(ROOT).as_posix().startswith(ONLY[library])
        for name in imported(file)
        if name == library or name.startswith(f"{library}.")
    ]
    assert not strangers


def test_the_journey_imports_nothing_of_ours():
    for file in (ROOT / "mozaik_tui" / "journey").rglob("*.py"):
        for name in imported(file):
            assert not name.startswith("mozaik_tui") or name.startswith("mozaik_tui.journey"), file


def test_the_arrows_of_import_linter():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
