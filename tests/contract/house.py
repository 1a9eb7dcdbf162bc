"""A world with a registry, and accounts that link its children."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from mozaik_tui.account.contract import Child, ChildForm, Refusal
from mozaik_tui.account.store.tables.audit import audit

if TYPE_CHECKING:
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


class OnItsClock:
    """Whatever stands on a world goes by the world's clock."""

    world: EmbeddedWorld

    @property
    def now(self) -> float:
        return self.world.now

    @now.setter
    def now(self, at: float) -> None:
        self.world.now = at


class House(OnItsClock):
    """A world with a registry, a clock to set, and accounts, each known by its session."""

    def __init__(self, world: EmbeddedWorld) -> None:
        self.world = world
        self.import_rows(ROWS)

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


def change(**values) -> ChildForm:
    return dataclasses.replace(FORM, **values)
