"""Signing in, sessions, the account (account-service.md)."""

import pytest

from mozaik_tui.account.passwords import Cost

PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"
WRONG = "Wq4%lune9to"
DAY = 86400


def test_signing_in_and_out(world, signed_up, refused):
    first = signed_up().session_token
    opened = world.service.sign_in(" NADIA@example.com ", PASSWORD)
    assert (opened.created, opened.expires_in) == (False, 14400)
    assert opened.session_token != first
    assert world.service.sign_out(opened.session_token) is None
    refused("unauthenticated", world.service.account, opened.session_token)
    refused("unauthenticated", world.service.sign_out, opened.session_token)
    assert world.service.account(first).email == PARENT


def test_a_wrong_password_and_an_unknown_email_get_one_answer(world, signed_up, refused):
    signed_up()
    known = refused("sign_in_failed", world.service.sign_in, PARENT, WRONG)
    unknown = refused("sign_in_failed", world.service.sign_in, "nobody@example.com", WRONG)
    assert vars(known) == vars(unknown)


@pytest.mark.parametrize("email", [PARENT, "nobody@example.com"])
def test_ten_failures_lock_and_the_lock_doubles(world, signed_up, refused, email):
    signed_up()
    for _ in range(10):
        refused("sign_in_failed", world.service.sign_in, email, WRONG)
    for length in (60, 120, 240, 480, 960, 1920, 3600, 3600):
        assert refused("sign_in_locked", world.service.sign_in, email, PASSWORD).retry_after == length
        world.advance(length - 1)
        for password in (WRONG, PASSWORD):
            assert refused("sign_in_locked", world.service.sign_in, email, password).retry_after == 1
        world.advance(1)
        refused("sign_in_failed", world.service.sign_in, email, WRONG)
    world.advance(DAY)
    for _ in range(10):
        refused("sign_in_failed", world.service.sign_in, email, WRONG)
    assert refused("sign_in_locked", world.service.sign_in, email, WRONG).retry_after == 60


def test_success_clears_the_failures(world, signed_up, refused):
    signed_up()
    for _ in range(3):
        for _ in range(9):
            refused("sign_in_failed", world.service.sign_in, PARENT, WRONG)
        world.service.sign_in(PARENT, PASSWORD)
    for _ in range(10):
        refused("sign_in_failed", world.service.sign_in, PARENT, WRONG)
    world.advance(60)
    world.service.sign_in(PARENT, PASSWORD)
    for _ in range(10):
        refused("sign_in_failed", world.service.sign_in, PARENT, WRONG)
    assert refused("sign_in_locked", world.service.sign_in, PARENT, WRONG).retry_after == 60


def test_one_try_only(open_world, signed_up, refused):
    world = open_world(sign_in_tries=1, sign_in_lock=7)
    signed_up(at=world)
    refused("sign_in_failed", world.service.sign_in, PARENT, WRONG)
    assert refused("sign_in_locked", world.service.sign_in, PARENT, PASSWORD).retry_after == 7
    world.advance(7)
    assert world.service.sign_in(PARENT, PASSWORD).session_token


def test_a_session_ends_when_idle_and_no_activity_goes_past_its_life(world, signed_up, refused):
    session = signed_up().session_token
    for _ in range(8):
        world.advance(1799)
        world.service.children(session)
    world.advance(8)
    refused("session_expired", world.service.account, session)
    idle = world.service.sign_in(PARENT, PASSWORD).session_token
    world.advance(1800)
    refused("session_expired", world.service.children, idle)
    refused("session_expired", world.service.sign_out, idle)
    world.advance(DAY)
    refused("unauthenticated", world.service.children, idle)


def test_the_language_of_the_account(world, signed_up, refused):
    session = signed_up().session_token
    assert world.service.set_language(session, "en-CA").language == "en"
    assert world.service.account(session).language == "en"
    assert refused("malformed", world.service.set_language, session, None).field == "language"
    assert world.service.account(session).created_at == world.service.set_language(session, "fr").created_at


def test_erasing_the_account(world, signed_up, refused):
    session = signed_up().session_token
    also = world.service.sign_in(PARENT, PASSWORD).session_token
    refused("sign_in_failed", world.service.delete_account, session, WRONG)
    assert world.service.delete_account(session, PASSWORD) is None
    for ended in (session, also):
        refused("unauthenticated", world.service.account, ended)
    refused("sign_in_failed", world.service.sign_in, PARENT, PASSWORD)
    assert [world.count(table) for table in ("accounts", "sessions", "links")] == [0, 0, 0]
    world.advance(3600)
    assert signed_up().created


