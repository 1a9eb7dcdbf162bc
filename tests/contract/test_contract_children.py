"""Linked children: which form leads to which child, what is shown of it, and what becomes of links (account-service.md,
``/v1/children``).
"""

from __future__ import annotations

import dataclasses

from mozaik_tui.account.contract import Child, ChildForm

from .house import FORM, MAIL, MORIN, ROWS, House, change


def test_a_linked_child_as_the_family_screen_shows_it(house: House) -> None:
    who = house.account()
    child = house.add(who, change(last_name="  BENALI ", first_name="zoé", file_number="041-2357"))
    assert isinstance(child, Child)
    assert child.created
    assert (child.last_name, child.first_name) == ("BENALI", "zoé")
    assert (child.school_body_id, child.school_body_name) == (
        "css-montreal",
        "Centre de services scolaire de Montréal",
    )
    assert (child.identifier_kind, child.identifier_hint) == ("file_number", "57")
    assert child.linked_at == "2026-11-18T11:06:40Z"
    assert len(child.id) == 32
    assert house.list(who) == (child,)
    assert "Zo" not in repr(child)


FOLDED = [
    change(file_number=None, permanent_code="benz-7103 1404"),
    change(last_name="bénali", first_name="ZOE"),
    change(school_body=" css-montreal "),
    change(file_number="٠٤١٢٣٥٧", permanent_code="  "),
]


def test_cleaned_and_folded_forms_match(house: House) -> None:
    who = house.account()
    for form in FOLDED:
        assert house.code(who, form) == "linked", form
        assert house.code(who) == "again"
        assert house.remove(who, house.list(who)[0].id)


def test_already_linked_gives_the_same_child(house: House) -> None:
    who = house.account()
    first = house.add(who)
    again = house.add(who, change(file_number=None, permanent_code="BENZ71031404", last_name="BENALI"))
    assert isinstance(first, Child)
    assert again == dataclasses.replace(first, created=False)
    assert len(house.list(who)) == 1


def test_one_name_persons_and_meq_codes(house: House) -> None:
    house.import_rows([("711000", "0412357", "", "Suharti", "", "2015-01-02", MAIL)])
    form = ChildForm("711000", "Suharti", "", "2015-01-02", file_number="0412357")
    answer = house.add(house.account(), form)
    assert isinstance(answer, Child)
    assert answer.school_body_id == "css-monts-et-marees"


def test_an_account_with_another_email_is_no_guardian(house: House) -> None:
    assert house.code(house.account("stranger@example.com")) == "child_no_match"
    assert house.code(house.account("marc@example.org")) == "linked"


def test_children_in_order_of_linking_with_random_ids(house: House) -> None:
    who = house.account()
    for form in (MORIN[3], FORM, MORIN[1]):
        assert house.code(who, form) == "linked"
        house.now -= 100
    assert [child.identifier_hint for child in house.list(who)] == ["03", "57", "01"]
    first = house.list(who)[0].id
    assert house.remove(who, first)
    assert house.code(who, MORIN[3]) == "linked"
    assert [child.identifier_hint for child in house.list(who)] == ["57", "01", "03"]
    assert first not in [child.id for child in house.list(who)]


def test_another_accounts_child_cannot_be_removed(house: House) -> None:
    nadia, marc = house.account(), house.account("marc@example.org")
    child = house.add(nadia)
    assert isinstance(child, Child)
    assert not house.remove(marc, child.id)
    assert not house.remove(nadia, "0" * 32)
    assert not house.remove(nadia, "")
    assert len(house.list(nadia)) == 1
    assert house.remove(nadia, child.id)
    assert not house.remove(nadia, child.id)
    assert house.list(nadia) == ()
    assert [event for event, _ in house.events()] == ["child_linked", "child_unlinked"]


def test_links_stay_while_registries_come_and_go(house: House) -> None:
    who = house.account()
    child = house.add(who)
    assert isinstance(child, Child)
    house.import_rows([ROWS[1]])
    assert [one.id for one in house.list(who)] == [child.id]
    assert house.code(who) == "child_no_match"
    house.import_rows([("css-montreal", "", "BENZ71031404", "Benali", "Zoé", "2014-03-09", MAIL)])
    again = house.add(who, change(file_number=None, permanent_code="BENZ71031404"))
    assert isinstance(again, Child)
    assert (again.id, again.created) == (child.id, False)
