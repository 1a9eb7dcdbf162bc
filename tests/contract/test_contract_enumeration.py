"""Nothing tells who has an account or whose child is in the registry: the same answers in the same time
(account-service.md, Nothing tells who has an account; `child_no_match`).
"""

from __future__ import annotations

import dataclasses
import os
import random
from itertools import product

import pytest

from mozaik_tui.account.contract import ChildForm, Refusal
from mozaik_tui.account.passwords import Cost

from .ranks import ALARM, alternated, apart

PAIRS = 1000 if os.environ.get("MOZAIK_PROVE") else 60
AT_THE_REAL_HASH = 30
EMAILS = 10
"""As many e-mails with an account as without: a cache that knows one of them helps nobody."""
PASSWORD, WRONG = "Kx7$vold8rz", "Wq4%lune9to"
UNBOUNDED = dict.fromkeys(
    ("sends_hour", "sends_day", "sends_day_all", "sign_in_tries", "child_fails_hour", "child_fails_day",
     "child_target_alert", "mail_minute"), 10**6,
)  # fmt: skip
FORM = ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number="0412357")


def known(number: int) -> str:
    return f"parent{number % EMAILS}@example.com"


def unknown(number: int) -> str:
    return f"nobody{number % EMAILS}@example.com"


@pytest.fixture
def peopled(open_world):
    """A world in which half of the e-mails have an account, and nobody is locked out by asking often."""

    def make(**more):
        world = open_world(**UNBOUNDED, **more)
        for number in range(EMAILS):
            service = world.service
            flow = service.start_flow(known(number), "fr").flow_token
            service.verify(flow, world.codes(known(number))[0])
            service.set_password(flow, PASSWORD, PASSWORD)
        return world

    return make


def answered(call, *arguments):
    """An answer without its token, or all of a refusal."""
    try:
        told = call(*arguments)
    except Refusal as refusal:
        return vars(refusal)
    return {**dataclasses.asdict(told), "flow_token": len(told.flow_token)}


def test_a_flow_is_started_alike(peopled):
    world = peopled()
    start = lambda email: answered(world.service.start_flow, email, "fr")  # noqa: E731
    times = alternated(lambda n: start(known(n)), lambda n: start(unknown(n)), PAIRS)
    assert abs(apart(*times)) < ALARM
    assert start(known(0)) == start(unknown(0))


def test_the_mails_are_as_many_and_read_alike(peopled):
    world = peopled()
    for email in (known(0), unknown(0)) * 3:
        world.service.start_flow(email, "fr")
    assert len(world.codes(known(0))) == len(world.codes(unknown(0))) + 1  # one more made the account
    assert set(world.subjects(known(0))) == set(world.subjects(unknown(0)))


def test_a_sign_in_fails_alike(peopled):
    world = peopled()
    sign_in = lambda email: answered(world.service.sign_in, email, WRONG)  # noqa: E731
    times = alternated(lambda n: sign_in(known(n)), lambda n: sign_in(unknown(n)), PAIRS)
    assert abs(apart(*times)) < ALARM
    assert sign_in(known(0)) == sign_in(unknown(0))


def test_a_sign_in_at_the_real_hash_fails_alike_and_a_missing_hash_would_show(peopled, monkeypatch):
    world = peopled(cost=Cost())
    sign_in = lambda email: answered(world.service.sign_in, email, WRONG)  # noqa: E731
    times = alternated(lambda n: sign_in(known(n)), lambda n: sign_in(unknown(n)), AT_THE_REAL_HASH)
    assert abs(apart(*times)) < ALARM
    hashing = world.parts.hashing
    real = hashing.matches
    monkeypatch.setattr(hashing, "matches", lambda phc, plain: phc is not None and real(phc, plain))
    times = alternated(lambda n: sign_in(known(n)), lambda n: sign_in(unknown(n)), AT_THE_REAL_HASH)
    assert apart(*times) > ALARM


MISMATCHES = {
    "another surname": (FORM, {"last_name": "Benalia"}),
    "another first name": (FORM, {"first_name": "Zoa"}),
    "another date": (FORM, {"birth_date": "2014-03-08"}),
    "another identifier": (FORM, {"file_number": "9999999"}),
    "another body": (FORM, {"school_body": "css-laval"}),
}


def test_a_child_is_refused_alike(peopled):
    """A child who is in the registry under another e-mail, and each way to be in no registry at all."""
    world = peopled()
    world.load_registry()
    session = world.service.sign_in(known(0), PASSWORD).session_token
    forms = [dataclasses.replace(form, **other) for form, other in MISMATCHES.values()]
    add = lambda form: answered(world.service.add_child, session, form)  # noqa: E731
    times = alternated(lambda _: add(FORM), lambda n: add(forms[n % len(forms)]), PAIRS)
    assert abs(apart(*times)) < ALARM
    for form in forms:
        assert add(form) == add(FORM)
    assert add(FORM)["code"] == "child_no_match"


def test_another_accounts_child_and_a_child_that_never_was_are_one(peopled):
    world = peopled()
    world.load_registry([("css-montreal", "0412357", "", "Benali", "Zoé", "2014-03-09", known(1))])
    mine, theirs = (world.service.sign_in(known(n), PASSWORD).session_token for n in (0, 1))
    link = world.service.add_child(theirs, FORM).id
    remove = lambda child: answered(world.service.remove_child, mine, child)  # noqa: E731
    times = alternated(lambda _: remove(link), lambda n: remove(f"{n:032x}"), PAIRS)
    assert abs(apart(*times)) < ALARM
    assert remove(link) == remove("0" * 32)
    assert len(world.service.children(theirs)) == 1


@pytest.mark.parametrize(("shift", "seed"), product((0.0, 0.5), range(3)))
def test_the_ranks_tell_a_shift_and_nothing_else(shift, seed):
    """Half a standard deviation is found in 400 pairs; that both are one is believed."""
    chance = random.Random(seed)
    first, second = ([chance.gauss(kind * shift, 1) for _ in range(400)] for kind in (0, 1))
    assert (abs(apart(first, second)) > ALARM) == (shift > 0)
