"""Repeated calls (account-service.md, Idempotency)."""

import pytest

from mozaik_tui.account.contract import ChildForm, ServiceFault

PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"
WRONG = "Wq4%lune9to"
KEY = "0123456789abcdef"
DAY = 86400
ZOE = ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number="0412357")


def test_a_repeated_start_makes_one_flow_and_one_mail(world):
    first = world.service.start_flow(PARENT, "fr", key=KEY)
    world.advance(50)
    assert world.service.start_flow(PARENT, "fr", key=KEY) == first
    assert world.service.flow(first.flow_token).state == "code_sent"
    assert world.count("flows") == 1
    assert len(world.codes(PARENT)) == 1


def test_every_call_that_may_be_repeated(world, refused, wrong):
    world.load_registry()
    flow = world.service.start_flow(PARENT, "fr", key=KEY).flow_token
    world.advance(60)
    assert world.service.resend(flow, key=KEY) == world.service.resend(flow, key=KEY)
    code = world.codes(PARENT)[0]
    assert len(world.codes(PARENT)) == 1 or len(world.codes(PARENT)) == 2
    assert world.service.verify(flow, code, key=KEY) == world.service.verify(flow, code, key=KEY)
    refused("code_used", world.service.verify, flow, code)
    opened = world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY)
    assert world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY) == opened
    signed = world.service.sign_in(PARENT, PASSWORD, key=KEY)
    assert world.service.sign_in(PARENT, PASSWORD, key=KEY) == signed
    assert world.count("sessions") == 2
    child = world.service.add_child(signed.session_token, ZOE, key=KEY)
    assert world.service.add_child(signed.session_token, ZOE, key=KEY) == child


def test_what_failed_is_replayed_at_no_cost(world, refused, wrong, signed_up):
    world.load_registry()
    session = signed_up().session_token
    flow = world.service.start_flow("b@example.com", "fr").flow_token
    bad = wrong(world.codes("b@example.com")[0])
    other = ChildForm("css-montreal", "Benali", "Zoa", "2014-03-09", file_number="0412357")
    for _ in range(12):
        assert refused("code_invalid", world.service.verify, flow, bad, key=KEY).tries_left == 4
        refused("sign_in_failed", world.service.sign_in, PARENT, WRONG, key=KEY)
        refused("child_no_match", world.service.add_child, session, other, key=KEY)
    assert refused("code_invalid", world.service.verify, flow, bad).tries_left == 3
    assert world.service.sign_in(PARENT, PASSWORD).session_token
    refused("child_no_match", world.service.add_child, session, other)


def test_any_other_refusal_leaves_the_key_free(world, refused, verified):
    flow = verified()
    refused("password_mismatch", world.service.set_password, flow, PASSWORD, WRONG, key=KEY)
    refused("password_refused", world.service.set_password, flow, "x", "x", key=KEY)
    assert world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY).created
    token = world.service.start_flow("b@example.com", "fr").flow_token
    refused("resend_too_soon", world.service.resend, token, key=KEY)
    world.advance(60)
    assert world.service.resend(token, key=KEY).resend_in == 60
    refused("email_invalid", world.service.start_flow, "b@", "fr", key=KEY)
    assert world.service.start_flow("c@example.com", "fr", key=KEY).flow_token


def test_the_same_key_with_another_body_is_told(world, refused, verified):
    world.service.start_flow(PARENT, "fr", key=KEY)
    refused("idempotency_mismatch", world.service.start_flow, PARENT, "en", key=KEY)
    refused("idempotency_mismatch", world.service.start_flow, "b@example.com", "fr", key=KEY)
    flow = verified("b@example.com")
    world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY)
    refused("idempotency_mismatch", world.service.set_password, flow, WRONG, WRONG, key=KEY)


def test_a_key_belongs_to_one_call_and_one_token_or_address(world):
    one = world.service.start_flow(PARENT, "fr", key=KEY)
    two = world.at("192.0.2.1").start_flow("b@example.com", "fr", key=KEY)
    assert one.flow_token != two.flow_token
    world.advance(60)
    world.service.resend(one.flow_token, key=KEY)
    world.service.resend(two.flow_token, key=KEY)
    assert len(world.codes("b@example.com")) >= 1


