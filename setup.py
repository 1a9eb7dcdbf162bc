"""Builds with setuptools (pyproject.toml has the rest) and compiles the catalogues into what is built.

Compiled catalogues never stand in git nor in a source distribution: a wheel gets fresh ones, and an editable
installation, which runs from the tree, gets them in the tree.
"""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
LOCALES = ROOT / "locales"


class BuildWithCatalogues(build_py):  # type: ignore[misc]  # setuptools has no types
    """The usual step for pure Python, and then ``locales/*/*.po`` → ``mozaik_tui/locales/*/*.mo``."""

    def run(self) -> None:
        """Copy the packages, then compile; a catalogue that cannot be used ends the build."""
        super().run()
        # Build front ends do not put the tree on the path.
        sys.path.insert(0, str(ROOT))
        from mozaik_tui.language.compile import compile_folder

        compile_folder(LOCALES, None if self.editable_mode else self._target())

    def _target(self) -> Path:
        return Path(str(self.build_lib)) / "mozaik_tui" / "locales"

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """What is built, the compiled catalogues among it."""
        sources = [source.relative_to(LOCALES).with_suffix(".mo") for source in LOCALES.glob("*/*.po")]
        compiled = [str(self._target() / name) for name in (*sources, Path("languages.table"))]
        return list(dict.fromkeys([*super().get_outputs(include_bytecode), *compiled]))


setup(cmdclass={"build_py": BuildWithCatalogues})
