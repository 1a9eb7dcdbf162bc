"""Flows: start, state, resend, cancel, expiry (account-service.md)."""

import pytest

from mozaik_tui.account.contract import CodeSent, FlowStarted

PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"


def test_a_flow_starts_alike_for_known_and_unknown_emails(world, signed_up):
    signed_up()
    world.advance(3600)
    known = world.service.start_flow(PARENT, "fr")
    unknown = world.service.start_flow("nobody@example.com", "fr")
    for started in (known, unknown):
        assert isinstance(started, FlowStarted)
        assert (started.expires_in, started.resend_in, started.code_expires_in) == (3600, 60, 1200)
        assert started.delivery == "queued"
        assert len(started.flow_token) >= 22
    assert world.service.flow(known.flow_token) == world.service.flow(unknown.flow_token)
    assert len(world.codes(PARENT)) == 2
    assert len(world.codes("nobody@example.com")) == 1


def test_the_state_of_a_flow_is_told_at_each_step(world):
    token = world.service.start_flow(PARENT, "fr").flow_token
    state = world.service.flow(token)
    assert (state.state, state.delivery, state.account) == ("code_sent", "queued", None)
    assert (state.resend_in, state.code_expires_in) == (60, 1200)
    (code,) = world.codes(PARENT)
    world.advance(10.4)
    state = world.service.flow(token)
    assert (state.delivery, state.resend_in, state.code_expires_in) == ("sent", 50, 1190)
    world.service.verify(token, code)
    state = world.service.flow(token)
    assert (state.state, state.account, state.resend_in, state.code_expires_in) == (
        "email_verified",
        "new",
        0,
        0,
    )
    world.service.set_password(token, PASSWORD, PASSWORD)
    assert world.service.flow(token).state == "complete"


def test_a_complete_flow_only_reads(world, verified, refused):
    token = verified()
    world.service.set_password(token, PASSWORD, PASSWORD)
    refused("flow_complete", world.service.verify, token, "123456")
    refused("flow_complete", world.service.resend, token)
    refused("flow_complete", world.service.set_password, token, PASSWORD, PASSWORD)
    refused("flow_complete", world.service.cancel_flow, token)
    assert world.service.flow(token).account == "new"


def test_resend_waits_and_supersedes(world, refused):
    token = world.service.start_flow(PARENT, "fr").flow_token
    (first,) = world.codes(PARENT)
    assert refused("resend_too_soon", world.service.resend, token).retry_after == 60
    world.advance(59.5)
    assert refused("resend_too_soon", world.service.resend, token).retry_after == 1
    world.advance(0.5)
    sent = world.service.resend(token)
    assert sent == CodeSent(expires_in=3540, resend_in=60, code_expires_in=1200)
    second = world.codes(PARENT)[0]
    assert second != first
    for _ in range(7):
        refused("code_superseded", world.service.verify, token, first)
    assert world.service.verify(token, second).account == "new"


def test_in_a_verified_flow_no_code_is_of_use(world, verified, refused):
    token = verified()
    refused("code_used", world.service.resend, token)
    refused("code_used", world.service.verify, token, "000000")
    refused("code_malformed", world.service.verify, token, "12345")


def test_flows_for_one_email_live_side_by_side(world, refused):
    one = world.service.start_flow(PARENT, "fr").flow_token
    (code_one,) = world.codes(PARENT)
    world.advance(1)
    two = world.service.start_flow(PARENT, "fr").flow_token
    code_two = world.codes(PARENT)[0]
    if code_one != code_two:
        assert refused("code_invalid", world.service.verify, one, code_two).tries_left == 4
    assert world.service.verify(two, code_two).account == "new"
    assert world.service.verify(one, code_one).account == "new"


def test_cancelling_kills_code_and_token(world, refused):
    token = world.service.start_flow(PARENT, "fr").flow_token
    assert world.service.cancel_flow(token) is None
    for call in (world.service.flow, world.service.resend, world.service.cancel_flow):
        refused("unauthenticated", call, token)
    refused("unauthenticated", world.service.verify, token, "123456")
    assert world.codes(PARENT) == []


