"""The journey's moves: order, back, repeat, edit and what would be lost (journey.md, The screens)."""

from datetime import date

import pytest

from mozaik_tui.journey import fields, steps
from mozaik_tui.journey.flow import Journey

TODAY = date(2026, 11, 24)
CHILD = {
    "school_body": "css-montreal",
    "last_name": "Tremblay",
    "first_name": "Rosalie",
    "birth_date": "9 mars 2014",
    "identifier": "0123456",
}


def walk(journey: Journey, *leads: str) -> Journey:
    for lead in leads:
        journey.forward(lead)
    return journey


def at_check() -> Journey:
    journey = Journey(at="questions", trail=["family"])
    for name, text in CHILD.items():
        journey.type(name, text)
    return walk(journey, *["done"] * 5)


def test_every_lead_and_field_of_the_table_exists():
    for step in steps.STEPS:
        assert all(target in steps.BY_NAME for target in step.leads.values())
        assert all(name in fields.BY_NAME for name in step.fields)
        assert 1 <= step.number <= 9


def test_screen_numbers_follow_the_order_of_the_table():
    numbers = [step.number for step in steps.STEPS]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 10))


def test_the_whole_way_of_a_new_parent():
    journey = walk(Journey(), "done", "create", "done", "new", "created")
    assert journey.at == "questions"
    journey.signed_in()
    assert journey.trail == ["family"]
    walk(journey, *["done"] * 6)
    assert journey.at == "another"
    assert not journey.can_go_back()
    walk(journey, "finish", "sign_out", "restart")
    assert journey.at == "language"


def test_back_keeps_what_was_typed():
    journey = walk(Journey(), "done", "create")
    journey.type("email", "parent@example.com")
    journey.back()
    assert (journey.at, journey.answer("email")) == ("start", "parent@example.com")
    journey.back()
    journey.back()
    assert journey.at == "language"


def test_a_correction_leads_straight_back_to_the_check():
    journey = at_check()
    assert journey.at == "check"
    journey.edit("child_name")
    assert journey.at == "child_name"
    journey.forward()
    assert (journey.at, journey.return_to) == ("check", None)


def test_back_from_a_correction_leads_to_the_check_too():
    journey = at_check()
    journey.edit("identifier")
    journey.back()
    assert (journey.at, journey.return_to) == ("check", None)
    journey.back()
    assert journey.at == "identifier"


def test_the_pictures_are_only_visited():
    journey = at_check()
    journey.back()
    journey.forward("papers")
    journey.back()
    assert journey.at == "identifier"


def test_an_interrupted_check_is_come_back_to():
    journey = at_check()
    journey.interrupt("sign_in")
    assert journey.at == "sign_in"
    journey.forward()
    journey.signed_in()
    assert journey.at == "check"
    assert journey.answer("identifier") == "0123456"


def test_a_forgotten_password_comes_back_to_what_was_interrupted():
    journey = at_check()
    journey.interrupt("sign_in")
    for lead, step in (("forgot", "email"), ("done", "code"), ("reset", "password"), ("replaced", "check")):
        journey.forward(lead)
        assert journey.at == step
    journey.signed_in()
    assert journey.answer("identifier") == "0123456"


def test_a_new_account_begins_with_the_first_question():
    journey = Journey(at="family")
    journey.interrupt("sign_in")
    walk(journey, "forgot", "done", "new", "created")
    journey.signed_in()
    walk(journey, "done")
    assert journey.at == "school_body"


@pytest.mark.parametrize("step", ["questions", "child_name", "family"])
def test_back_from_a_sign_in_goes_on_as_before(step: str):
    journey = Journey(at=step, trail=["family"] if step != "family" else [])
    journey.interrupt("sign_in")
    journey.back()
    assert (journey.at, journey.return_to) == (step, None)
    lead, *_ = journey.step.leads
    walk(journey, lead)
    assert journey.at == steps.BY_NAME[step].leads[lead]


def test_nothing_before_the_account_is_come_back_to():
    journey = walk(Journey(), "done", "create", "done", "new")
    journey.interrupt("sign_in")
    journey.forward()
    assert journey.at == "family"


def test_the_next_child_keeps_the_school_body_only():
    journey = at_check()
    journey.next_child()
    assert journey.answer("school_body") == "css-montreal"
    assert journey.answer("first_enrolment") == "no"
    assert not any(journey.answer(name) for name in ("last_name", "first_name", "birth_date", "identifier"))
    assert not journey.typed_of_child()


def test_secrets_are_forgotten_once_signed_in():
    journey = Journey()
    for name in ("code", "password", "confirmation", "sign_in_password"):
        journey.type(name, "canary")
    journey.signed_in()
    assert "canary" not in journey.answers.values()
    assert "canary" not in repr(journey)


def test_a_trail_never_loops():
    journey = walk(Journey(), "done", "create", "done", "existing", "sign_in", "forgot")
    assert journey.at == "email"
    assert len(journey.trail) == len(set(journey.trail))


@pytest.mark.parametrize(
    ("missing", "part"),
    [
        ({"first_enrolment": "yes"}, "questions"),
        ({"school_body": ""}, "school_body"),
        ({"last_name": ""}, "child_name"),
        ({"birth_date": "31/02/2014"}, "birth_date"),
        ({"identifier": "12"}, "identifier"),
        ({}, "check"),
    ],
)
def test_the_first_part_that_is_not_right(missing: dict[str, str], part: str):
    journey = at_check()
    for name, text in missing.items():
        journey.type(name, text)
    assert journey.furthest_child_part(TODAY) == part


def test_unknown_leads_and_fields_are_bugs():
    with pytest.raises(KeyError):
        Journey().forward("nowhere")
    with pytest.raises(KeyError):
        Journey().type("nothing", "x")


def test_a_step_without_a_way_back_stays():
    journey = Journey()
    journey.back()
    assert journey.at == "language"


@pytest.mark.parametrize("name", [field.name for field in fields.FIELDS])
def test_every_field_judges_an_empty_and_a_strange_text(name: str):
    journey = Journey()
    journey.judge(name, TODAY)
    journey.type(name, "\u202e\x00 strange \ud800")
    journey.judge(name, TODAY)


def test_parts_of_the_child_form():
    assert steps.part("questions") == (1, 6)
    assert steps.part("email") is None
