"""The school bodies, from the published list: the guide has no service to ask."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from ..journey.rules.school_bodies import Finder


class Body(NamedTuple):
    """One school body of ``data/school_bodies.csv``."""

    id: str
    name: str


@lru_cache(maxsize=1)
def school_bodies() -> tuple[Body, ...]:
    """All of them, in the order of the list."""
    text = (files("mozaik_tui.data") / "school_bodies.csv").read_text("utf-8")
    return tuple(Body(row["id"], row["name"]) for row in csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def finder() -> Finder[Body]:
    """Search by any part of a name."""
    return Finder(school_bodies())


def name_of(id_: str) -> str:
    """The name of a school body; empty for an id that is not in the list."""
    return next((body.name for body in school_bodies() if body.id == id_), "")
