"""The published list of school bodies (``data/school_bodies.csv``), by id and by MEQ code."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from mozaik_tui.account.contract import SchoolBody


@dataclass(frozen=True, slots=True)
class Bodies:
    """``listed`` in the order of the published list; ``numbers`` gives, for an id or a MEQ code, its
    place there.
    """

    listed: tuple[SchoolBody, ...]
    numbers: Mapping[str, int]

    def find(self, id_or_code: str) -> SchoolBody | None:
        """The school body with this id or MEQ code (blanks around it do not count)."""
        number = self.numbers.get(id_or_code.strip())
        return None if number is None else self.listed[number]


@lru_cache(maxsize=1)
def school_bodies() -> Bodies:
    """The list, read once a process."""
    listed: list[SchoolBody] = []
    numbers: dict[str, int] = {}
    text = (files("mozaik_tui.data") / "school_bodies.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for word in (row["id"], row["code_meq"]):
            if word:
                numbers[word] = len(listed)
        listed.append(
            SchoolBody(id=row["id"], name=row["name"], language=row["language"], region=row["region"])
        )
    return Bodies(tuple(listed), numbers)
