"""Where the catalogues are: the package ``mozaik_tui.locales``, which is ``locales/`` at the top of the
repository.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pathlib import Path

FRENCH = "fr"
"""The language that is always shown (journey.md, Rules for every screen)."""

PSEUDO = "qps-ploc"
"""The pseudo-language of the tests: longer French between ⟦ and ⟧; never offered, reachable by its tag."""


@lru_cache(maxsize=1)
def locales_folder() -> Path:
    """The folder of ``languages.toml`` and of one folder a language, installed or in the tree."""
    # By name: type checkers look for the package in the tree, where it is named `locales`.
    return Path(next(iter(import_module("mozaik_tui.locales").__path__)))


def has_catalogues(tag: str) -> bool:
    """Whether ``tag`` is exactly the name of a folder of catalogues (the table of languages need not be read
    for it).
    """
    return tag.replace("-", "").isalnum() and (locales_folder() / tag / "__init__.py").exists()
