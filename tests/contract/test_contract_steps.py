"""The clock goes back one hour, and on by two, in the middle of everything (account-service.md, Clock)."""

from __future__ import annotations

import pytest

from mozaik_tui.account import audit_chain
from mozaik_tui.account.retention import purge

from .conftest import PARENT, PASSWORD, ZOE

HOUR = 3600.0
WRONG = "Wq4%lune9to"
STAGES = ("start", "mail", "verify", "password", "child", "list")


def steps_of(world):
    """The whole way, call by call; each is told the answers so far."""
    service = world.service
    return {
        "start": lambda at: service.start_flow(PARENT, "fr").flow_token,
        "mail": lambda at: world.codes(PARENT)[0],
        "verify": lambda at: service.verify(at["start"], at["mail"]).account,
        "password": lambda at: service.set_password(at["start"], PASSWORD, PASSWORD).session_token,
        "child": lambda at: service.add_child(at["password"], ZOE).created,
        "list": lambda at: len(service.children(at["password"])),
    }


@pytest.mark.parametrize("stage", STAGES)
def test_an_hour_back_loses_nothing(world, stage):
    """Before any of the calls: what was given out is still good, and the rest of the way is as it always is."""
    world.load_registry()
    answers: dict[str, object] = {}
    for name, call in steps_of(world).items():
        if name == stage:
            world.advance(-HOUR)
        answers[name] = call(answers)
    assert (answers["verify"], answers["child"], answers["list"]) == ("new", True, 1)
    assert world.service.sign_in(PARENT, PASSWORD).expires_in == 14400


def test_an_hour_back_lengthens_nothing(world, refused, wrong):
    """Codes, waits and locks are told as before, never longer than their setting, and end in their time from now."""
    flow = world.service.start_flow(PARENT, "fr").flow_token
    (code,) = world.codes(PARENT)
    locked = world.service.start_flow("b@example.com", "fr").flow_token
    for _ in range(5):
        refused("code_invalid", world.service.verify, locked, wrong(world.codes("b@example.com")[0]))
    for _ in range(10):
        refused("sign_in_failed", world.service.sign_in, "c@example.com", WRONG)
    world.advance(-HOUR)
    state = world.service.flow(flow)
    assert (state.resend_in, state.code_expires_in) == (60, 1200)
    assert refused("code_locked", world.service.verify, locked, "000000").retry_after == 60
    assert refused("sign_in_locked", world.service.sign_in, "c@example.com", PASSWORD).retry_after == 60
    world.advance(60)
    refused("sign_in_failed", world.service.sign_in, "c@example.com", WRONG)
    assert world.service.resend(locked).resend_in == 60
    world.advance(1140)
    refused("code_expired", world.service.verify, flow, code)


def test_two_hours_on_end_what_is_over_and_nothing_else(world, refused, signed_up):
    """Flows, codes, sessions and locks are over; the account, its child and its password are not."""
    world.load_registry()
    session = signed_up().session_token
    child = world.service.add_child(session, ZOE)
    flow = world.service.start_flow("b@example.com", "fr").flow_token
    for _ in range(10):
        refused("sign_in_failed", world.service.sign_in, PARENT, WRONG)
    world.advance(2 * HOUR)
    refused("flow_expired", world.service.flow, flow)
    refused("session_expired", world.service.children, session)
    again = world.service.sign_in(PARENT, PASSWORD).session_token
    assert [one.id for one in world.service.children(again)] == [child.id]
    world.advance(-HOUR)
    refused("flow_expired", world.service.flow, flow)
    refused("session_expired", world.service.children, session)
    assert [one.id for one in world.service.children(again)] == [child.id]


@pytest.mark.parametrize("step", [-HOUR, 2 * HOUR])
def test_mail_chain_and_purge_after_a_step(world, signed_up, step):
    """A mail that waits goes, the chain of the audit stays whole, and a purge takes no account with it."""
    signed_up()
    audit_chain.seal(world.parts.ctx)
    world.service.start_flow("late@example.com", "fr")
    world.advance(step)
    written = world.count("audit")
    world.service.start_flow("fresh@example.com", "fr")
    assert len(world.codes("fresh@example.com")) == 1
    assert len(world.codes("late@example.com")) == (step < 0)  # in two hours its code died: it is not mailed
    audit_chain.seal(world.parts.ctx)
    report = audit_chain.verify(world.parts.ctx)
    assert (report.whole, report.waiting) == (True, 0)
    assert world.count("audit") > written
    purge(world.parts.ctx)
    assert audit_chain.verify(world.parts.ctx).whole
    assert world.service.sign_in(PARENT, PASSWORD).session_token
