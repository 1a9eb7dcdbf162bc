"""The child form: what is told precisely, in which order, and at no cost (account-service.md, Input; Order in
``POST /v1/children``).
"""

from __future__ import annotations

import dataclasses

from mozaik_tui.account.contract import ChildForm, Refusal

from .house import House, change

TOLD_PRECISELY = [
    (change(last_name=""), "malformed", "last_name"),
    (change(last_name=" \u200b"), "malformed", "last_name"),
    (change(last_name="R0y"), "malformed", "last_name"),
    (change(last_name="Roy\x00"), "malformed", "last_name"),
    (change(last_name="Roy\nRoy"), "malformed", "last_name"),
    (change(last_name="\ud800x"), "malformed", "last_name"),
    (change(last_name="R" * 101), "malformed", "last_name"),
    (change(first_name="Zo٣"), "malformed", "first_name"),
    (change(first_name="Zo\x07"), "malformed", "first_name"),
    (change(birth_date="09/03/2014"), "malformed", "birth_date"),
    (change(birth_date="2014-3-9"), "malformed", "birth_date"),
    (change(birth_date="2014-03-09 "), "malformed", "birth_date"),
    (change(birth_date="٢٠١٤-03-09"), "malformed", "birth_date"),
    (change(birth_date=""), "malformed", "birth_date"),
    (change(file_number=None), "malformed", "file_number"),
    (change(file_number=""), "malformed", "file_number"),
    (change(file_number=" - "), "malformed", "file_number"),
    (change(permanent_code="BENZ71031404"), "malformed", "file_number"),
    (change(file_number="041235"), "malformed", "file_number"),
    (change(file_number="04123577"), "malformed", "file_number"),
    (change(file_number="BENZ71031404"), "malformed", "file_number"),
    (change(file_number=None, permanent_code="0412357"), "malformed", "permanent_code"),
    (change(file_number=None, permanent_code="BENZ7103140O"), "malformed", "permanent_code"),
    (change(file_number=None, permanent_code="BENZ710314"), "permanent_code_ten_characters", None),
    (change(birth_date="2014-02-30"), "birth_date_not_real", None),
    (change(birth_date="0000-01-01"), "birth_date_out_of_range", None),
    (change(birth_date="1899-12-31"), "birth_date_out_of_range", None),
    (change(birth_date="2026-11-19"), "birth_date_future", None),
    (change(birth_date="9999-12-31"), "birth_date_future", None),
    (change(school_body="css-nowhere"), "unknown_school_body", None),
    (change(school_body=""), "unknown_school_body", None),
    (change(school_body="\ud800"), "malformed", "school_body"),
    (change(first_enrolment=True), "handled_by_school", None),
    (change(adult_learner=True), "handled_by_school", None),
]


def test_told_precisely_and_at_no_cost(house: House) -> None:
    who = house.account()
    for form, code, field in TOLD_PRECISELY * 2:
        answer = house.add(who, form)
        assert isinstance(answer, Refusal), form
        assert (answer.code, answer.field, answer.retry_after) == (code, field, None), form
    assert house.events() == []
    assert house.code(who) == "linked"


def test_the_order_of_what_is_told(house: House) -> None:
    """handled_by_school → shapes → dates → unknown_school_body."""
    worst = ChildForm("nowhere", "R2", "Z2", "2014", None, None, first_enrolment=True)
    steps = [
        ({}, "handled_by_school", None),
        ({"first_enrolment": False}, "malformed", "last_name"),
        ({"last_name": "Benali"}, "malformed", "first_name"),
        ({"first_name": "Zoé"}, "malformed", "birth_date"),
        ({"birth_date": "2014-02-30"}, "malformed", "file_number"),
        ({"permanent_code": "BENZ710314"}, "permanent_code_ten_characters", None),
        ({"permanent_code": "BENZ71031404"}, "birth_date_not_real", None),
        ({"birth_date": "2014-03-09"}, "unknown_school_body", None),
    ]
    who = house.account()
    form = worst
    for values, code, field in steps:
        form = dataclasses.replace(form, **values)
        answer = house.add(who, form)
        assert isinstance(answer, Refusal)
        assert (answer.code, answer.field) == (code, field)
    assert house.code(who, dataclasses.replace(form, school_body="css-montreal")) == "linked"


def test_the_day_is_that_of_quebec(house: House) -> None:
    who = house.account()
    house.now = 1_795_064_400.0  # 2026-11-19 05:00 UTC: midnight in Toronto
    assert house.code(who, change(birth_date="2026-11-19")) == "child_no_match"
    house.now -= 1
    assert house.code(who, change(birth_date="2026-11-19")) == "birth_date_future"
    assert house.code(who, change(birth_date="2026-11-18")) == "child_no_match"
