"""The send budgets (account-service.md: `sends_*`, `send_lock`)."""

PARENT = "nadia@example.com"
DAY = 86400


def test_the_first_refused_send_locks_for_a_while_and_its_end_clears_the_hour(world, refused):
    for _ in range(5):
        world.service.start_flow(PARENT, "fr")
    world.advance(100)
    assert refused("send_locked", world.service.start_flow, PARENT, "fr").retry_after == 900
    world.advance(899)
    assert refused("send_locked", world.service.start_flow, PARENT, "fr").retry_after == 1
    world.advance(1)
    for _ in range(5):
        world.service.start_flow(PARENT, "fr")
    assert world.count("flows") == 10


def test_tags_and_gmail_dots_are_one_mailbox(open_world, refused):
    world = open_world(sends_hour=2)
    world.service.start_flow("na.dia+a@gmail.com", "fr")
    world.service.start_flow("nadia+b@gmail.com", "fr")
    refused("send_locked", world.service.start_flow, "nadia@gmail.com", "fr")
    world.service.start_flow("na.dia@example.com", "fr")
    world.service.start_flow("nadia@example.com", "fr")


def test_the_hour_begins_afresh_without_a_refusal(open_world):
    world = open_world(sends_hour=2)
    for _ in range(2):
        world.service.start_flow(PARENT, "fr")
    world.advance(3600)
    for _ in range(2):
        world.service.start_flow(PARENT, "fr")


def test_the_last_code_can_still_be_verified_and_the_lock_is_counted_in_resend_in(open_world, refused):
    world = open_world(sends_hour=2)
    token = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(60)
    world.service.resend(token)
    world.advance(60)
    assert world.service.flow(token).resend_in == 0
    assert refused("send_locked", world.service.resend, token).retry_after == 900
    world.advance(30)
    assert refused("send_locked", world.service.resend, token).retry_after == 870
    assert world.service.flow(token).resend_in == 870
    assert world.service.verify(token, world.codes(PARENT)[0]).account == "new"


def test_too_soon_does_not_begin_a_lock(open_world, refused):
    world = open_world(sends_hour=1)
    token = world.service.start_flow(PARENT, "fr").flow_token
    refused("resend_too_soon", world.service.resend, token)
    world.advance(60)
    assert refused("send_locked", world.service.resend, token).retry_after == 900


def test_each_code_of_a_flow_begins_its_wait_anew_and_no_other_flows(world, refused):
    one, two = (world.service.start_flow(PARENT, "fr").flow_token for _ in range(2))
    world.advance(60)
    world.service.resend(one)
    assert world.service.flow(one).resend_in == 60
    assert refused("resend_too_soon", world.service.resend, one).retry_after == 60
    world.advance(59)
    assert refused("resend_too_soon", world.service.resend, one).retry_after == 1
    assert world.service.flow(two).resend_in == 0
    world.service.resend(two)
    world.advance(1)
    world.service.resend(one)


def test_the_longer_of_two_locks_is_told(open_world, refused, wrong):
    world = open_world(sends_hour=1, email_tries=1, resend_wait=1200)
    token = world.service.start_flow(PARENT, "fr").flow_token
    code = world.codes(PARENT)[0]
    refused("send_locked", world.service.start_flow, PARENT, "fr")
    assert refused("resend_too_soon", world.service.resend, token).retry_after == 1200
    refused("code_invalid", world.service.verify, token, wrong(code))
    assert refused("email_locked", world.service.start_flow, PARENT, "fr").retry_after == DAY
    assert refused("email_locked", world.service.resend, token).retry_after == DAY
    world.advance(DAY)
    world.service.start_flow(PARENT, "fr")


