"""Tries, locks and lives of codes (account-service.md, Rules)."""

PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"


def test_the_fifth_wrong_code_is_the_last_and_locks_the_right_one_too(world, refused, wrong):
    token = world.service.start_flow(PARENT, "fr").flow_token
    (code,) = world.codes(PARENT)
    for left in (4, 3, 2, 1, 0):
        refused("code_malformed", world.service.verify, token, "12 34")
        assert refused("code_invalid", world.service.verify, token, wrong(code)).tries_left == left
    assert refused("code_locked", world.service.verify, token, code).retry_after == 60
    world.advance(90)
    assert refused("code_locked", world.service.verify, token, wrong(code)).retry_after == 0
    world.service.resend(token)
    assert world.service.verify(token, world.codes(PARENT)[0]).account == "new"


def test_a_right_code_gives_its_try_back(open_world, refused, wrong):
    world = open_world(email_tries=2)
    for _ in range(4):
        world.advance(700)
        token = world.service.start_flow(PARENT, "fr").flow_token
        world.service.verify(token, world.codes(PARENT)[0])
    token = world.service.start_flow(PARENT, "fr").flow_token
    code = world.codes(PARENT)[0]
    assert refused("code_invalid", world.service.verify, token, wrong(code)).tries_left == 1


def test_the_tries_of_an_email_are_counted_over_all_its_flows(open_world, refused, wrong):
    world = open_world(email_tries=3, email_tries_all=5)
    one = world.service.start_flow(PARENT, "fr").flow_token
    two = world.service.start_flow(PARENT, "fr").flow_token
    code_two, code_one = world.codes(PARENT)[0], world.codes(PARENT)[1]
    bad = wrong(code_one, code_two)
    assert refused("code_invalid", world.service.verify, one, bad).tries_left == 2
    assert refused("code_invalid", world.service.verify, two, bad).tries_left == 1
    world.advance(100)
    assert refused("code_invalid", world.service.verify, two, bad).tries_left == 0
    for token, code in ((one, code_one), (two, code_two), (one, bad)):
        assert refused("email_locked", world.service.verify, token, code).retry_after == 86400 - 100
    assert refused("email_locked", world.service.resend, one).retry_after == 86400 - 100
    assert refused("email_locked", world.service.start_flow, PARENT, "fr").retry_after == 86400 - 100
    assert world.service.flow(one).resend_in == 86400 - 100
    # From another address two more are evaluated, then all are locked.
    elsewhere = world.at("192.0.2.7")
    assert refused("code_invalid", elsewhere.verify, one, bad).tries_left == 1
    assert refused("code_invalid", elsewhere.verify, one, bad).tries_left == 0
    assert refused("email_locked", elsewhere.verify, one, code_one).retry_after == 86400 - 100
    assert refused("email_locked", elsewhere.start_flow, PARENT, "fr")
    # Nobody else's e-mail is touched, and no account is needed for any of this.
    assert elsewhere.start_flow("other@example.com", "fr")
    world.advance(86400 - 100)
    token = world.service.start_flow(PARENT, "fr").flow_token
    assert world.service.verify(token, world.codes(PARENT)[0]).account == "new"


def test_a_resend_does_not_refill_the_tries_of_an_email(open_world, refused, wrong):
    world = open_world(email_tries=6)
    token = world.service.start_flow(PARENT, "fr").flow_token
    bad = wrong(world.codes(PARENT)[0])
    for _ in range(5):
        refused("code_invalid", world.service.verify, token, bad)
    world.advance(60)
    world.service.resend(token)
    code = world.codes(PARENT)[0]
    assert refused("code_invalid", world.service.verify, token, wrong(code, bad)).tries_left == 0
    refused("email_locked", world.service.verify, token, code)


def test_entering_an_older_code_costs_nothing(world, refused, wrong):
    token = world.service.start_flow(PARENT, "fr").flow_token
    old = world.codes(PARENT)[0]
    world.advance(60)
    world.service.resend(token)
    for _ in range(20):
        refused("code_superseded", world.service.verify, token, old)
    code = world.codes(PARENT)[0]
    assert refused("code_invalid", world.service.verify, token, wrong(code, old)).tries_left == 4


