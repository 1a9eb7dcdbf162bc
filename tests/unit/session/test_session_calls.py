"""What the session makes of the service's answers: an unlinked child, another language, news from the phone."""

from __future__ import annotations

import pytest

from mozaik_tui.account.contract import Child, Refusal
from mozaik_tui.helpline import Helpline

from ...snapshots.prepared import CHILDREN
from ...ui.app.standing import StandIn, standing


def names(service: StandIn) -> list[str]:
    return [name for name, *_ in service.asked]


def test_an_unlinked_child_leads_back_to_the_family() -> None:
    service = StandIn()
    session = standing("record", "fr", service)
    assert session.remove_child("1").moved
    assert session.step.name == "family"
    assert ("remove_child", ("session-token", "1"), None) in service.asked


def test_a_child_that_is_not_unlinked_stays_on_the_screen() -> None:
    service = StandIn()
    service.troubles["remove_child"] = [Refusal("not_found")]
    session = standing("record", "fr", service)
    outcome = session.remove_child("1")
    assert outcome.problems
    assert not outcome.moved
    assert session.step.name == "record"


@pytest.mark.parametrize("back", [1, 2])
def test_a_form_that_was_begun_is_there_again_from_the_family(back: int) -> None:
    session = standing("family", "fr", StandIn())
    session.journey.next_child()
    assert session.would_lose() is None
    done = session.submit("add_child").moved and (back == 1 or session.submit().moved)
    assert done
    session.type("first_enrolment", "no")
    assert session.would_lose() is None, "nothing but the answer that was there"
    session.type("last_name", "Exemple")
    for _ in range(back):
        session.back()
    assert (session.step.name, session.would_lose()) == ("family", "child_form")
    assert session.submit("add_child").moved
    assert (session.step.name, session.answer("last_name")) == ("questions", "Exemple")


def test_a_child_that_is_linked_leaves_an_empty_form() -> None:
    session = standing("check", "fr", StandIn())
    assert session.submit().moved
    assert (session.step.name, session.would_lose()) == ("another", None)
    assert session.submit("repeat").moved
    assert [session.answer(name) for name in ("last_name", "identifier")] == ["", ""]


@pytest.mark.parametrize(("children", "step"), [(CHILDREN, "record"), (CHILDREN[1:], "family")])
def test_a_record_is_come_back_to_by_its_own_parent_only(children: tuple[Child, ...], step: str) -> None:
    service = StandIn()
    service.troubles["children"] = [Refusal("session_expired")]
    session = standing("record", "fr", service)
    assert session.refresh().moved
    assert session.step.name == "sign_in"
    service.answers["children"] = lambda *_: children
    assert session.submit().moved
    assert session.step.name == step


@pytest.mark.parametrize(("step", "told"), [("email", False), ("family", True)])
def test_another_language_is_told_to_the_service_once_somebody_is_signed_in(step: str, told: bool) -> None:
    service = StandIn()
    session = standing(step, "en", service)
    assert not session.save_language().problems
    assert (("set_language", ("session-token", "en"), None) in service.asked) is told


@pytest.mark.parametrize(
    ("step", "news", "code"),
    [("code", 1, ""), ("code", 0, "123456"), ("password", 1, "123456")],
    ids=["a new code", "no news", "verified"],
)
def test_a_new_code_by_phone_empties_the_field_that_it_is_for(step: str, news: int, code: str) -> None:
    service = StandIn()
    line = Helpline(lambda: None)
    session = standing(step, "en", service, helpline=line)
    line.news = news
    session.hear_news()
    assert session.answer("code") == code
    assert line.news == 0
    assert ("flow" in names(service)) is (code == "")


def test_without_a_help_by_phone_there_is_no_news() -> None:
    session = standing("code", "en", StandIn())
    session.hear_news()
    assert session.answer("code") == "123456"
