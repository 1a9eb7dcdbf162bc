"""What crosses the assist channel: every byte of it, both ways, and what is left in the database. No value, ever."""

import threading
import time
from contextlib import suppress

import pytest

from mozaik_tui.account.assist import staff
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.http.client import RemoteService
from mozaik_tui.account.http.help_client import RemoteHelp
from mozaik_tui.account.limits import Limits
from mozaik_tui.helpline import Helpline
from mozaik_tui.session import Session
from mozaik_tui.whereabouts import report

from ..contract.conftest import EmbeddedWorld
from ..contract.over_http import Front
from .wiretap import Wiretap

PATIENCE = 60.0
PASSWORD = "une longue phrase d'agent"
CANARIES = {
    "email": "zebulon.quartz@kanarien.example",
    "password": "Vq7#xKw2zP",
    "last_name": "Quetzalcoatl",
    "first_name": "Zébulonne",
    "birth_date": "2013-07-28",
    "identifier": "7391864",
}
FORMS = [text for value in CANARIES.values() for text in (value, value.encode().hex())] + ["28 juillet 2013"]


class Line:
    """A parent's terminal and an agent's, both behind a tap, on one service."""

    def __init__(self, folder, **limits) -> None:
        wide = {"requests_minute": 100_000, "sends_address_hour": 100_000}
        self.world = EmbeddedWorld(folder, Limits(**{**wide, **limits}), live_help=True)
        self.world.now = time.time()
        self.front = Front(self.world.parts)
        self.tap = Wiretap(int(self.front.url.rpartition(":")[2]))
        with self.world.parts.hashing.place("sign_in") as place:
            phc = place.make(PASSWORD)
        ctx = self.world.parts.ctx
        ctx.store.write(lambda tx: staff.add(tx, ctx, name="lea", role="agent", phc=phc, secret=None))
        self.parents = RemoteHelp(self.tap.url)
        self.agents = RemoteHelp(self.tap.url)
        self.service = RemoteService(self.tap.url)
        self.helpline = Helpline(lambda: self.parents)
        self.session = Session(self.service, language="fr", helpline=self.helpline)
        self.agent = self.agents.staff_sign_in("lea", PASSWORD).staff_token
        self.views = []

    def meet(self) -> None:
        assert self.helpline.start() is None
        self.agents.join_assist(self.agent, self.helpline.number)
        threading.Thread(target=self._follow, daemon=True).start()
        until(lambda: self.helpline.state == "followed" and self.views)

    def _follow(self) -> None:
        with suppress(ServiceFault):  # the service ends with the test
            for view in self.agents.agent_views(self.agent):
                self.views.append(view)

    def tell(self, focused) -> None:
        wire = self.session.wire
        told = report(self.session, focused)
        self.helpline.tell(told, flow_token=wire.flow_token, session_token=wire.session_token)

    def type(self, name: str, text: str) -> None:
        """Key by key, told after each, then left."""
        for end in range(1, len(text) + 1):
            self.session.type(name, text[:end])
            self.tell(name)
        self.tell(None)

    def close(self) -> None:
        self.helpline.end()
        for one in (self.parents, self.agents, self.service):
            one.close()
        self.tap.close()
        self.front.close()
        self.world.parts.close()


def left(line) -> list[object]:
    """What the database still holds of what was said."""
    return list(
        line.world.parts.ctx.store.read(
            lambda tx: tx.exec_driver_sql("SELECT number, report, message, caller FROM assists").one()
        )
    )


def until(holds) -> None:
    limit = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.fixture
def line(tmp_path):
    made = Line(tmp_path / "world")
    yield made
    made.close()


def test_no_value_crosses_in_a_whole_assisted_journey(line):
    session = line.session
    session.submit("create")
    line.meet()
    line.type("email", CANARIES["email"])
    assert session.submit().moved
    line.tell("code")
    until(lambda: line.views[-1].report is not None and line.views[-1].report.step == "code")
    line.agents.say(line.agent, phrase="use_last_code", field="code")
    until(lambda: line.helpline.message is not None)
    line.helpline.answer("yes")
    until(lambda: line.views[-1].answer == "yes")
    (code,) = line.world.codes(CANARIES["email"])
    wrong = "000000" if code != "000000" else "111111"
    line.type("code", wrong)
    assert session.submit().problems[0].support_number == "E-214"
    line.tell("code")
    until(lambda: line.views[-1].report.refusal == "E-214")
    line.type("code", code)
    assert session.submit().moved
    line.type("password", CANARIES["password"])
    line.type("confirmation", CANARIES["password"])
    assert session.submit().moved
    session.submit()
    session.type("school_body", session.school_bodies()[0].id)
    session.submit()
    for name in ("last_name", "first_name"):
        line.type(name, CANARIES[name])
    session.submit()
    line.type("birth_date", CANARIES["birth_date"])
    session.submit()
    line.type("identifier", CANARIES["identifier"])
    session.submit()
    line.tell(None)
    session.submit()  # no such child: refused, and told by its number alone
    line.tell(None)
    until(lambda: line.views[-1].report.step == "check" and line.views[-1].report.refusal == "E-441")
    trouble = line.agents.mail_trouble(line.agent)
    line.helpline.end()
    until(lambda: line.views[-1].over == "parent")
    crossed = bytes(line.tap.crossed)
    for canary in [*FORMS, code, wrong]:
        assert canary.encode() not in crossed, canary
        assert ascii(canary)[1:-1].encode() not in crossed, canary
    assert trouble.word in ("sent", "dead", "none")
    assert CANARIES["email"].encode() in line.tap.others  # the tap hears what the other connections say
    assert b"E-441" in crossed
    database = b"".join(file.read_bytes() for file in line.world.folder.glob("accounts.sqlite*"))
    for canary in FORMS:
        assert canary.encode() not in database, canary


def test_what_is_typed_cannot_be_counted(line):
    """One report while a field is typed in, however many keys."""
    line.session.submit("create")
    line.meet()
    line.tell("email")
    until(lambda: line.views[-1].report is not None)
    before = line.tap.crossed.count(b"PATCH /v1/assist ")
    for end in range(1, 30):
        line.session.type("email", ("zebulon.quartz@kanarien.example")[:end])
        line.tell("email")
    until(lambda: line.views[-1].report.fields[0].state == "typing")
    assert line.tap.crossed.count(b"PATCH /v1/assist ") == before + 1


def test_the_parent_ends_it_and_nothing_more_is_told(line):
    line.session.submit("create")
    line.meet()
    line.tell("email")
    until(lambda: line.views[-1].report is not None)
    line.session.leave()
    until(lambda: line.views[-1].over == "parent")
    crossed = len(line.tap.crossed)
    line.tell("email")
    assert line.helpline.state == "off"
    assert b"PATCH" not in bytes(line.tap.crossed[crossed:])


@pytest.mark.parametrize("gone", ["parent", "agent"])
def test_an_end_that_is_killed_leaves_nothing_behind(tmp_path, gone):
    line = Line(tmp_path / "world", assist_lost=2)
    try:
        line.session.submit("create")
        line.meet()
        line.tell("email")
        until(lambda: line.views[-1].report is not None)
        (line.parents if gone == "parent" else line.agents).close()
        line.world.advance(30)
        if gone == "parent":
            view = RemoteHelp(line.front.url)
            until(lambda: view.agent_view(line.agent).over == "lost")
            view.close()
        else:
            until(lambda: line.helpline.state == "over")
            assert line.helpline.over == "lost"
        until(lambda: left(line) == [None] * 4)
    finally:
        line.close()
