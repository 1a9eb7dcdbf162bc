"""Time runs out while the parent works: the real embedded service with a clock of ours leads back and keeps what was typed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.account.passwords import Cost
from mozaik_tui.outcome import Outcome
from mozaik_tui.session import Session

from ...journeys.recording import codes_of
from .standing import assistant, settled, summary

PASSWORD = "Ecorce-de-pin-4"


class Clock:
    """The time of day, moved on by hand."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def parts(tmp_path: Path, clock: Clock) -> Iterator[EmbeddedParts]:
    opened = open_embedded(data_dir=tmp_path, practice=True, clock=clock, cost=Cost(memory=8, rounds=1))
    yield opened
    opened.close()


@pytest.fixture
def begin(parts: EmbeddedParts) -> Callable[..., Session]:
    """A session of one more parent at this service, on the step that is asked for."""

    def make(step: str) -> Session:
        session = Session(parts.service, language="fr", practice=parts.practice)
        family = parts.practice.card()
        session.journey.go("email")
        session.type("email", family.email)
        if step == "email":
            return session
        before = len(codes_of(parts.practice, family.email))
        done(session.submit())
        if step == "code":
            return session
        done_code(parts, session, before)
        if step == "password":
            return session
        for name in ("password", "confirmation"):
            session.type(name, PASSWORD)
        done(session.submit())
        child = family.children[0]
        done(session.submit())
        session.school_bodies()
        for name, text in (("school_body", child.school_body_id), ("last_name", child.last_name),
                           ("first_name", child.first_name), ("birth_date", child.birth_date),
                           ("identifier", child.file_number)):  # fmt: skip
            session.type(name, text)
        for _part in ("school_body", "child_name", "birth_date", "identifier"):
            done(session.submit())
        assert session.step.name == "check"
        return session

    return make


def done(outcome: Outcome) -> None:
    assert outcome.moved, outcome


def done_code(parts: EmbeddedParts, session: Session, before: int) -> None:
    patience = time.monotonic() + 30
    while len(codes := codes_of(parts.practice, session.email_sent_to)) <= before:
        assert time.monotonic() < patience
        time.sleep(0.01)
    session.type("code", codes[0])
    done(session.submit())


async def test_a_flow_that_ran_out_leads_back_to_the_address_which_is_kept(begin, clock: Clock) -> None:
    session = begin("code")
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        session.type("code", "123456")
        email = session.answer("email")
        clock.ahead += 3601
        app.step_screen.submit()
        await settled(pilot)
        assert session.step.name == "email"
        assert [item.number for item in summary(app).items] == ["E-221"]
        assert app.screen.query_one("#field-email").value == session.answer("email") == email
        app.step_screen.submit()
        await settled(pilot)
        assert session.step.name == "code", "a new code goes to the same address"


async def test_an_idle_flow_does_the_same_on_the_password_step(begin, clock: Clock) -> None:
    session = begin("password")
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for name in ("password", "confirmation"):
            session.type(name, PASSWORD)
        clock.ahead += 1801
        app.step_screen.submit()
        await settled(pilot)
        assert session.step.name == "email"
        assert session.answer("email")


async def test_a_session_that_ran_out_leads_through_sign_in_back_to_the_check(
    begin, clock: Clock, parts: EmbeddedParts
) -> None:
    session = begin("check")
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        typed = {
            name: session.answer(name)
            for name in ("school_body", "last_name", "birth_date", "identifier", "email")
        }
        clock.ahead += 1801
        app.step_screen.submit()
        await settled(pilot)
        assert session.step.name == app.step_screen.shown_step == "sign_in"
        assert [item.number for item in summary(app).items] == ["E-313"]
        assert app.screen.query_one("#field-email").value == typed["email"], "never asked twice"
        session.type("sign_in_password", PASSWORD)
        app.step_screen.submit()
        await settled(pilot)
        assert session.step.name == app.step_screen.shown_step == "check"
        assert {name: session.answer(name) for name in typed} == typed
        app.step_screen.submit()
        await settled(pilot)
        assert session.step.name == "another"
    assert len(session.children) == 1


def test_a_password_forgotten_meanwhile_is_made_anew_on_the_way_back_to_the_check(
    begin, clock: Clock, parts: EmbeddedParts
) -> None:
    session = begin("check")
    typed = {name: session.answer(name) for name in ("school_body", "last_name", "birth_date", "identifier")}
    clock.ahead += 1801
    done(session.submit())
    assert session.step.name == "sign_in"
    done(session.submit("forgot"))
    before = len(codes_of(parts.practice, session.answer("email")))
    done(session.submit())
    assert session.step.name == "code"
    done_code(parts, session, before)
    for name in ("password", "confirmation"):
        session.type(name, PASSWORD)
    assert session.step.name == "password"
    done(session.submit())
    assert session.step.name == "check"
    assert {name: session.answer(name) for name in typed} == typed
    done(session.submit())
    assert len(session.children) == 1


async def test_an_account_that_another_flow_made_meanwhile_leads_to_sign_in(begin) -> None:
    first, second = begin("password"), begin("password")
    for session in (first, second):
        for name in ("password", "confirmation"):
            session.type(name, PASSWORD)
    done(second.submit())
    app = assistant(first)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.step_screen.submit()
        await settled(pilot)
        assert first.step.name == app.step_screen.shown_step == "sign_in"
        assert [item.number for item in summary(app).items] == ["E-303"]
        first.type("sign_in_password", PASSWORD)
        app.step_screen.submit()
        await settled(pilot)
        assert first.step.name == "family"


async def test_changing_the_language_with_a_session_that_ran_out_leads_to_sign_in(
    begin, clock: Clock
) -> None:
    session = begin("check")
    app = assistant(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        clock.ahead += 1801
        app.step_screen.action_language()
        await pilot.pause()
        await pilot.press("2", "enter")
        while session.step.name == "check":
            await pilot.pause()
        await settled(pilot)
        assert app.step_screen.shown_step == session.step.name == "sign_in"
        assert app.words.tag == "en"


def test_a_code_that_was_spent_is_not_asked_for_again(begin) -> None:
    session = begin("password")
    session.back()
    assert session.step.name == "code"
    done(session.submit())
    assert session.step.name == "password"


def test_a_code_whose_answer_was_lost_still_counts(begin, parts: EmbeddedParts) -> None:
    session = begin("code")
    patience = time.monotonic() + 30
    while not (codes := codes_of(parts.practice, session.email_sent_to)):
        assert time.monotonic() < patience
        time.sleep(0.01)
    parts.service.verify(session.wire.flow_token, codes[0])
    session.type("code", codes[0])
    done(session.submit())
    assert session.step.name == "password"
