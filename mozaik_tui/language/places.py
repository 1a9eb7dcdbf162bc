"""Where the catalogues are: the package ``mozaik_tui.locales``, which is ``locales/`` at the top of the
repository.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pathlib import Path


@lru_cache(maxsize=1)
def locales_folder() -> Path:
    """The folder of ``languages.toml`` and of one folder a language, installed or in the tree."""
    # By name: type checkers look for the package in the tree, where it is named `locales`.
    return Path(next(iter(import_module("mozaik_tui.locales").__path__)))
