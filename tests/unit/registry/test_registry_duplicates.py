"""Rows with the same identifiers and data merge their e-mails; contradictory ones are bad, all of them."""

from __future__ import annotations

import pytest

from .conftest import Place, row

FILE, CODE = "0412357", "BENZ71031404"


def test_same_rows_merge_their_emails(place: Place) -> None:
    report = place.load(
        row(FILE, CODE, mails="a@example.com;b@example.com"),
        row("0000001", last="Roy", mails="a@example.com"),
        row(FILE, CODE, last="BENALI", first="Zoe", mails="b@example.com;c@example.com"),
        row("0000001", last="Roy", mails="a@example.com;d@example.com"),
        row("0000001", last="Roy", mails="d@example.com"),
        row(FILE, CODE, mails="c@example.com"),
    )
    assert report.in_force is not None
    counts = (report.in_force.pupils, report.in_force.guardian_links, report.in_force.school_bodies)
    assert counts == (2, 5, 1)
    both = row(FILE, CODE)
    found = {
        place.key(both, by=by, mail=f"{who}@example.com")
        for by in ("file_number", "permanent_code")
        for who in "abc"
    }
    assert len(found) == 1
    assert None not in found
    assert place.key(row("0000001", last="Roy"), mail="d@example.com") not in (None, *found)
    assert place.key(row("0000001", last="Roy"), mail="b@example.com") is None


@pytest.mark.parametrize(
    "other",
    [
        row(FILE, CODE, last="Roy"),
        row(FILE, CODE, first="Noé"),
        row(FILE, CODE, born="2014-03-10"),
        row(FILE, "BENZ71031499"),
        row("0412358", CODE),
        row(FILE),
        row("", CODE),
    ],
)
def test_contradictory_rows_are_all_bad(place: Place, other: tuple[str, ...]) -> None:
    rows = (row("0000001", last="Roy"), row(FILE, CODE), row("0000002", body="css-laval"), other)
    report = place.load(*rows)
    assert report.in_force is None
    assert list(report.ledger.bad_rows()) == [(3, "contradictory"), (5, "contradictory")]
    assert set(place.files()) <= {"registry-accounts.lock"}

    taken = place.load(*rows, skip_bad=True)
    assert taken.in_force is not None
    assert (taken.in_force.pupils, taken.in_force.guardian_links, taken.in_force.school_bodies) == (2, 2, 2)
    assert place.key(row(FILE, CODE)) is None
    assert place.key(other) is None
    assert place.key(rows[0]) is not None


def test_a_contradiction_spoils_its_repetitions_and_what_hangs_together_with_it(place: Place) -> None:
    report = place.load(
        row(FILE, CODE),
        row(FILE, CODE),
        row("0412358", CODE),
        row("0412358", "BENZ71031499"),
        row("0000001", last="Roy", body="css-laval"),
        skip_bad=True,
    )
    assert [line for line, _ in report.ledger.bad_rows()] == [2, 3, 4, 5]
    assert report.in_force is not None
    assert (report.in_force.pupils, report.in_force.guardian_links, report.in_force.school_bodies) == (
        1,
        1,
        1,
    )


def test_the_same_identifiers_at_two_school_bodies_are_two_children(place: Place) -> None:
    here, there = row(FILE, CODE), row(FILE, CODE, last="Roy", body="css-laval")
    place.load(here, there)
    assert place.key(here) != place.key(there)


def test_bad_rows_stop_the_import_unless_they_are_to_be_skipped(place: Place) -> None:
    good = row(FILE, CODE)
    place.load(good)
    before = place.files()
    report = place.load(row("0000001", last="Roy"), row("12"), row("0000002", mails="no"))
    assert report.in_force is None
    assert list(report.ledger.bad_rows()) == [(3, "file_number"), (4, "email")]
    assert place.files() == before
    assert place.key(good) is not None

    report = place.load(row("0000001", last="Roy"), row("12"), row("0000002", mails="no"), skip_bad=True)
    assert report.in_force is not None
    assert (report.in_force.generation, report.in_force.pupils, report.ledger.bad_lines) == (2, 1, 2)
    assert place.key(good) is None
    assert place.key(row("0000001", last="Roy")) is not None


def test_a_bad_row_contradicts_nobody(place: Place) -> None:
    report = place.load(row(FILE, CODE), row(FILE, CODE, last="Roy", mails="no"), skip_bad=True)
    assert report.ledger.bad_lines == 1
    assert place.key(row(FILE, CODE)) is not None


def test_an_empty_registry_can_be_put_in_force(place: Place) -> None:
    place.load(row(FILE, CODE))
    report = place.load()
    assert report.in_force is not None
    assert (report.in_force.pupils, report.in_force.guardian_links, report.in_force.school_bodies) == (
        0,
        0,
        0,
    )
    assert place.key(row(FILE, CODE)) is None
    place.load(row(FILE, CODE))
    assert place.key(row(FILE, CODE)) is not None
