"""Sentences that the full screen says are said in the lines too."""

import pytest

from mozaik_tui.language.pair import Pair

from ...snapshots.prepared import CardOnly
from ...ui.app.standing import StandIn, plain_run, standing, told

PAIR = Pair("en")


def heard(step, *lines, children=None, path=None, **more):
    session = standing(step, "en", StandIn(), **more)
    if children is not None:
        session.wire.children = children
    if path is not None:
        session.journey.path = path
    return plain_run(session, *lines)


@pytest.mark.parametrize(
    ("key", "step", "more"),
    [
        ("screen.email.reset", "email", {"path": "reset"}),
        ("screen.family.question", "family", {}),
        ("screen.family.empty", "family", {"children": ()}),
        ("screen.goodbye.nothing", "goodbye", {"children": ()}),
        ("screen.child_form", "questions", {}),
        ("screen.secretariat", "no_papers", {}),
        ("screen.secretariat", "not_listed", {}),
        ("screen.contact", "no_papers", {"contacts": {"default": ("514 555-0100",)}}),
        ("screen.practice_banner", "email", {"practice": CardOnly()}),
        ("screen.card.title", "identifier", {"practice": CardOnly()}),
    ],
)
def test_it_is_said(key, step, more):
    assert told(PAIR.lead.text(key)) in heard(step, **more)


def test_a_forgotten_password_does_not_ask_for_the_address_of_the_school():
    assert told(PAIR.lead.text("screen.email.question")) not in heard("email", path="reset")


def test_practice_is_told_once():
    banner = told(PAIR.both("screen.practice_banner").joined())
    assert heard("birth_date", "", practice=CardOnly()).count(banner) == 1
    assert banner not in heard("birth_date", "")


def test_how_many_school_bodies_fit_is_told():
    session = standing("school_body", "en", StandIn())
    count = len(session.find_school_bodies("centre"))
    assert count > 9
    assert told(PAIR.lead.plural("screen.school_body.found", count)) in plain_run(session, "centre")


def test_the_rules_of_a_password_are_told_before_it_is_asked_for():
    printed = heard("password")
    asked = printed.index(
        told(PAIR.both("screen.field.password.label").joined()), printed.index("Screen 5") + 50
    )
    for rule in ("at_least_8", "at_most_16", "three_classes", "lower", "symbol", "not_common", "not_account"):
        assert -1 < printed.find(told(PAIR.lead.text(f"screen.password.rule.{rule}"))) < asked, rule
    assert told(PAIR.lead.text("screen.password.rule.not_common")) not in heard(
        "password", refuse_common=False
    )


def test_whoever_comes_after_a_parent_is_spoken_to_in_the_first_language():
    after = heard("goodbye", "1").rpartition(told(PAIR.lead.text("screen.goodbye.title")))[2]
    assert told(Pair("fr").lead.text("screen.language.title")) in after
    assert told(PAIR.lead.text("screen.language.title")) not in after
