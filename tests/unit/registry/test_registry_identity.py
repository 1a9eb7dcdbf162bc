"""A child is known from one import to the next by either identifier; links and the guardian count stay."""

from __future__ import annotations

import pytest

from mozaik_tui.account.keys import Keys

from .conftest import Place, row

FILE, CODE = "0412357", "BENZ71031404"
OTHER = "0999999"


def test_both_identifiers_lead_to_one_child_and_only_with_an_email_of_the_file(place: Place) -> None:
    place.load(row(FILE, CODE, mails="a@example.com;b@example.com"), row(OTHER, last="Roy"))
    one = row(FILE, CODE)
    found = {
        place.key(one, by=by, mail=m)
        for by in ("file_number", "permanent_code")
        for m in ("a@example.com", "b@example.com")
    }
    assert len(found) == 1
    assert None not in found
    assert place.key(one, mail="c@example.com") is None
    assert place.key(row(OTHER, last="Roy")) is not None
    assert place.key(row(OTHER, last="Roy")) not in found


@pytest.mark.parametrize(
    "wrong",
    [
        row("0412350", CODE),
        row(FILE, CODE, last="Benalia"),
        row(FILE, CODE, first="Zo"),
        row(FILE, CODE, born="2014-09-03"),
        row(FILE, CODE, body="css-laval"),
    ],
)
def test_every_part_has_to_agree(place: Place, wrong: tuple[str, ...]) -> None:
    place.load(row(FILE, CODE))
    assert place.key(wrong) is None


def test_names_are_folded(place: Place) -> None:
    place.load(row(FILE, last="BENALI-CÔTÉ", first="Zoé"))
    assert place.key(row(FILE, last="Bénali Cote", first="ZOE")) is not None


@pytest.mark.parametrize(
    ("before", "after", "by"),
    [
        (row(FILE), row(FILE, CODE), "permanent_code"),
        (row(FILE, CODE), row(FILE), "file_number"),
        (row(FILE, CODE), row("", CODE), "permanent_code"),
        (row("", CODE), row(FILE, CODE), "file_number"),
        (row(FILE, CODE), row(OTHER, CODE), "file_number"),
        (row(FILE, CODE), row(FILE, "BENZ71031499"), "permanent_code"),
        (row(FILE, CODE), row(FILE, CODE, last="Côté", born="2014-03-10"), "permanent_code"),
    ],
)
def test_known_again_by_either_identifier(place: Place, before, after, by: str) -> None:
    place.load(before)
    key = place.key(before)
    place.load(row("7777777", last="Morin"), after)
    assert place.key(after, by=by) == key
    assert place.key(after) == key


def test_known_again_over_many_imports_of_changing_identifiers(place: Place) -> None:
    place.load(row(FILE))
    key = place.key(row(FILE))
    for after in (row(FILE, CODE), row("", CODE), row(OTHER, CODE), row(OTHER)):
        place.load(after)
        assert place.key(after) == key


def test_the_code_decides_where_identifiers_part(place: Place) -> None:
    """A child's old file number was given to another child: the code says who is who."""
    place.load(row(FILE, CODE))
    key = place.key(row(FILE, CODE))
    place.load(row(FILE, last="Roy", first="Noé"), row("", CODE))
    assert place.key(row("", CODE)) == key
    assert place.key(row(FILE, last="Roy", first="Noé")) not in (None, key)


@pytest.mark.parametrize(
    ("zoe", "his_number"),
    [(row(FILE, CODE), OTHER), (row(FILE, CODE), ""), (row(FILE), OTHER)],
    ids=["both by both", "he by his code alone", "she by her number alone"],
)
def test_a_number_given_anew_does_not_carry_links_over(place: Place, zoe, his_number: str) -> None:
    """Zoé left and is linked; Noé, who has a code of his own, gets her old file number. They were two children:
    only one known by the number alone and one known by the code alone may turn out to be one.
    """
    noe = row(his_number, "ROYN71031401", last="Roy", first="Noé")
    place.load(zoe, noe)
    guardian = place.account()
    zoe_key, noe_key = place.key(zoe), place.key(noe)
    place.link(guardian, zoe_key)
    moved = row(FILE, "ROYN71031401", last="Roy", first="Noé")
    place.load(moved)
    assert place.key(moved) == noe_key
    assert place.linked_keys(guardian) == [zoe_key]
    if CODE in zoe:
        place.load(moved, row("", CODE))
        assert place.key(row("", CODE)) == zoe_key


def test_bad_lines_do_not_make_a_child_forgotten(place: Place) -> None:
    """Two lines that contradict each other name her: she is as one who left, and known when she comes back."""
    place.load(row(FILE, CODE))
    key = place.key(row(FILE, CODE))
    place.link(place.account(), key)
    place.load(row(FILE, CODE), row(FILE, CODE, born="2013-03-09"), row(OTHER, last="Roy"), skip_bad=True)
    assert place.key(row(FILE, CODE)) is None
    place.load(row(FILE, CODE))
    assert place.key(row(FILE, CODE)) == key