def test_wrong_passwords_for_erasing_count_as_sign_ins(world, signed_up, refused):
    session = signed_up().session_token
    for _ in range(5):
        refused("sign_in_failed", world.service.delete_account, session, WRONG)
        refused("sign_in_failed", world.service.sign_in, PARENT, WRONG)
    assert refused("sign_in_locked", world.service.delete_account, session, PASSWORD).retry_after == 60
    refused("sign_in_locked", world.service.sign_in, PARENT, PASSWORD)
    assert refused("malformed", world.service.delete_account, session, 5).field == "password"
    refused("unauthenticated", world.service.delete_account, "nothing", PASSWORD)


def test_an_account_erased_while_its_password_is_looked_at(world, signed_up, refused):
    session = signed_up().session_token
    hashing = world.parts.hashing
    real = hashing.hasher

    class Erasing:
        def verify(self, phc, plain):
            hashing._hasher = real
            world.service.delete_account(session, PASSWORD)
            return real.verify(phc, plain)

        def check_needs_rehash(self, phc):
            return False

    hashing._hasher = Erasing()
    refused("unauthenticated", world.service.delete_account, session, PASSWORD)
    hashing._hasher = real
    refused("sign_in_failed", world.service.sign_in, PARENT, PASSWORD)
    session = signed_up().session_token
    hashing._hasher = Erasing()
    refused("sign_in_failed", world.service.sign_in, PARENT, PASSWORD)
    refused("unauthenticated", world.service.account, session)


def test_a_right_password_is_hashed_anew_when_the_parameters_have_changed(world, signed_up, refused):
    def kept():
        query = "SELECT password FROM accounts"
        return world.parts.ctx.store.read(lambda tx: tx.exec_driver_sql(query).scalar_one())

    signed_up()
    before, hashing = kept(), world.parts.hashing
    world.service.sign_in(PARENT, PASSWORD)
    hashing._cost, hashing._hasher = Cost(memory=16, rounds=1), None
    refused("sign_in_failed", world.service.sign_in, PARENT, WRONG)
    assert kept() == before
    world.service.sign_in(PARENT, PASSWORD)
    anew = kept()
    assert "m=8," in before
    assert "m=16," in anew
    world.service.sign_in(PARENT, PASSWORD)
    assert kept() == anew


def test_a_password_replaced_while_the_old_one_is_looked_at_opens_nothing(
    world, signed_up, verified, refused
):
    signed_up()
    flow = verified()
    hashing = world.parts.hashing
    real = hashing.hasher

    class Replacing:
        def verify(self, phc, plain):
            hashing._hasher = real
            world.service.set_password(flow, WRONG, WRONG)
            return real.verify(phc, plain)

        def check_needs_rehash(self, phc):
            return False

    hashing._hasher = Replacing()
    refused("sign_in_failed", world.service.sign_in, PARENT, PASSWORD)


def test_children_through_the_service(world, signed_up, refused):
    from mozaik_tui.account.contract import ChildForm

    world.load_registry()
    session = signed_up().session_token
    form = ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number="0412357")
    child = world.service.add_child(session, form)
    assert (child.created, child.identifier_hint) == (True, "57")
    again = world.service.add_child(session, form)
    assert (again.id, again.created) == (child.id, False)
    assert [c.id for c in world.service.children(session)] == [child.id]
    other = ChildForm("css-montreal", "Benali", "Zoa", "2014-03-09", file_number="0412357")
    for _ in range(5):
        refused("child_no_match", world.service.add_child, session, other)
    refused("child_locked", world.service.add_child, session, other)
    refused("not_found", world.service.remove_child, session, "0" * 32)
    assert refused("malformed", world.service.remove_child, session, None).field == "id"
    assert world.service.remove_child(session, child.id) is None
    refused("not_found", world.service.remove_child, session, child.id)
    assert world.service.children(session) == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("school_body", None),
        ("last_name", 5),
        ("first_name", "\ud800"),
        ("birth_date", "2014-03-09\0"),
        ("file_number", 412357),
        ("permanent_code", b"x"),
        ("first_enrolment", "no"),
        ("adult_learner", 0),
    ],
)
def test_a_child_form_of_other_types_is_malformed(world, signed_up, refused, field, value):
    import dataclasses

    from mozaik_tui.account.contract import ChildForm

    session = signed_up().session_token
    form = ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number="0412357")
    bad = dataclasses.replace(form, **{field: value})
    assert refused("malformed", world.service.add_child, session, bad).field == field
    assert refused("malformed", world.service.add_child, session, {}).field == "form"