def test_a_key_is_kept_for_a_day(open_world, refused):
    world = open_world(flow_ttl=10 * DAY, flow_idle=10 * DAY)
    first = world.service.start_flow(PARENT, "fr", key=KEY)
    world.advance(DAY - 1)
    assert world.service.start_flow(PARENT, "fr", key=KEY) == first
    world.advance(1)
    assert world.service.start_flow(PARENT, "fr", key=KEY) != first


def test_tokens_are_replayed_only_while_they_live(world, refused, verified):
    flow = world.service.start_flow(PARENT, "fr", key=KEY).flow_token
    world.service.cancel_flow(flow)
    refused("unauthenticated", world.service.start_flow, PARENT, "fr", key=KEY)
    late = world.service.start_flow("b@example.com", "fr", key=KEY + "b").flow_token
    world.advance(3600)
    refused("flow_expired", world.service.start_flow, "b@example.com", "fr", key=KEY + "b")
    refused("flow_expired", world.service.resend, late, key=KEY)
    flow = verified("c@example.com")
    session = world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY).session_token
    world.service.sign_out(session)
    refused("unauthenticated", world.service.set_password, flow, PASSWORD, PASSWORD, key=KEY)
    signed = world.service.sign_in("c@example.com", PASSWORD, key=KEY)
    assert world.service.sign_in("c@example.com", PASSWORD, key=KEY) == signed
    world.advance(1800)
    refused("session_expired", world.service.sign_in, "c@example.com", PASSWORD, key=KEY)


def test_the_token_is_checked_before_a_replay(world, refused, signed_up):
    world.load_registry()
    session = signed_up().session_token
    world.service.add_child(session, ZOE, key=KEY)
    world.service.sign_out(session)
    refused("unauthenticated", world.service.add_child, session, ZOE, key=KEY)


@pytest.mark.parametrize("key", ["", "short", "x" * 15, "x" * 256, "0123456789 abcdef", "é" * 20, 5])
def test_a_key_has_a_shape(world, refused, key):
    assert refused("malformed", world.service.start_flow, PARENT, "fr", key=key).field == "idempotency_key"
    assert world.count("flows") == 0


def test_keys_of_either_length_are_taken(world):
    world.service.start_flow(PARENT, "fr", key="!" * 16)
    world.service.start_flow(PARENT, "fr", key="~" * 255)


def test_a_call_that_died_while_hashing_is_taken_over(world, verified, refused):
    """Killed between its two transactions: the lease ends, the repeated call does the work."""
    flow = verified()
    hashing = world.parts.hashing

    class Dying:
        def hash(self, plain):
            raise RuntimeError

    real = hashing.hasher
    hashing._hasher = Dying()
    with pytest.raises((RuntimeError, ServiceFault)):  # over HTTP no more is told
        world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY)
    hashing._hasher = real
    refused("idempotency_mismatch", world.service.set_password, flow, WRONG, WRONG, key=KEY)
    world.advance(6)
    assert world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY).created


def test_a_twin_waits_and_is_then_sent_away(open_world, verified):

    world = open_world(twin_patience=0.2)
    flow = verified(at=world)
    hashing = world.parts.hashing
    real = hashing.hasher

    class Slow:
        def hash(self, plain):
            hashing._hasher = real
            with pytest.raises(ServiceFault) as caught:
                world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY)
            assert caught.value.code == "service_unavailable"
            assert caught.value.retry_after == 1
            return real.hash(plain)

    hashing._hasher = Slow()
    opened = world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY)
    assert world.service.set_password(flow, PASSWORD, PASSWORD, key=KEY) == opened


def test_an_overtaken_sign_in_opens_one_session(world, signed_up):
    signed_up()
    hashing = world.parts.hashing
    real = hashing.hasher
    answers = []

    class Late:
        def verify(self, phc, plain):
            hashing._hasher = real
            world.advance(6)
            answers.append(world.service.sign_in(PARENT, PASSWORD, key=KEY))
            return real.verify(phc, plain)

        def check_needs_rehash(self, phc):
            return False

    hashing._hasher = Late()
    assert world.service.sign_in(PARENT, PASSWORD, key=KEY) == answers[0]
    assert world.count("sessions") == 2
