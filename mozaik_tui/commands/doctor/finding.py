"""What a look found."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One line of ``doctor``: its name, whether all is well, and the text's key with its figures."""

    name: str
    well: bool
    key: str
    figures: dict[str, object]


def well(name: str, key: str, /, **figures: object) -> Finding:
    """Nothing to mend."""
    return Finding(name, True, key, figures)


def ill(name: str, key: str, /, **figures: object) -> Finding:
    """Something to mend; the text says how."""
    return Finding(name, False, key, figures)