def test_two_that_turn_out_to_be_one_keep_every_link(place: Place) -> None:
    by_file, by_code, both = row(FILE), row("", CODE), row(FILE, CODE)
    place.load(by_file, by_code)
    file_key, code_key = place.key(by_file), place.key(by_code)
    assert file_key != code_key
    anna, bela, chen = (place.account(f"{name}@example.com") for name in ("anna", "bela", "chen"))
    place.link(anna, file_key)
    place.link(bela, code_key)
    place.link(chen, file_key)
    place.link(chen, code_key)
    place.load(both)
    assert place.key(both) == place.key(both, by="permanent_code") == code_key
    assert [place.linked_keys(who) for who in (anna, bela, chen)] == [[code_key]] * 3
    dora, emil = place.account("dora@example.com"), place.account("emil@example.com")
    assert not isinstance(place.link(dora, code_key), str)
    assert place.link(emil, code_key) == "child_guardian_limit"


def test_more_guardians_than_the_limit_after_joining_lose_nothing(place: Place) -> None:
    place.load(row(FILE), row("", CODE))
    file_key, code_key = place.key(row(FILE)), place.key(row("", CODE))
    accounts = [place.account(f"g{number}@example.com") for number in range(7)]
    for account in accounts[:3]:
        place.link(account, file_key)
    for account in accounts[3:6]:
        place.link(account, code_key)
    place.load(row(FILE, CODE))
    assert all(place.linked_keys(account) == [code_key] for account in accounts[:6])
    assert place.link(accounts[6], code_key) == "child_guardian_limit"


def test_a_child_who_left_is_known_when_it_comes_back_if_it_is_linked(place: Place) -> None:
    linked, unlinked = row(FILE, CODE), row(OTHER, "ROYN71031401", last="Roy")
    place.load(linked, unlinked)
    account = place.account()
    key, lost = place.key(linked), place.key(unlinked)
    place.link(account, key)
    for _ in range(3):
        place.load(row("7777777", last="Morin"))
        assert place.key(linked) is None
        assert place.linked_keys(account) == [key]
    place.load(row("", CODE), unlinked)
    assert place.key(row("", CODE)) == key
    assert place.key(unlinked) not in (None, lost)
    place.load(row(FILE, CODE))
    assert place.key(linked) == key


def test_a_link_made_while_the_import_runs_is_not_forgotten(place: Place) -> None:
    """The child leaves in this very import; its key is carried once whether or not it is linked yet."""
    place.load(row(FILE, CODE))
    key = place.key(row(FILE, CODE))
    place.load(row("7777777", last="Morin"))
    place.link(place.account(), key)
    place.load(row("7777777", last="Morin"))
    place.load(row(FILE))
    assert place.key(row(FILE)) == key


def test_many_who_left_are_asked_for_in_turns(place: Place) -> None:
    rows = [row(f"{number:07d}") for number in range(1, 1001)]
    place.load(*rows)
    account = place.account()
    keys = [place.key(rows[number]) for number in (0, 500, 999)]
    for key in keys:
        place.link(account, key)
    other = row("7777777", last="Morin")
    place.load(other)
    place.load(other)
    place.load(*rows)
    assert [place.key(rows[number]) for number in (0, 500, 999)] == keys


def test_an_import_under_a_new_key_knows_the_children_of_the_old_one(make_place) -> None:
    old, new = b"k" * 32, b"n" * 32
    first = make_place(Keys([old]))
    stays, leaves = row(FILE, CODE), row(OTHER, last="Roy")
    first.load(stays, leaves)
    keys = [first.key(stays), first.key(leaves)]
    account = first.account()
    for key in keys:
        first.link(account, key)

    both = Keys([new, old])
    first.load(row("", CODE), row("7777777", last="Morin"), keys=both)
    turned = make_place(both)
    assert turned.key(row("", CODE)) == keys[0]
    pointer = turned.store.read(turned.registry.pointer)
    assert pointer is not None
    assert pointer.made_under == both.ids[0]

    turned.load(row(FILE, CODE), leaves)
    assert turned.key(row(FILE, CODE)) == keys[0]
    assert turned.key(leaves) == keys[1]

    alone = make_place(Keys([new]))
    alone.load(row("", CODE), leaves)
    assert alone.key(row("", CODE)) == keys[0]
    assert alone.key(leaves) == keys[1]


def test_readers_try_every_key(make_place) -> None:
    old, new = b"k" * 32, b"n" * 32
    make_place(Keys([old])).load(row(FILE))
    assert make_place(Keys([new, old])).key(row(FILE)) is not None
    assert make_place(Keys([new])).key(row(FILE)) is None
    lost = make_place(Keys([new]))
    lost.load(row(FILE))
    assert lost.key(row(FILE)) is not None
