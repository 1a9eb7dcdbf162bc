"""How many children an account and how many guardians a child may have, also at once (account-service.md, ``guardians``,
``children``).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from mozaik_tui.account.contract import Child

from .house import MORIN, ROY, WRONG, House


def test_twelve_children_an_account(house: House) -> None:
    who = house.account()
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda form: house.code(who, form), MORIN))
    assert (codes.count("linked"), codes.count("too_many_children")) == (12, 8)
    assert len(house.list(who)) == 12
    # Told before the match, and at no cost.
    assert [house.code(who, WRONG) for _ in range(7)] == ["too_many_children"] * 7
    assert house.remove(who, house.list(who)[3].id)
    assert house.code(who, WRONG) == "child_no_match"
    assert house.code(who) == "linked"
    assert house.code(who, ROY) == "too_many_children"


def test_four_guardians_a_child(house: House) -> None:
    accounts = [house.account(f"g{n}@example.com") for n in range(9)]
    with ThreadPoolExecutor(9) as pool:
        codes = list(pool.map(lambda who: house.code(who, ROY), accounts))
    assert (codes.count("linked"), codes.count("child_guardian_limit")) == (4, 5)
    late = accounts[codes.index("child_guardian_limit")]
    assert [house.code(late, ROY) for _ in range(7)] == ["child_guardian_limit"] * 7
    house.erase(accounts[codes.index("linked")])
    assert house.code(late, ROY) == "linked"


def test_the_same_child_at_once_is_linked_once(house: House) -> None:
    who = house.account()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: house.add(who), range(8)))
    assert all(isinstance(one, Child) for one in answers)
    assert len({one.id for one in answers if isinstance(one, Child)}) == 1
    assert [one.created for one in answers if isinstance(one, Child)].count(True) == 1
