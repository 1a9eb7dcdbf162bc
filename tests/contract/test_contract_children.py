"""Linking children: order, budgets, limits (account-service.md, ``POST /v1/children``)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from mozaik_tui.account.contract import Child, ChildForm, Refusal
from mozaik_tui.account.store.tables.audit import audit

from .conftest import EmbeddedWorld

HOUR, DAY = 3600, 86400
MAIL = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"
FORM = ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number="0412357")
ROWS = [
    ("css-montreal", "0412357", "BENZ71031404", "Benali", "Zoé", "2014-03-09", f"{MAIL};marc@example.org"),
    ("css-laval", "0412357", "", "Suharti", "", "2015-01-02", MAIL),
    *(("css-laval", f"10000{n:02d}", "", "Morin", "Théo", "2016-05-06", MAIL) for n in range(20)),
    ("css-laval", "2000000", "", "Roy", "Noé", "2016-05-06", ";".join(f"g{n}@example.com" for n in range(9))),
]
MORIN = [
    ChildForm("css-laval", "Morin", "Théo", "2016-05-06", file_number=f"10000{n:02d}") for n in range(20)
]
ROY = ChildForm("css-laval", "Roy", "Noé", "2016-05-06", file_number="2000000")
WRONG = dataclasses.replace(FORM, last_name="Benalia")


class House:
    """A world with a registry, a clock to set, and accounts, each known by its session."""

    def __init__(self, world: EmbeddedWorld) -> None:
        self.world = world
        self.import_rows(ROWS)

    @property
    def now(self) -> float:
        return self.world.now

    @now.setter
    def now(self, at: float) -> None:
        self.world.now = at

    def import_rows(self, rows) -> None:
        self.world.load_registry(rows)

    def account(self, mail: str = MAIL) -> str:
        service = self.world.service
        flow = service.start_flow(mail, "fr").flow_token
        service.verify(flow, self.world.codes(mail)[0])
        return service.set_password(flow, PASSWORD, PASSWORD).session_token

    def add(self, account: str, form: ChildForm = FORM) -> Child | Refusal:
        try:
            return self.world.service.add_child(account, form)
        except Refusal as refusal:
            return refusal

    def code(self, account: str, form: ChildForm = FORM) -> str:
        """The word of the refusal, or ``linked``/``again``."""
        answer = self.add(account, form)
        if isinstance(answer, Refusal):
            return answer.code
        return "linked" if answer.created else "again"

    def list(self, account: str) -> tuple[Child, ...]:
        """The children as their list has them, ``created`` or not."""
        return self.world.service.children(account)

    def remove(self, account: str, child_id: str) -> bool:
        try:
            self.world.service.remove_child(account, child_id)
        except Refusal as refusal:
            return {"not_found": False}[refusal.code]
        return True

    def erase(self, account: str) -> None:
        self.world.service.delete_account(account, PASSWORD)

    def events(self) -> list[tuple[str, dict]]:
        """What the audit trail tells of children."""
        query = select(audit.c.event, audit.c.details).order_by(audit.c.id)
        rows = self.world.parts.ctx.store.read(lambda tx: tx.execute(query).all())
        return [(row.event, json.loads(row.details)) for row in rows if row.event.startswith("child_")]


@pytest.fixture
def make(open_world) -> Callable[..., House]:
    """Opens a house with these limits; its sessions do not end."""
    return lambda **limits: House(open_world(session_ttl=10**8, session_idle=10**8, **limits))


@pytest.fixture
def house(make: Callable[..., House]) -> House:
    return make()


def change(**values) -> ChildForm:
    return dataclasses.replace(FORM, **values)


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


def test_the_longer_of_two_locks_is_told(make: Callable[..., House]) -> None:
    house = make(child_fails_hour=2, child_fails_day=2)
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


def test_no_alert_when_the_limit_is_none(make: Callable[..., House]) -> None:
    house = make(child_target_alert=0)
    who = house.account()
    assert house.code(who, WRONG) == "child_no_match"
    assert [event for event, _ in house.events()] == ["child_no_match"]


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
