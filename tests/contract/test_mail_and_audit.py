"""Mail, audit and retention as a parent's sign-up goes through them (account-service.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from sqlalchemy import select

from mozaik_tui.account import audit_chain
from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.mail.transport import Rejected, RelayFault
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.retention import purge
from mozaik_tui.account.store.tables.audit import audit

from .house import OnItsClock

EMAIL = "Ana.Lopez@exemple.example"
PASSWORD, OTHER = "Erable2026#", "Bouleau2027#"
DAY = 86400.0


@dataclass
class Relay:
    """A transport that keeps the letters, or fails as it is told."""

    options: MailSettings = field(default_factory=MailSettings)
    fault: Exception | None = None
    letters: list = field(default_factory=list)

    def deliver(self, errand) -> None:
        if self.fault is not None:
            raise self.fault
        letter = errand.letter()
        if letter is not None:
            self.letters.append((errand.recipient, letter))
            errand.handed_over()

    def abort(self) -> None:
        pass

    @property
    def code(self) -> str:
        """The code of the last mail."""
        return re.search(r"^\d{6}$", self.letters[-1][1].text, re.MULTILINE)[0]


class House(OnItsClock):
    """A service whose mails go when they are told to, and whose clock stands."""

    def __init__(self, world) -> None:
        self.world = world
        self.service, self.ctx, self.relay = world.service, world.parts.ctx, Relay()
        self.worker = Worker(self.ctx, self.relay)

    def sign_up(self, password: str = PASSWORD):
        """The whole way to a password; the session."""
        token = self.service.start_flow(EMAIL, "en").flow_token
        self.worker.run_once()
        self.service.verify(token, self.relay.code)
        return self.service.set_password(token, password, password)

    def events(self) -> list[str]:
        """The audit trail's events in order."""
        query = select(audit.c.event).order_by(audit.c.id)
        return list(self.ctx.store.read(lambda tx: tx.execute(query).scalars()))


@pytest.fixture
def house(open_world):
    """Open a service: ``house(code_tries=2)``."""
    return lambda **limits: House(open_world(**{"resend_wait": 0, **limits}))


def test_the_mailed_code_opens_the_flow(house):
    here = house()
    token = here.service.start_flow(EMAIL, "en").flow_token
    assert here.service.flow(token).delivery == "queued"
    assert here.worker.run_once() == 1
    assert here.service.flow(token).delivery == "sent"
    recipient, letter = here.relay.letters[0]
    assert recipient == EMAIL
    assert letter.languages == ("en", "fr")
    assert here.service.verify(token, here.relay.code).account == "new"


def test_only_the_newest_code_of_a_flow_is_mailed(house):
    here = house()
    token = here.service.start_flow(EMAIL, "fr").flow_token
    here.service.resend(token)
    here.worker.run_once()
    assert len(here.relay.letters) == 1
    assert here.service.verify(token, here.relay.code).state == "email_verified"


def test_a_cancelled_flow_mails_nothing(house):
    here = house()
    here.service.cancel_flow(here.service.start_flow(EMAIL, "fr").flow_token)
    here.worker.run_once()
    assert here.relay.letters == []


def test_a_locked_code_is_not_mailed(house):
    here = house(code_tries=2)
    token = here.service.start_flow(EMAIL, "fr").flow_token
    for wrong in ("000000", "000001"):
        with pytest.raises(Refusal):
            here.service.verify(token, wrong)
    here.worker.run_once()
    assert here.relay.letters == []


def test_a_refused_mail_is_told_and_a_relay_that_is_down_is_not(house):
    here = house()
    here.relay.fault = Rejected("rcpt", 550)
    refused = here.service.start_flow(EMAIL, "fr").flow_token
    here.worker.run_once()
    here.relay.fault = RelayFault("connect", alert=True)
    waiting = here.service.start_flow("bob@exemple.example", "fr").flow_token
    here.worker.run_once()
    assert here.service.flow(refused).delivery == "failed"
    assert here.service.flow(waiting).delivery == "queued"
    here.relay.fault = None
    here.now += 7
    here.worker.run_once()
    assert here.service.flow(waiting).delivery == "sent"


@pytest.mark.parametrize(("late", "life"), [(0, 1200), (500, 700), (900, 600), (3300, 300)])
def test_the_hand_over_lengthens_a_late_codes_life(house, late, life):
    here = house(flow_ttl=9000, flow_idle=9000)
    token = here.service.start_flow(EMAIL, "fr").flow_token
    here.now += late
    here.worker.run_once()
    assert here.service.flow(token).code_expires_in == life
    here.now += life
    with pytest.raises(Refusal, match="code_expired"):
        here.service.verify(token, here.relay.code)


def test_a_new_password_is_told_to_its_owner(house):
    here = house()
    here.sign_up()
    assert here.worker.run_once() == 0
    here.sign_up(OTHER)
    assert here.worker.run_once() == 1
    recipient, letter = here.relay.letters[-1]
    assert (recipient, letter.subject.startswith("Your password was changed")) == (EMAIL, True)


def test_the_whole_way_is_in_the_chain_and_names_nobody(house):
    here = house()
    here.sign_up()
    with pytest.raises(Refusal):
        here.service.sign_in(EMAIL, OTHER)
    events = here.events()
    assert {"flow_started", "email_verified", "account_created", "sign_in_failed"} <= set(events)
    assert audit_chain.seal(here.ctx) == len(events)
    assert audit_chain.verify(here.ctx).whole
    content = here.world.content().lower()
    assert b"ana.lopez" not in content
    assert here.relay.code.encode() not in content.replace(b"\x00", b" ").split()


def test_a_refused_transaction_leaves_no_trace(house):
    here = house(sends_hour=1)
    here.service.start_flow(EMAIL, "fr")
    before = here.events()
    with pytest.raises(Refusal, match="send_locked"):
        here.service.start_flow(EMAIL, "fr")
    here.worker.run_once()
    assert len(here.relay.letters) == 1
    assert "flow_started" not in here.events()[len(before) :]


def test_a_flow_is_told_as_expired_for_a_day_and_then_unknown(house):
    here = house()
    token = here.service.start_flow(EMAIL, "fr").flow_token
    here.now += 1800 + DAY - 1
    purge(here.ctx)
    with pytest.raises(Refusal, match="flow_expired"):
        here.service.flow(token)
    here.now += 1
    assert purge(here.ctx).flows == 1
    with pytest.raises(Refusal, match="unauthenticated"):
        here.service.flow(token)


def test_an_account_outlives_every_purge(house):
    here = house()
    here.sign_up()
    here.now += 400 * DAY
    written = len(here.events())
    assert purge(here.ctx).audit == written > 0
    assert here.events() == []
    assert audit_chain.verify(here.ctx).whole
    assert here.service.account(here.service.sign_in(EMAIL, PASSWORD).session_token).email == (
        "Ana.Lopez@exemple.example"
    )


def test_mails_of_many_addresses_come_in_turn(house):
    here = house()
    for who, at, count in (("school-a", "192.0.2.1", 4), ("school-b", "192.0.2.2", 1)):
        service = here.world.at(at)
        for n in range(count):
            here.now += 1
            service.start_flow(f"{who}-{n}@exemple.example", "fr")
    here.worker.run_once()
    order = [recipient.split("-")[1] for recipient, _ in here.relay.letters]
    assert order == ["b", "a", "a", "a", "a"]
    newest_first = [r for r, _ in here.relay.letters if "school-a" in r]
    assert all(one > two for one, two in pairwise(newest_first))
