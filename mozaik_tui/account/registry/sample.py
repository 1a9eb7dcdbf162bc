"""Writes invented registries: the small one of practice mode, and large ones for trials (command-line.md)."""

from __future__ import annotations

import csv
import datetime
import io
import unicodedata
from collections.abc import Iterator
from random import Random
from typing import TextIO

from mozaik_tui.account.contract import PracticeChild, PracticeFamily
from mozaik_tui.account.registry.bodies import school_bodies
from mozaik_tui.account.registry.records import HEADER
from mozaik_tui.account.registry.sample_families import FAMILIES, SampleChild
from mozaik_tui.journey.rules.identifiers import DAY_SHIFT_2000, MONTH_SHIFT_GIRLS

Row = tuple[str, str, str, str, str, str, str]

SEED = 20260901
_LAST = """
Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Gagné Ouellet Pelletier Bélanger Lévesque
Bergeron Leblanc Paquette Girard Simard Boucher Caron Beaulieu Cloutier Dubé Poirier Fournier Lapointe Leclerc
Lefebvre Nguyễn Traoré Diallo Hernández Muñoz Benali O'Neil D'Amours Çelik Kowalski Łukasik Östberg
Jean-Baptiste Pham Sæther
"""
_GIRLS = """
Léa Émilie Zoé Chloé Fatima Florence Maëlle Aïcha Noémie Sofía Olivia Thảo Anne-Sophie Mariam Béatrice
"""
_BOYS = """
Noé Émile Loïc Mohamed William Jérémie Étienne José Félix Théo Liam Minh Jean-Philippe Omar Édouard
"""
LAST_NAMES = tuple(_LAST.split())
FIRST_NAMES = {True: tuple(_GIRLS.split()), False: tuple(_BOYS.split())}
_FIRST_BIRTHDAY = datetime.date(2009, 10, 1)
_BIRTHDAYS = 12 * 365
_PLAIN = str.maketrans("łøđæœßðþ", "lodaosdt")


def letters_of(name: str) -> str:
    """The letters A–Z of a Latin name, upper case."""
    plain = unicodedata.normalize("NFD", name.lower().translate(_PLAIN))
    return "".join(char for char in plain if "a" <= char <= "z").upper()


def permanent_code(last: str, first: str, born: datetime.date, *, girl: bool, digits: int) -> str:
    """A code by the real layout (journey.md, Code permanent). ``last``, ``first``: A–Z; short names are
    filled with X.
    """
    day = born.day + (DAY_SHIFT_2000 if born.year >= 2000 else 0)
    month = born.month + (MONTH_SHIFT_GIRLS if girl else 0)
    return f"{last[:3]:X<3}{first[:1] or 'X'}{day:02d}{month:02d}{born.year % 100:02d}{digits:02d}"


def _code_of(child: SampleChild) -> str:
    if child.letters is None:
        return ""
    last, first = child.letters
    return permanent_code(last, first, child.birth_date, girl=child.girl, digits=child.digits)


def practice_rows() -> Iterator[Row]:
    """The invented families of practice mode."""
    for family in FAMILIES:
        for child in family.children:
            yield (
                child.school_body,
                child.file_number,
                _code_of(child),
                child.last_name,
                child.first_name,
                child.birth_date.isoformat(),
                ";".join(family.emails),
            )


def practice_family() -> PracticeFamily:
    """The family of the practice card."""
    bodies = school_bodies()
    card = FAMILIES[0]
    children = tuple(
        PracticeChild(
            school_body_id=child.school_body,
            school_body_name=bodies.listed[bodies.numbers[child.school_body]].name,
            last_name=child.last_name,
            first_name=child.first_name,
            birth_date=child.birth_date.isoformat(),
            file_number=child.file_number,
            permanent_code=_code_of(child),
        )
        for child in card.children
    )
    return PracticeFamily(email=card.emails[0], children=children)


def invented_rows(count: int, seed: int = SEED) -> Iterator[Row]:
    """``count`` invented pupils with one to three guardians each, the same ones for the same seed.

    Nearly all have both identifiers, some a file number only; about every fourth is the sibling of the one
    before. No two pupils of a school body share an identifier.
    """
    random = Random(seed)  # noqa: S311 - invented people, and the same ones each time
    ids = [body.id for body in school_bodies().listed]
    last_name, emails = "", ""
    for number in range(count):
        body, of_body = ids[number % len(ids)], number // len(ids)
        girl = random.random() < 0.5
        if not last_name or random.random() > 0.25:
            last_name = random.choice(LAST_NAMES)
            if random.random() < 0.2:
                last_name += f"-{random.choice(LAST_NAMES)}"
            emails = ";".join(
                f"{letters_of(last_name).lower()[:20]}.{number}.{guardian}@{random.choice(_DOMAINS)}"
                for guardian in range(1, random.randint(1, 3) + 1)
            )
        first_name = "" if random.random() < 0.002 else random.choice(FIRST_NAMES[girl])
        # Day and added digits together are a pupil's own within the school body, so the code is too.
        born = _FIRST_BIRTHDAY + datetime.timedelta(days=of_body * 7919 % _BIRTHDAYS)
        code = permanent_code(
            letters_of(last_name), letters_of(first_name), born, girl=girl, digits=of_body // _BIRTHDAYS % 100
        )
        if random.random() < 0.05:
            code = ""
        file_number = f"{of_body * 7919 % 10_000_000:07d}"
        yield body, file_number, code, last_name, first_name, born.isoformat(), emails


_DOMAINS = ("example.com", "example.org", "example.net", "courriel.example.com")


def write_csv(rows: Iterator[Row], stream: TextIO) -> None:
    """Write a registry file; ``stream`` is text without translation of line ends."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)


def practice_bytes() -> bytes:
    """The small registry as a file's content."""
    text = io.StringIO(newline="")
    write_csv(practice_rows(), text)
    return text.getvalue().encode()