@pytest.mark.parametrize("token", ["", "x", "é" * 43, "a" * 43, "a" * 5000, None, 7])
def test_what_is_no_token_is_unauthenticated(world, refused, token):
    refused("unauthenticated", world.service.flow, token)
    refused("unauthenticated", world.service.verify, token, "123456")
    refused("unauthenticated", world.service.account, token)


def test_a_flow_ends_by_time_and_is_told_so_for_a_day(world, refused):
    token = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(1799)
    refused("code_expired", world.service.verify, token, "123456")
    world.advance(1799)
    assert world.service.flow(token).state == "code_sent"
    refused("code_expired", world.service.verify, token, "123456")
    world.advance(2)
    refused("flow_expired", world.service.flow, token)
    refused("flow_expired", world.service.set_password, token, PASSWORD, PASSWORD)
    world.advance(86399)
    refused("flow_expired", world.service.verify, token, "123456")
    world.advance(1)
    refused("unauthenticated", world.service.verify, token, "123456")


def test_an_idle_flow_ends_and_looking_is_not_an_activity(world, refused):
    token = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(1799)
    world.service.flow(token)
    world.advance(1)
    refused("flow_expired", world.service.flow, token)


def test_a_session_token_opens_no_flow_nor_the_other_way_round(world, verified, refused):
    flow = verified()
    session = world.service.set_password(flow, PASSWORD, PASSWORD).session_token
    refused("unauthenticated", world.service.flow, session)
    refused("unauthenticated", world.service.account, flow)


def test_the_language_is_the_nearest_offered_one(world, refused):
    for tag, expected in (("fr-CA", "fr"), ("en-GB", "en"), ("xx", "fr"), ("x-private", "fr")):
        world.advance(1000)
        token = world.service.start_flow(f"p-{tag}@example.com", tag).flow_token
        world.service.verify(token, world.codes(f"p-{tag}@example.com")[0])
        session = world.service.set_password(token, PASSWORD, PASSWORD).session_token
        assert world.service.account(session).language == expected
    for tag in ("", "not a tag", "fr_CA", "é"):
        assert refused("malformed", world.service.start_flow, PARENT, tag).field == "language"
        assert refused("malformed", world.service.set_language, session, tag).field == "language"


@pytest.mark.parametrize(
    ("email", "code", "field"),
    [
        ("", "email_empty", None),
        (" <> ", "email_empty", None),
        ("nadia", "email_invalid", None),
        ("nadia@", "email_invalid", None),
        (None, "malformed", "email"),
        (5, "malformed", "email"),
        ("na\0dia@example.com", "malformed", "email"),
        ("\ud800@example.com", "malformed", "email"),
    ],
)
def test_what_is_no_email_makes_no_flow(world, refused, email, code, field):
    assert refused(code, world.service.start_flow, email, "fr").field == field
    assert refused(code, world.service.sign_in, email, PASSWORD).field == field
    assert world.count("flows") == 0
    assert world.count("outbox") == 0


def test_an_address_is_cleaned_and_known_by_its_identity(world):
    token = world.service.start_flow("\u200b<Nadia.B@EXAMPLE.com> ", "fr").flow_token
    world.service.verify(token, world.codes("Nadia.B@example.com")[0])
    session = world.service.set_password(token, PASSWORD, PASSWORD).session_token
    assert world.service.account(session).email == "Nadia.B@example.com"
    assert world.service.sign_in("nadia.b@example.com", PASSWORD).session_token


def test_codes_of_any_script_and_with_blanks_are_read(world):
    token = world.service.start_flow(PARENT, "fr").flow_token
    (code,) = world.codes(PARENT)
    arabic = "".join(chr(0x0660 + int(digit)) for digit in code)
    assert world.service.verify(token, f" {arabic[:3]}-{arabic[3:]}\u00a0").account == "new"


@pytest.mark.parametrize("code", [None, 123456, "\0", "\udc00", []])
def test_a_code_of_another_type_is_malformed(world, refused, code):
    token = world.service.start_flow(PARENT, "fr").flow_token
    assert refused("malformed", world.service.verify, token, code).field == "code"


def test_school_bodies_and_ready(world):
    bodies = world.service.school_bodies()
    assert len(bodies) == 72
    assert bodies[0].id == "css-monts-et-marees"
    assert {body.language for body in bodies} == {"fr", "en", "special"}
    assert world.service.ready() is None
