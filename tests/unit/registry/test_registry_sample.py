"""The invented registries: practice families that match, and as many pupils as one likes."""

from __future__ import annotations

import datetime
import io
import itertools
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mozaik_tui.account.keys import Keys
from mozaik_tui.account.registry import practice, sample
from mozaik_tui.account.registry.api import ImportUnderWay
from mozaik_tui.account.registry.bodies import Bodies, school_bodies
from mozaik_tui.account.registry.practice import ensure_sample
from mozaik_tui.account.registry.records import Pupil, RecordJudge
from mozaik_tui.account.registry.sample import (
    Row,
    invented_rows,
    letters_of,
    permanent_code,
    practice_family,
    practice_rows,
    write_csv,
)
from mozaik_tui.journey.rules.identifiers import judge_permanent_code
from mozaik_tui.journey.rules.verdict import Accepted

from .conftest import NOW, Place, row

TODAY = datetime.date(2026, 11, 24)


def well_formed(rows: list[Row]) -> list[Pupil]:
    judge = RecordJudge(school_bodies(), TODAY)
    pupils = [judge.judge(list(one)) for one in rows]
    assert [one for one in pupils if isinstance(one, str)] == []
    return [one for one in pupils if not isinstance(one, str)]


def identifiers(pupils: list[Pupil]) -> list[tuple[str, str]]:
    return [
        (one.body_id, number) for one in pupils for number in (one.file_number, one.permanent_code) if number
    ]


def test_the_practice_families_are_of_many_kinds() -> None:
    rows = list(practice_rows())
    pupils = well_formed(rows)
    assert len({one[6] for one in rows}) >= 12
    assert any(not one.permanent_code for one in pupils)
    assert any(one.first_name == "" for one in pupils)
    assert any(len(one.guardians) == 3 for one in pupils)
    assert sum(not one[3].isascii() for one in rows) >= 6
    families = {key: list(group) for key, group in itertools.groupby(rows, key=lambda one: one[6])}
    assert any(len({one[0] for one in family}) == 2 for family in families.values())
    assert any(len(family) == 2 and len({one[0] for one in family}) == 1 for family in families.values())
    assert len(set(identifiers(pupils))) == len(identifiers(pupils))
    assert all(
        mail.split("@")[1] in ("example.com", "example.org") for one in pupils for mail in one.guardians
    )


def test_practice_codes_fit_names_and_dates() -> None:
    for one in practice_rows():
        if one[2]:
            born = datetime.date.fromisoformat(one[5])
            verdict = judge_permanent_code(one[2], last_name=one[3], first_name=one[4], birth_date=born)
            assert isinstance(verdict, Accepted)
            assert verdict.cautions == () or not one[3].isascii()


def test_the_card_has_two_children_of_one_school_body_with_both_identifiers() -> None:
    card = practice_family()
    assert len(card.children) == 2
    assert len({child.school_body_id for child in card.children}) == 1
    for child in card.children:
        assert len(child.file_number) == 7
        assert len(child.permanent_code) == 12
        assert child.school_body_name == "Centre de services scolaire de Montréal"
        assert not child.last_name.isascii()


@pytest.mark.parametrize(
    ("born", "girl", "code"),
    [
        ("2014-03-09", False, "BENZ71031404"),
        ("2014-03-09", True, "BENZ71531404"),
        ("1999-12-31", False, "BENZ31129904"),
        ("2000-01-01", True, "BENZ63510004"),
    ],
)
def test_the_layout_of_a_code(born: str, girl: bool, code: str) -> None:
    assert permanent_code("BENALI", "ZOE", datetime.date.fromisoformat(born), girl=girl, digits=4) == code


def test_short_names_are_filled() -> None:
    assert permanent_code("LI", "", TODAY, girl=False, digits=0).startswith("LIXX")
    assert letters_of("Łukasik-D'Æbø") == "LUKASIKDABO"


def test_invented_pupils_are_the_same_each_time_and_all_good() -> None:
    rows = list(invented_rows(5000))
    assert rows == list(invented_rows(5000))
    assert rows[:100] == list(invented_rows(100))
    assert rows != list(invented_rows(5000, seed=7))
    pupils = well_formed(rows)
    assert len(set(identifiers(pupils))) == len(identifiers(pupils))
    assert {len(one.guardians) for one in pupils} == {1, 2, 3}
    assert {one.body_id for one in pupils} == {body.id for body in school_bodies().listed}
    assert any(not one.permanent_code for one in pupils)
    assert any(a.guardians == b.guardians for a, b in itertools.pairwise(pupils))


def test_identifiers_stay_apart_in_one_large_school_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a registry of 3.6 million pupils: fifty thousand at one body."""
    one = school_bodies().listed[:1]
    monkeypatch.setattr(sample, "school_bodies", lambda: Bodies(one, {one[0].id: 0}))
    rows = list(invented_rows(50_000))
    numbers = [number for row_ in rows for number in row_[1:3] if number]
    assert len(set(numbers)) == len(numbers)


def test_an_empty_sample() -> None:
    text = io.StringIO(newline="")
    write_csv(invented_rows(0), text)
    assert text.getvalue().count("\n") == 1


def test_the_sample_is_loaded_once_and_matches_the_card(place: Place) -> None:
    card = ensure_sample(place.store, place.keys, lambda: NOW)
    first = place.store.read(place.registry.pointer)
    assert ensure_sample(place.store, place.keys, lambda: NOW) == card
    assert place.store.read(place.registry.pointer) == first
    assert first is not None
    assert first.pupils == len(list(practice_rows()))
    for child in card.children:
        about = (child.file_number, child.permanent_code, child.last_name, child.first_name, child.birth_date)
        as_row = row(*about, body=child.school_body_id)
        by_number = place.key(as_row, mail=card.email)
        assert by_number is not None
        assert place.key(as_row, by="permanent_code", mail=card.email) == by_number


def test_an_earlier_edition_of_the_sample_is_replaced(place: Place) -> None:
    place.load(row("0412357"))
    card = ensure_sample(place.store, place.keys, lambda: NOW)
    pointer = place.store.read(place.registry.pointer)
    assert pointer is not None
    assert pointer.generation == 2
    assert card.email


def test_loading_the_sample_is_quick(place: Place) -> None:
    ensure_sample(place.store, place.keys, lambda: NOW)
    turned = Keys([b"n" * 32])
    began = time.process_time()
    ensure_sample(place.store, turned, lambda: NOW)
    assert time.process_time() - began < 0.3


def test_several_that_start_at_once(make_place, keys: Keys) -> None:
    places = [make_place(keys) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        cards = list(pool.map(lambda one: ensure_sample(one.store, keys, lambda: NOW), places))
    assert cards[0] == cards[1] == cards[2]
    pointer = places[0].store.read(places[0].registry.pointer)
    assert pointer is not None
    assert pointer.generation <= 3


def test_an_import_that_never_ends_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice, "_PATIENCE", 0.05)
    with place.home.importing(), pytest.raises(ImportUnderWay):
        ensure_sample(place.store, place.keys, lambda: NOW)
