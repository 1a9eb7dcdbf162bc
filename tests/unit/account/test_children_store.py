"""Children in the database: the same statements for every mismatch, what is sealed, what a list that changed leaves
(account-service.md, The database names nobody). What a caller sees is tests/contract/test_contract_children.py.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from mozaik_tui.account import children
from mozaik_tui.account.context import Context
from mozaik_tui.account.contract import Child, ChildForm, Refusal, ServiceFault
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.registry.importing import import_registry
from mozaik_tui.account.registry.lookup import close_registry, registry_of
from mozaik_tui.account.registry.reader import RegistryFile
from mozaik_tui.account.registry.records import HEADER
from mozaik_tui.account.store import account_rows, open_store
from mozaik_tui.account.store.account_rows import AccountRow
from mozaik_tui.account.store.tables.links import links

HOUR = 3600
MAIL = "nadia@example.com"
FORM = ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number="0412357")
ROWS = [
    ("css-montreal", "0412357", "BENZ71031404", "Benali", "Zoé", "2014-03-09", f"{MAIL};marc@example.org"),
    *(("css-laval", f"10000{n:02d}", "", "Morin", "Théo", "2016-05-06", MAIL) for n in range(4)),
]
MORIN = [ChildForm("css-laval", "Morin", "Théo", "2016-05-06", file_number=f"10000{n:02d}") for n in range(4)]
WRONG = dataclasses.replace(FORM, last_name="Benalia")


class House:
    """A service's store with a registry, a clock to set, and accounts."""

    def __init__(self, folder: Path, **limits: int) -> None:
        self.now = 1_795_000_000.0
        self.store = open_store(f"sqlite:///{folder / 'accounts.sqlite'}")
        self.ctx = Context(self.store, Keys([b"k" * 32]), Limits(**limits), lambda: self.now)
        self.import_rows(ROWS)

    def import_rows(self, rows) -> None:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(HEADER)
        writer.writerows(rows)
        content = text.getvalue().encode()
        home = registry_of(self.store, self.ctx.keys).home
        file = RegistryFile(io.BytesIO(content), len(content))
        assert import_registry(self.store, self.ctx.keys, home, file, clock=self.ctx.clock).in_force

    def account(self, mail: str = MAIL) -> AccountRow:
        keys = self.ctx.keys

        def work(tx):
            number = account_rows.add(
                tx,
                email_key=keys.mac("email", mail),
                email=account_rows.seal_email(keys, mail, mail),
                language="fr",
                password="-",
                now=self.now,
            )
            return account_rows.get(tx, keys, number)

        found = self.store.write(work)
        assert found is not None
        return found

    def add(self, account: AccountRow, form: ChildForm = FORM) -> Child | Refusal:
        return self.store.write(lambda tx: children.add_child(tx, self.ctx, account, form))

    def code(self, account: AccountRow, form: ChildForm = FORM) -> str:
        """The word of the refusal, or ``linked``/``again``."""
        answer = self.add(account, form)
        if isinstance(answer, Refusal):
            return answer.code
        return "linked" if answer.created else "again"

    def list(self, account: AccountRow) -> tuple[Child, ...]:
        return self.store.read(lambda tx: children.list_children(tx, self.ctx, account))


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., House]]:
    made: list[House] = []

    def build(**limits: int) -> House:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(House(folder, **limits))
        return made[-1]

    yield build
    for house in made:
        close_registry(house.store)
        house.store.close()


@pytest.fixture
def house(make: Callable[..., House]) -> House:
    return make()


def change(**values) -> ChildForm:
    return dataclasses.replace(FORM, **values)


def test_a_lock_is_told_before_too_many(house: House) -> None:
    who = house.account()
    assert house.code(who, MORIN[0]) == "linked"
    for _ in range(5):
        assert house.code(who, WRONG) == "child_no_match"
    house.ctx = dataclasses.replace(house.ctx, limits=Limits(children=1))
    assert house.code(who) == "child_locked"
    house.now += HOUR
    assert house.code(who) == "too_many_children"


