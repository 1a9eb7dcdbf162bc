"""The same things at the same moment at two server processes on one database (account-service.md, Atomic)."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from mozaik_tui.account.contract import Refusal

from .town import GUARDIANS, PASSWORD, SHARED, child, guardian, other_parent, parent, word

OTHER = "Wq4%lune9to"
KEY = "one-key-for-all-of-them"
WORDS = [f"{n:06d}" for n in range(60)]


@pytest.fixture(scope="module")
def town(found_town):
    """Two servers; at last no mail went twice, and nothing was an error."""
    made = found_town(2)
    yield made
    made.settle()
    assert all(len(made.post.mails(email)) == count for email, count in made.expected.items())
    assert made.errors() == []


@pytest.fixture(scope="module")
def early(town):
    """A flow from before the other tests: its first resend becomes possible meanwhile."""
    return town.started("early@example.com")


def at_once(town, calls):
    """The answers of these calls, ``call(service)`` each, let go together and in turn at the two servers."""
    gate = threading.Barrier(len(calls))

    def one(numbered):
        number, call = numbered
        gate.wait(60)
        return call(town.services[number % 2])

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, enumerate(calls)))


def words(town, calls):
    return Counter(at_once(town, [lambda service, call=call: word(call, service) for call in calls]))


def answer(call):
    try:
        return call()
    except Refusal as refusal:
        return refusal.code


def test_the_right_code_eight_times_succeeds_once(town, early):
    token = town.started(parent(0))
    code = town.post.code(parent(0))
    found = words(town, [lambda service: service.verify(token, code)] * 8)
    assert found == {"done": 1, "code_used": 7}


def test_fifty_wrong_codes_are_evaluated_five_times_and_the_right_one_is_refused_after(town):
    token = town.started(parent(1))
    right = town.post.code(parent(1))
    wrong = [code for code in WORDS if code != right][:50]
    found = words(town, [lambda service, code=code: service.verify(token, code) for code in wrong])
    assert found == {"code_invalid": 5, "code_locked": 45}
    for service in town.services:
        assert word(service.verify, token, right) == "code_locked"


def test_two_sign_ups_of_one_email_make_one_account(town):
    flows = [town.verified(parent(2), number) for number in range(2)]
    passwords = (PASSWORD, OTHER)
    calls = [
        lambda service, flow=flow, mine=mine: answer(lambda: service.set_password(flow, mine, mine).created)
        for flow, mine in zip(flows, passwords, strict=True)
    ]
    answers = at_once(town, calls)
    assert Counter(answers) == {True: 1, "account_exists": 1}
    for mine, made in zip(passwords, answers, strict=True):
        assert word(town.services[0].sign_in, parent(2), mine) == (
            "done" if made is True else "sign_in_failed"
        )


def test_two_guardians_are_both_linked(town):
    sessions = [town.session(email, at) for at, email in enumerate((parent(3), other_parent(3)))]
    calls = [lambda service, who=who: service.add_child(who, child(3)) for who in sessions]
    linked = at_once(town, calls)
    assert [one.created for one in linked] == [True, True]
    assert [[one.id for one in town.services[0].children(who)] for who in sessions] == [
        [one.id] for one in linked
    ]


def test_the_cap_of_guardians_is_never_exceeded(town):
    with ThreadPoolExecutor(4) as pool:
        sessions = list(pool.map(lambda n: town.session(guardian(n), n % 2), range(GUARDIANS)))
    found = words(town, [lambda service, who=who: service.add_child(who, SHARED) for who in sessions])
    assert found == {"done": 4, "child_guardian_limit": 5}
    assert sum(len(town.services[1].children(who)) for who in sessions) == 4


def test_one_key_at_once_has_one_effect(town):
    email = parent(4)
    town.expected[email] = 1

    def twins(call):
        found = at_once(town, [call] * 8)
        assert len(set(found)) == 1
        return found[0]

    flow = twins(lambda service: service.start_flow(email, "fr", key=KEY)).flow_token
    code = town.post.code(email)
    assert twins(lambda service: service.verify(flow, code, key=KEY)).account == "new"
    session = twins(lambda service: service.set_password(flow, PASSWORD, PASSWORD, key=KEY)).session_token
    assert twins(lambda service: service.add_child(session, child(4), key=KEY)).created
    assert len(town.services[0].children(session)) == 1
    twins(lambda service: service.sign_in(email, PASSWORD, key=KEY))
    failed = twins(lambda service: answer(lambda: service.sign_in(email, OTHER, key=KEY + "w")))
    assert failed == "sign_in_failed"
    assert word(town.services[0].sign_in, email, PASSWORD) == "done"


def test_ten_resends_send_one_mail(town, early):
    limit = time.monotonic() + 60
    while town.services[0].flow(early).resend_in:
        assert time.monotonic() < limit
        time.sleep(0.05)
    found = words(town, [lambda service: service.resend(early)] * 10)
    assert found == {"done": 1, "resend_too_soon": 9}
    town.expected["early@example.com"] += 1
    assert town.post.code("early@example.com", 2) != town.post.code("early@example.com")
