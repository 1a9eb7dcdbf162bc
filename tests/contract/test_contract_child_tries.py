"""Mismatches: how many, the lock, and the alert (account-service.md, ``child_fails_…``, ``child_target_alert``)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from mozaik_tui.account.contract import ChildForm, Refusal

from .house import DAY, HOUR, MORIN, WRONG, House, change


def test_five_mismatches_an_hour_then_a_lock(house: House) -> None:
    who = house.account()
    for _ in range(5):
        assert house.code(who, WRONG) == "child_no_match"
        house.now += 10
    answer = house.add(who, WRONG)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.retry_after) == ("child_locked", HOUR - 50)
    assert house.code(who) == "child_locked"
    house.now += HOUR - 50
    assert house.code(who) == "linked"


def test_ten_mismatches_a_day_then_a_lock_until_the_day_is_over(house: House) -> None:
    who = house.account()
    start = house.now
    for round_ in range(2):
        for _ in range(5):
            assert house.code(who, WRONG) == "child_no_match"
        house.now = start + (round_ + 1) * (HOUR + 1)
    answer = house.add(who)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.retry_after) == ("child_locked", DAY - 2 * (HOUR + 1))
    house.now = start + DAY
    assert house.code(who) == "linked"


def test_the_longer_of_two_locks_is_told(make_house: Callable[..., House]) -> None:
    house = make_house(child_fails_hour=2, child_fails_day=2)
    who = house.account()
    assert [house.code(who, WRONG) for _ in range(2)] == ["child_no_match"] * 2
    answer = house.add(who)
    assert isinstance(answer, Refusal)
    assert answer.retry_after == DAY


def test_already_linked_is_answered_even_while_locked(house: House) -> None:
    who = house.account()
    assert house.code(who) == "linked"
    for _ in range(5):
        assert house.code(who, WRONG) == "child_no_match"
    assert house.code(who, MORIN[0]) == "child_locked"
    assert house.code(who, WRONG) == "child_locked"
    assert house.code(who) == "again"


def test_a_success_costs_nothing_and_resets_nothing(house: House) -> None:
    who = house.account()
    for _ in range(4):
        assert house.code(who, WRONG) == "child_no_match"
    for form in MORIN[:8]:
        assert house.code(who, form) == "linked"
    assert house.code(who, WRONG) == "child_no_match"
    assert house.code(who, MORIN[9]) == "child_locked"


def test_erasing_the_account_resets_nothing(house: House) -> None:
    who = house.account()
    assert house.code(who, MORIN[0]) == "linked"
    for _ in range(5):
        assert house.code(who, WRONG) == "child_no_match"
    house.erase(who)
    again = house.account()
    assert house.list(again) == ()
    assert house.code(again) == "child_locked"
    assert house.code(house.account("marc@example.org")) == "linked"


def test_fifty_guesses_at_once_are_evaluated_five_times(house: House) -> None:
    who = house.account()
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda _: house.code(who, WRONG), range(50)))
    assert (codes.count("child_no_match"), codes.count("child_locked")) == (5, 45)


@pytest.mark.parametrize(
    ("forms", "by"),
    [
        ([change(last_name=f"Benali{chr(97 + n)}") for n in range(10)], "identifier"),
        ([change(file_number=f"99999{n:02d}") for n in range(10)], "person"),
    ],
)
def test_ten_mismatches_on_one_child_over_all_accounts_raise_an_alert(
    house: House, forms: list[ChildForm], by: str
) -> None:
    attackers = [house.account(f"x{n}@example.com") for n in range(3)]
    for number, form in enumerate(forms):
        assert not [event for event, _ in house.events() if event == "child_target_under_attack"]
        assert house.code(attackers[number // 4], form) == "child_no_match"
    assert house.code(attackers[2], forms[0]) == "child_no_match"
    alerts = [details for event, details in house.events() if event == "child_target_under_attack"]
    assert alerts == [{"by": by, "mismatches": 10}]
    assert house.code(house.account()) == "linked"
    house.now += DAY
    for number, form in enumerate(forms):
        assert house.code(attackers[number // 4], form) == "child_no_match"
    assert [event for event, _ in house.events()].count("child_target_under_attack") == 2


def test_no_alert_when_the_limit_is_none(make_house: Callable[..., House]) -> None:
    house = make_house(child_target_alert=0)
    who = house.account()
    assert house.code(who, WRONG) == "child_no_match"
    assert [event for event, _ in house.events()] == ["child_no_match"]
