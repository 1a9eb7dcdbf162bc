"""The end of a flow: the password (account-service.md, `POST /v1/flow/password`, Passwords)."""

import pytest

PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"
ANOTHER = "Wq4%lune9to"


def test_a_new_account_is_made_and_signed_in(world, verified):
    opened = world.service.set_password(verified(), PASSWORD, PASSWORD)
    assert opened.created
    assert opened.expires_in == 14400
    account = world.service.account(opened.session_token)
    assert (account.email, account.language) == (PARENT, "fr")
    assert account.created_at == "2026-11-18T11:06:40Z"
    assert len(world.subjects(PARENT)) == 1


def test_an_existing_account_gets_a_new_password_and_a_notice(world, verified, signed_up, refused):
    old = signed_up().session_token
    also = world.service.sign_in(PARENT, PASSWORD).session_token
    token = world.service.start_flow(PARENT, "en").flow_token
    assert world.service.verify(token, world.codes(PARENT)[0]).account == "existing"
    opened = world.service.set_password(token, ANOTHER, ANOTHER)
    assert not opened.created
    for ended in (old, also):
        refused("unauthenticated", world.service.account, ended)
    assert world.service.account(opened.session_token).language == "fr"
    refused("sign_in_failed", world.service.sign_in, PARENT, PASSWORD)
    assert world.service.sign_in(PARENT, ANOTHER).session_token
    assert len(world.subjects(PARENT)) == 3


def test_a_new_password_ends_the_sign_in_lock(world, verified, signed_up, refused):
    signed_up()
    for _ in range(10):
        refused("sign_in_failed", world.service.sign_in, PARENT, ANOTHER)
    refused("sign_in_locked", world.service.sign_in, PARENT, PASSWORD)
    world.service.set_password(verified(), ANOTHER, ANOTHER)
    assert world.service.sign_in(PARENT, ANOTHER).session_token


def test_two_flows_verified_as_new_make_one_account(world, verified, refused):
    one, two = verified(), verified()
    world.service.set_password(one, PASSWORD, PASSWORD)
    refused("account_exists", world.service.set_password, two, ANOTHER, ANOTHER)
    state = world.service.flow(two)
    assert (state.state, state.account) == ("email_verified", "new")
    assert world.service.sign_in(PARENT, PASSWORD).session_token
    assert world.count("accounts") == 1


def test_an_account_that_was_erased_meanwhile_is_made_anew(world, signed_up, verified):
    session = signed_up().session_token
    flow = verified()
    world.service.delete_account(session, PASSWORD)
    assert world.service.set_password(flow, ANOTHER, ANOTHER).created


def test_the_email_must_be_verified_first(world, refused):
    token = world.service.start_flow(PARENT, "fr").flow_token
    refused("email_not_verified", world.service.set_password, token, PASSWORD, PASSWORD)


@pytest.mark.parametrize(
    ("password", "unmet"),
    [
        ("", ("empty",)),
        ("Ab1$", ("too_short",)),
        ("abcdefgh", ("too_few_classes",)),
        ("Abcdefgh1$abcdefg", ("too_long",)),
        (" Kx7$vold8rz", ("outer_space",)),
        ("Kx7$vo\0ld8rz", ("invisible_character",)),
        ("Kx7$vo\u200bld8r", ("invisible_character",)),
        ("Mozaik-2024$", ("too_common",)),
        ("Nadia12$xy", ("too_close_to_account",)),
    ],
)
def test_each_rule_of_the_password_has_its_name(world, verified, refused, password, unmet):
    refusal = refused("password_refused", world.service.set_password, verified(), password, password)
    assert set(unmet) <= set(refusal.unmet)


def test_the_two_entries_are_compared_as_nfc(world, verified, refused):
    flow = verified()
    refused("password_mismatch", world.service.set_password, flow, PASSWORD, ANOTHER)
    world.service.set_password(flow, "Kx7$vol\u00e98rz", "Kx7$vole\u03018rz")
    assert world.service.sign_in(PARENT, "Kx7$vole\u03018rz").session_token


def test_common_passwords_may_be_allowed(open_world, verified):
    world = open_world(refuse_common=False)
    assert world.service.set_password(verified(at=world), "Mozaik-2024$", "Mozaik-2024$").created


@pytest.mark.parametrize("bad", [None, 7, "\ud800bcdefg1A$"])
def test_other_types_are_malformed(world, verified, refused, bad):
    flow = verified()
    assert refused("malformed", world.service.set_password, flow, bad, PASSWORD).field == "password"
    assert refused("malformed", world.service.set_password, flow, PASSWORD, bad).field == "confirmation"


def test_a_flow_cancelled_while_hashing_makes_no_account(world, verified, refused):
    flow = verified()
    hasher = world.parts.hashing

    class Cancelling:
        def hash(self, plain):
            world.service.cancel_flow(flow)
            return "$argon2id$"

    hasher._hasher = Cancelling()
    refused("unauthenticated", world.service.set_password, flow, PASSWORD, PASSWORD)
    assert world.count("accounts") == 0


def test_a_flow_completed_while_hashing_is_complete(world, verified, refused):
    flow = verified()
    hashing = world.parts.hashing
    real = hashing.hasher

    class Twice:
        def hash(self, plain):
            hashing._hasher = real
            world.service.set_password(flow, ANOTHER, ANOTHER)
            return real.hash(plain)

    hashing._hasher = Twice()
    refused("flow_complete", world.service.set_password, flow, PASSWORD, PASSWORD)
    assert world.service.sign_in(PARENT, ANOTHER).session_token


def test_an_account_made_while_hashing_is_told(world, verified, refused):
    one, two = verified(), verified()
    hashing = world.parts.hashing
    real = hashing.hasher

    class Overtaken:
        def hash(self, plain):
            hashing._hasher = real
            world.service.set_password(one, ANOTHER, ANOTHER)
            return real.hash(plain)

    hashing._hasher = Overtaken()
    refused("account_exists", world.service.set_password, two, PASSWORD, PASSWORD)
    assert world.service.sign_in(PARENT, ANOTHER).session_token
