"""The invented families of practice mode: not one of these people exists (journey.md, Practice and real).

Names and scripts as in a school's hall in Québec. ``letters`` are the surname and the first name in A–Z,
from which a permanent code is built; a child without them has a file number only.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampleChild:
    """An invented pupil. ``digits``: the two that the Ministry adds."""

    school_body: str
    file_number: str
    last_name: str
    first_name: str
    birth_date: datetime.date
    letters: tuple[str, str] | None = None
    girl: bool = False
    digits: int = 0


@dataclass(frozen=True, slots=True)
class SampleFamily:
    """Guardians' e-mails, which stand in the file of each of the children."""

    emails: tuple[str, ...]
    children: tuple[SampleChild, ...]


def _born(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


# The first is the family of the practice card: two children at one school body, with both identifiers each.
FAMILIES: tuple[SampleFamily, ...] = (
    SampleFamily(
        ("nadia.benali@example.com", "marc-andre.cote@example.org"),
        (
            SampleChild(
                "css-montreal",
                "0412357",
                "Benali-Côté",
                "Zoé",
                _born("2014-03-09"),
                ("BENALI", "ZOE"),
                True,
                4,
            ),
            SampleChild(
                "css-montreal",
                "0412358",
                "Benali-Côté",
                "Émile",
                _born("2016-11-21"),
                ("BENALI", "EMILE"),
                False,
                17,
            ),
        ),
    ),
    SampleFamily(
        ("lucia.fuentes@example.com",),
        (
            SampleChild(
                "css-laval",
                "1200451",
                "Fuentes Iñíguez",
                "Mateo",
                _born("2012-07-30"),
                ("FUENTES", "MATEO"),
                False,
                2,
            ),
            SampleChild(
                "css-mille-iles",
                "3300127",
                "Fuentes Iñíguez",
                "Sofía",
                _born("2018-01-05"),
                ("FUENTES", "SOFIA"),
                True,
            ),
        ),
    ),
    SampleFamily(
        ("famille.alhaddad@example.org",),
        (
            SampleChild(
                "css-capitale",
                "0098123",
                "الحدّاد",
                "ليان",
                _born("2015-09-14"),
                ("ALHADDAD", "LAYAN"),
                True,
                31,
            ),
            SampleChild(
                "css-capitale",
                "0098124",
                "الحدّاد",
                "يوسف",
                _born("2013-02-28"),
                ("ALHADDAD", "YOUSSEF"),
                False,
                8,
            ),
        ),
    ),
    SampleFamily(
        ("jl.toussaint@example.com", "marise.toussaint@example.com"),
        (
            SampleChild(
                "css-pointe-de-l-ile",
                "7781002",
                "Toussaint",
                "Jean-Wesley",
                _born("2011-12-01"),
                ("TOUSSAINT", "JEANWESLEY"),
                False,
                55,
            ),
        ),
    ),
    SampleFamily(
        ("oksana.kovalchuk@example.org",),
        (SampleChild("css-region-de-sherbrooke", "5550193", "Ковальчук", "Дар'я", _born("2017-05-19")),),
    ),
    SampleFamily(
        ("li.na@example.com",),
        (
            SampleChild(
                "css-marguerite-bourgeoys",
                "2046688",
                "李",
                "明",
                _born("2010-08-08"),
                ("LI", "MING"),
                False,
                88,
            ),
        ),
    ),
    SampleFamily(
        ("suharti.home@example.org",),
        (
            SampleChild(
                "css-marie-victorin", "6610042", "Suharti", "", _born("2016-04-02"), ("SUHARTI", ""), True, 1
            ),
        ),
    ),
    SampleFamily(
        ("sean.oneil@example.com",),
        (
            SampleChild(
                "cs-lester-b-pearson",
                "0000731",
                "O'Neil",
                "Maeve",
                _born("2009-10-31"),
                ("ONEIL", "MAEVE"),
                True,
                6,
            ),
        ),
    ),
    SampleFamily(
        ("meena.sundaram@example.org",),
        (SampleChild("cs-english-montreal", "4404440", "சுந்தரம்", "மீனா", _born("2013-06-17")),),
    ),
    SampleFamily(
        ("linh.nguyen@example.com", "an.nguyen@example.com", "thu.ho@example.org"),
        (
            SampleChild(
                "css-grandes-seigneuries",
                "0872301",
                "Nguyễn",
                "Hoài An",
                _born("2018-12-25"),
                ("NGUYEN", "HOAIAN"),
            ),
        ),
    ),
    SampleFamily(
        ("amanuel.tesfaye@example.org",),
        (
            SampleChild(
                "css-draveurs", "1919191", "ተስፋዬ", "ሰላም", _born("2014-01-11"), ("TESFAYE", "SELAM"), True, 40
            ),
        ),
    ),
    SampleFamily(
        ("ghislaine.labbe@example.com",),
        (
            SampleChild(
                "css-beauce-etchemin",
                "0034567",
                "L'Abbé",
                "Marie-Ève",
                _born("2012-02-29"),
                ("LABBE", "MARIEEVE"),
                True,
                12,
            ),
            SampleChild(
                "css-beauce-etchemin",
                "0034568",
                "L'Abbé",
                "Loïc",
                _born("2012-02-29"),
                ("LABBE", "LOIC"),
                False,
                13,
            ),
        ),
    ),
)