def test_the_order_of_what_is_told(open_world, refused, wrong):
    """Used → e-mail locked → superseded → expired → no try left (account-service.md, Atomic)."""
    world = open_world(email_tries=3, code_tries=2)
    flow = world.service.start_flow(PARENT, "fr").flow_token
    (old,) = world.codes(PARENT)
    world.advance(60)
    world.service.resend(flow)
    bad = wrong(*world.codes(PARENT))
    for _ in range(2):
        refused("code_invalid", world.service.verify, flow, bad)
    refused("code_locked", world.service.verify, flow, bad)
    refused("code_superseded", world.service.verify, flow, old)
    world.advance(1200)
    refused("code_superseded", world.service.verify, flow, old)
    refused("code_expired", world.service.verify, flow, bad)
    used = world.service.start_flow(PARENT, "fr").flow_token
    first = world.codes(PARENT)[0]
    world.service.verify(used, first)
    other = world.service.start_flow(PARENT, "fr").flow_token
    second = world.codes(PARENT)[0]
    assert refused("code_invalid", world.service.verify, other, wrong(second)).tries_left == 0
    for entry in (old, bad):
        refused("email_locked", world.service.verify, flow, entry)
    refused("email_locked", world.service.verify, other, second)
    refused("code_used", world.service.verify, used, first)


def test_a_cap_below_the_life_is_what_is_told_and_holds(open_world, refused):
    world = open_world(code_ttl=300, code_ttl_cap=200)
    started = world.service.start_flow(PARENT, "fr")
    assert started.code_expires_in == 200
    (code,) = world.codes(PARENT)
    assert world.service.flow(started.flow_token).code_expires_in == 200
    world.advance(199)
    assert world.service.resend(started.flow_token).code_expires_in == 200
    fresh = world.codes(PARENT)[0]
    world.advance(200)
    refused("code_expired", world.service.verify, started.flow_token, fresh)
    refused("code_superseded", world.service.verify, started.flow_token, code)


def test_a_code_lives_from_its_issue_and_after_its_handover(world, refused):
    token = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(900)
    (code,) = world.codes(PARENT)  # handed over at 900: lives until 1500
    assert world.service.flow(token).code_expires_in == 600
    world.advance(599)
    assert world.service.flow(token).code_expires_in == 1
    world.advance(1)
    assert world.service.flow(token).code_expires_in == 0
    refused("code_expired", world.service.verify, token, code)


def test_a_late_handover_revives_a_code_up_to_the_cap(open_world, refused):
    world = open_world(code_ttl=100, code_ttl_cap=300, code_after_handover=150, flow_idle=1000)
    token = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(200)
    refused("code_expired", world.service.verify, token, "123456")
    (code,) = world.codes(PARENT)
    assert world.service.flow(token).code_expires_in == 100
    assert world.service.verify(token, code).account == "new"


def test_a_code_past_its_cap_is_not_mailed(open_world):
    world = open_world(code_ttl=100, code_ttl_cap=300, flow_idle=3600)
    world.service.start_flow(PARENT, "fr")
    world.advance(300)
    assert world.codes(PARENT) == []


def test_dead_codes_are_not_mailed(world, wrong):
    first = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(60)
    world.service.resend(first)
    cancelled = world.service.start_flow("b@example.com", "fr").flow_token
    world.service.cancel_flow(cancelled)
    assert len(world.codes(PARENT)) == 1
    assert world.codes("b@example.com") == []


def test_every_code_of_a_flow_is_another_one(open_world):
    world = open_world(resend_wait=0, sends_hour=100, sends_day=100, sends_day_all=100)
    token = world.service.start_flow(PARENT, "fr").flow_token
    for _ in range(15):
        world.codes(PARENT)
        world.service.resend(token)
    codes = world.codes(PARENT)
    assert len(codes) == 16 == len(set(codes))


def test_a_flow_that_is_gone_answers_before_its_code(world, refused):
    token = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(3600)
    refused("flow_expired", world.service.verify, token, "12")
