"""Finding a school body the way a parent types it."""

import csv
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from mozaik_tui.journey.rules.folding import fold_letters
from mozaik_tui.journey.rules.school_bodies import Finder
from mozaik_tui.journey.rules.school_names import ACRONYMS, OTHER_NAMES, acronyms, is_filler, words_of


@dataclass(frozen=True)
class Body:
    id: str
    name: str


DATA = Path(__file__).parents[3] / "mozaik_tui" / "data" / "school_bodies.csv"
with DATA.open(encoding="utf-8", newline="") as lines:
    BODIES = tuple(Body(row["id"], row["name"]) for row in csv.DictReader(lines))
FINDER = Finder(BODIES)


def ids(query: str) -> list[str]:
    return [body.id for body in FINDER.find(query)]


def test_all_72_are_there_for_an_empty_query() -> None:
    assert len(BODIES) == 72
    assert FINDER.find("") == FINDER.find("  - ") == BODIES


@pytest.mark.parametrize("body", BODIES, ids=[body.id for body in BODIES])
def test_each_body_is_found_by_its_name_however_typed(body: Body) -> None:
    bare = fold_letters(body.name)
    for typed in (
        body.name,
        bare,
        bare.upper(),
        bare.replace("-", " ").replace("'", " "),
        bare.replace("-", ""),
    ):
        assert FINDER.find(typed)[0] == body, typed


@pytest.mark.parametrize("body", BODIES, ids=[body.id for body in BODIES])
def test_each_body_is_found_by_each_word_that_tells_it(body: Body) -> None:
    for word in words_of(body.name):
        if not is_filler(word):
            assert body in FINDER.find(word), word
            if len(word) > 3:
                assert body in FINDER.find(word[:-1]), word
                assert is_filler(word[1:]) or body in FINDER.find(word[1:]), word


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.id)
def test_a_body_stays_found_while_its_name_is_typed_from_any_of_its_words(body: Body) -> None:
    """Also after an apostrophe, where an article ends."""
    for start in (0, *(found.end() for found in re.finditer(r"[\s'’–-]+", body.name))):
        for end in range(start + 1, len(body.name) + 1):
            if typed := body.name[start:end].strip():
                assert body.id in ids(typed), typed


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("CSSDM", "css-montreal"),
        ("csdm", "css-montreal"),
        ("C.S.S.D.M.", "css-montreal"),
        ("CSMB", "css-marguerite-bourgeoys"),
        ("cssmb", "css-marguerite-bourgeoys"),
        ("CSPI", "css-pointe-de-l-ile"),
        ("CSSMI", "css-mille-iles"),
        ("CSSSMI", "css-mille-iles"),
        ("CSPN", "css-hautes-laurentides"),
        ("CSSRDN", "css-riviere-du-nord"),
        ("CSDGS", "css-grandes-seigneuries"),
        ("CSDLJ", "css-jonquiere"),
        ("CSLSJ", "css-lac-saint-jean"),
        ("EMSB", "cs-english-montreal"),
        ("LBPSB", "cs-lester-b-pearson"),
        ("SWLSB", "cs-sir-wilfrid-laurier"),
        ("ETSB", "cs-eastern-townships"),
        ("ESSB", "cs-eastern-shores"),
        ("NFSB", "cs-new-frontiers"),
        ("CQSB", "cs-central-quebec"),
        ("WQSB", "cs-western-quebec"),
        ("RSB", "cs-riverside"),
        ("CSB", "cs-crie"),
        ("KSB", "cs-kativik-ilisarniliriniq"),
        ("KI", "cs-kativik-ilisarniliriniq"),
        ("CSSDM Montréal", "css-montreal"),
        ("CSS de Montréal", "css-montreal"),
        ("commission scolaire de montreal", "css-montreal"),
        ("Commission scolaire de la Seigneurie-des-Mille-Îles", "css-mille-iles"),
        ("seigneurie mille", "css-mille-iles"),
        ("Pierre-Neveu", "css-hautes-laurentides"),
        ("Cree School Board", "cs-crie"),
        ("kativik school board", "cs-kativik-ilisarniliriniq"),
        ("English Montreal School Board", "cs-english-montreal"),
        ("lester pearson", "cs-lester-b-pearson"),
        ("St-Hyacinthe", "css-saint-hyacinthe"),
        ("ste hyacinthe", "css-saint-hyacinthe"),
        ("sthyacinthe", "css-saint-hyacinthe"),
        ("Saint Hyacinthe", "css-saint-hyacinthe"),
        ("l'île", "css-pointe-de-l-ile"),
        ("îles", "css-iles"),
        ("coeur", "css-coeur-des-vallees"),
        ("CŒUR DES VALLÉES", "css-coeur-des-vallees"),
        ("lava", "css-laval"),
        ("montagne laval", ""),
        ("margerite bourgeois", "css-marguerite-bourgeoys"),
        ("hyacinte", "css-saint-hyacinthe"),
        ("noranda rouyn", "css-rouyn-noranda"),
        ("zzz", ""),
        ("zqjxk", ""),
    ],
)
def test_acronyms_former_names_and_slips(typed: str, first: str) -> None:
    assert ids(typed)[:1] == ([first] if first else [])


def test_whole_names_come_before_beginnings_and_beginnings_before_parts() -> None:
    assert ids("iles")[:2] == ["css-iles", "css-mille-iles"]
    assert ids("montreal") == ["css-montreal", "cs-english-montreal"]
    found = ids("or")
    assert found[0] == "css-or-et-des-bois"
    assert "css-portneuf" in found


def test_words_that_every_name_has_find_every_body_the_fitting_ones_first() -> None:
    assert len(ids("commission scolaire")) == 72
    assert ids("commission scolaire")[0] == "cs-central-quebec"
    assert len(ids("centre de serv")) == 61
    assert len(ids("css")) == 72
    assert "css-laval" in ids("la")
    assert "css-jonquiere" in ids("de la")


def test_a_slip_is_forgiven_only_when_nothing_fits() -> None:
    assert ids("montrael") == ["css-montreal", "cs-english-montreal"]
    assert "css-laval" in ids("lav")
    assert ids("lvl") == []


def test_every_other_name_and_acronym_is_of_a_body_that_exists() -> None:
    assert set(OTHER_NAMES) | set(ACRONYMS) <= {body.id for body in BODIES}


def test_acronyms_count_the_articles_or_not() -> None:
    words = words_of("Centre de services scolaire de la Pointe-de-l'Île")
    assert {"csspi", "cspi", "cssdlpdli", "cssdlpi", "csspdli"} <= set(acronyms(words))
    assert "pisb" not in set(acronyms(words))


def test_a_search_is_quick_enough_for_each_key_press() -> None:
    started = time.process_time()
    for number in range(50):
        FINDER.find(f"marguerite bourgeoyz {number}")
    assert (time.process_time() - started) / 50 < 0.05