def test_the_daily_budget_lasts_from_the_first_send(open_world, refused):
    world = open_world(sends_hour=100, sends_day=3)
    world.service.start_flow(PARENT, "fr")
    world.advance(1000)
    token = world.service.start_flow(PARENT, "fr").flow_token
    world.service.start_flow(PARENT, "fr")
    assert refused("send_locked", world.service.start_flow, PARENT, "fr").retry_after == DAY - 1000
    world.advance(100)
    assert refused("send_locked", world.service.resend, token).retry_after == DAY - 1100
    assert world.service.flow(token).resend_in == DAY - 1100
    world.at("198.51.100.1").start_flow(PARENT, "fr")
    world.advance(DAY - 1100)
    world.service.start_flow(PARENT, "fr")


def test_the_daily_budget_of_all_addresses(open_world, refused):
    world = open_world(sends_day_all=3)
    for n in range(3):
        world.at(f"192.0.2.{n}").start_flow(PARENT, "fr")
    assert refused("send_locked", world.at("192.0.2.9").start_flow, PARENT, "fr").retry_after == DAY
    world.at("192.0.2.9").start_flow("other@example.com", "fr")


def test_every_lock_of_sends_is_counted_in_resend_in(open_world):
    """Also the one of all addresses, from another one than it was met at."""
    world = open_world(sends_day_all=3, resend_wait=0)
    flow = world.service.start_flow(PARENT, "fr").flow_token
    for n in range(2):
        assert world.service.flow(flow).resend_in == 0
        world.at(f"192.0.2.{n}").resend(flow)
    world.advance(100)
    for service in (world.service, world.at("192.0.2.9")):
        assert service.flow(flow).resend_in == DAY - 100


def test_an_address_sends_only_so_much_and_a_refusal_begins_no_lock(open_world, refused):
    world = open_world(sends_address_hour=3, sends_hour=2)
    world.service.start_flow(PARENT, "fr")
    world.service.start_flow(PARENT, "fr")
    world.service.start_flow("b@example.com", "fr")
    world.advance(600)
    assert refused("too_many_requests", world.service.start_flow, PARENT, "fr").retry_after == 3000
    assert refused("too_many_requests", world.service.start_flow, "c@example.com", "fr").retry_after == 3000
    world.at("192.0.2.1").start_flow("c@example.com", "fr")
    world.advance(3000)
    world.service.start_flow(PARENT, "fr")


def test_a_refused_send_leaves_the_other_budgets_alone(open_world, refused):
    world = open_world(sends_hour=1, sends_day=2, sends_address_hour=2)
    world.service.start_flow(PARENT, "fr")
    for _ in range(5):
        refused("send_locked", world.service.start_flow, PARENT, "fr")
    world.service.start_flow("b@example.com", "fr")
    world.advance(3600)
    world.service.start_flow(PARENT, "fr")
    assert refused("send_locked", world.service.start_flow, PARENT, "fr").retry_after == DAY - 3600


def test_a_malformed_call_and_a_cancelled_flow_change_no_budget(open_world, refused):
    world = open_world(sends_hour=2)
    refused("email_invalid", world.service.start_flow, "nadia@", "fr")
    world.service.cancel_flow(world.service.start_flow(PARENT, "fr").flow_token)
    world.service.start_flow(PARENT, "fr")
    refused("send_locked", world.service.start_flow, PARENT, "fr")


def test_requests_are_counted_in_fixed_minutes(open_world, refused):
    world = open_world(requests_minute=3)
    into_minute = world.now % 60
    world.service.school_bodies()
    refused("email_invalid", world.service.start_flow, "nadia@", "fr")
    refused("unauthenticated", world.service.flow, "nothing")
    for _ in range(4):
        left = refused("too_many_requests", world.service.school_bodies).retry_after
        assert left == 60 - into_minute
    world.service.ready()
    world.at("192.0.2.1").school_bodies()
    world.advance(60 - into_minute)
    for _ in range(3):
        world.service.school_bodies()
    refused("too_many_requests", world.service.account, "nothing")


def test_a_budget_of_nothing_refuses_all(open_world, refused):
    world = open_world(sends_day_all=0)
    assert refused("send_locked", world.service.start_flow, PARENT, "fr").retry_after == DAY
