"""Where the catalogues are: the package ``mozaik_tui.locales``, which is ``locales/`` at the top of the
repository.
"""

from __future__ import annotations

import os
from functools import lru_cache

TYPE_CHECKING = False  # `typing` is left out of what `--help` waits for; type checkers know the name
if TYPE_CHECKING:
    from pathlib import Path

FRENCH = "fr"
"""The language that is always shown (journey.md, Rules for every screen)."""

PSEUDO = "qps-ploc"
"""The pseudo-language of the tests: longer French between ⟦ and ⟧; never offered, reachable by its tag."""

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "prs", "ps", "ug", "ur", "yi"})
"""Tags of languages that are written from right to left, so that the first frame need not read the table for it."""

STAFF_DOMAINS = frozenset({"command", "doctor", "maintenance", "registry", "serving", "support"})
"""Domains that only the staff of a school body reads: in French and English. Families' domains are in every language."""


@lru_cache(maxsize=1)
def locales_path() -> str:
    """The folder of ``languages.toml`` and of one folder a language, installed or in the tree."""
    # By name: type checkers look for the package in the tree, where it is named `locales`.
    return str(__import__("mozaik_tui.locales").locales.__path__[0])


def locales_folder() -> Path:
    """As :func:`locales_path`, for those who have ``pathlib`` loaded anyway."""
    from pathlib import Path

    return Path(locales_path())


def has_catalogues(tag: str) -> bool:
    """Whether ``tag`` is exactly the name of a folder of catalogues (the table of languages need not be read
    for it).
    """
    # From the list: the file system of some machines takes FR for fr.
    return tag.replace("-", "").isalnum() and tag in os.listdir(locales_path())