def test_every_mismatch_asks_the_database_the_same(house: House) -> None:
    """Whatever part is wrong, the same statements run, in the same order."""
    from mozaik_tui.account.store.tx import Tx

    class Noting(Tx):
        def execute(self, statement, values=()):
            statements.append(statement)
            return super().execute(statement, values or {})

    known, unknown = house.account(), house.account("stranger@example.com")
    for who in (known, unknown):
        assert house.code(who, WRONG) == "child_no_match"
    ran: list[list[object]] = []
    cases = [
        (known, change(last_name="Roy")),
        (known, change(birth_date="2013-03-09")),
        (known, change(file_number="9999999")),
        (unknown, FORM),
    ]
    for who, form in cases:
        statements: list[object] = []
        answer = house.store.write(
            lambda tx, who=who, form=form: children.add_child(Noting(tx.connection), house.ctx, who, form)
        )
        assert isinstance(answer, Refusal)
        assert answer.code == "child_no_match"
        ran.append(statements)
    assert all(list(map(id, one)) == list(map(id, ran[0])) for one in ran)
    assert len(ran[0]) > 5


def test_the_database_names_nobody(house: House, tmp_path: Path) -> None:
    who = house.account()
    assert house.code(who) == "linked"
    assert house.code(who, WRONG) == "child_no_match"
    house.store.truncate_log()
    for path in (tmp_path / "0").iterdir():
        raw = path.read_bytes()
        for word in ("Benali", "benali", "Zoé", "zoe", "0412357", "BENZ", "nadia", "2014-03-09"):
            assert word.encode() not in raw, (path.name, word)


def test_before_any_import_every_form_is_a_mismatch(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    ctx = Context(store, Keys([b"k" * 32]), Limits(), lambda: 1_795_000_000.0)
    account = AccountRow(1, MAIL, MAIL, b"e" * 32, "fr", 0.0)
    answer = store.write(lambda tx: children.add_child(tx, ctx, account, FORM))
    assert isinstance(answer, Refusal)
    assert answer.code == "child_no_match"
    store.close()


def test_typed_data_are_sealed_anew_under_a_new_key(house: House) -> None:
    who = house.account()
    for form in (FORM, *MORIN):
        assert house.code(who, form) == "linked"
    before = house.list(who)
    old = house.ctx.keys
    both = dataclasses.replace(house.ctx, keys=Keys([b"n" * 32, b"k" * 32]))
    assert house.store.read(lambda tx: children.list_children(tx, both, who)) == before
    after: int | None = 0
    pages = 0
    while after is not None:
        place = after
        after = house.store.write(lambda tx, place=place: children.reseal(tx, both, place, 2))
        pages += 1
    assert pages == 4
    new = dataclasses.replace(house.ctx, keys=Keys([b"n" * 32]))
    assert house.store.read(lambda tx: children.list_children(tx, new, who)) == before
    with pytest.raises(ServiceFault):
        house.store.read(lambda tx: children.list_children(tx, dataclasses.replace(house.ctx, keys=old), who))
    unrelated = dataclasses.replace(house.ctx, keys=Keys([b"z" * 32]))
    house.store.write(lambda tx: children.reseal(tx, unrelated, 0))
    assert house.store.read(lambda tx: children.list_children(tx, new, who)) == before


def test_a_sealed_text_belongs_to_its_link(house: House) -> None:
    """Who can write to the database cannot move one family's data into another's screen."""
    nadia, marc = house.account(), house.account("marc@example.org")
    house.add(nadia)
    house.add(nadia, MORIN[0])
    house.add(marc)

    def swap(tx) -> None:
        typed = tx.execute(select(links.c.typed).order_by(links.c.id)).scalars()
        tx.execute(links.update().where(links.c.account_id == marc.id).values(typed=typed[1]))

    house.store.write(swap)
    with pytest.raises(ServiceFault):
        house.list(marc)


def test_a_school_body_that_left_the_list_is_still_shown(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mozaik_tui.account.registry.bodies import Bodies

    who = house.account()
    house.add(who)
    monkeypatch.setattr(children, "school_bodies", lambda: Bodies((), {}))
    assert house.list(who)[0].school_body_name == "css-montreal"
