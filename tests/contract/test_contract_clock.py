"""A clock that is set back revives nothing, and no remaining time exceeds its setting (account-service.md,
Clock).
"""

PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"
WRONG = "Wq4%lune9to"
DAY = 86400


def test_what_was_over_stays_over(open_world, refused, signed_up):
    world = open_world(email_tries=3)
    signed_up(at=world)
    flow = world.service.start_flow(PARENT, "fr").flow_token
    (code,) = world.codes(PARENT)[:1]
    session = world.service.sign_in(PARENT, PASSWORD).session_token
    world.advance(1300)
    refused("code_expired", world.service.verify, flow, code)
    world.advance(-1290)
    refused("code_expired", world.service.verify, flow, code)
    world.advance(3700)
    refused("flow_expired", world.service.flow, flow)
    refused("session_expired", world.service.account, session)
    world.advance(-3700)
    refused("flow_expired", world.service.flow, flow)
    refused("session_expired", world.service.account, session)


def test_no_remaining_time_exceeds_its_setting(world, refused):
    flow = world.service.start_flow(PARENT, "fr").flow_token
    (code,) = world.codes(PARENT)
    world.advance(-10_000)
    state = world.service.flow(flow)
    assert (state.resend_in, state.code_expires_in) == (60, 1200)
    assert refused("resend_too_soon", world.service.resend, flow).retry_after == 60
    world.advance(1199)
    assert world.service.flow(flow).code_expires_in == 1
    assert world.service.resend(flow).expires_in == 3600 - 1199
    refused("code_superseded", world.service.verify, flow, code)
    world.advance(1799)
    world.service.resend(flow)
    world.advance(602)
    refused("flow_expired", world.service.flow, flow)


def test_locks_neither_grow_nor_come_back(open_world, refused, signed_up):
    world = open_world(sends_hour=1, sends_day=100)
    signed_up(at=world)
    refused("send_locked", world.service.start_flow, PARENT, "fr")
    for _ in range(10):
        refused("sign_in_failed", world.service.sign_in, PARENT, WRONG)
    world.advance(-5000)
    assert refused("send_locked", world.service.start_flow, PARENT, "fr").retry_after == 900
    assert refused("sign_in_locked", world.service.sign_in, PARENT, WRONG).retry_after == 60
    world.advance(900)
    flow = world.service.start_flow(PARENT, "fr").flow_token
    assert world.service.sign_in(PARENT, PASSWORD).session_token
    world.advance(3600)
    world.service.school_bodies()
    world.advance(-3600)
    refused("flow_expired", world.service.flow, flow)
    world.service.start_flow(PARENT, "fr")


def test_a_small_step_is_waited_out(world):
    flow = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(-0.9)
    assert world.service.flow(flow).resend_in == 60
    world.advance(0.9)
    assert world.service.flow(flow).resend_in == 60


def test_kept_answers_survive_a_step_back(world):
    key = "0123456789abcdef"
    first = world.service.start_flow(PARENT, "fr", key=key)
    world.advance(-5000)
    assert world.service.start_flow(PARENT, "fr", key=key) == first


def test_a_step_back_while_nobody_was_there(open_world, refused):
    from mozaik_tui.account.embedded import open_embedded
    from mozaik_tui.account.passwords import Cost

    world = open_world()
    flow = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(3601)
    refused("flow_expired", world.service.flow, flow)
    world.parts.close()
    world.advance(-3000)
    again = open_embedded(
        data_dir=world.folder,
        practice=False,
        database=world.database,
        clock=lambda: world.now,
        cost=Cost(8, 1),
        helpers=False,
    )
    refused("flow_expired", again.service.flow, flow)
    again.close()


def test_a_second_process_that_notices_the_step_later_ends_nothing_new(open_world):
    from mozaik_tui.account.embedded import open_embedded
    from mozaik_tui.account.passwords import Cost

    world = open_world()
    late = open_embedded(
        data_dir=world.folder,
        practice=False,
        database=world.database,
        clock=lambda: world.now,
        cost=Cost(8, 1),
        helpers=False,
    )
    late.service.school_bodies()
    world.service.school_bodies()
    world.advance(-4000)
    flow = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(10)
    late.service.school_bodies()
    assert world.service.flow(flow).state == "code_sent"
    late.close()


def test_a_clock_that_goes_astray_twice_in_a_minute_revives_nothing(world, refused):
    flow = world.service.start_flow(PARENT, "fr").flow_token
    world.advance(7200)
    world.service.school_bodies()
    world.advance(-7200)
    world.service.school_bodies()
    world.advance(30)
    later = world.service.start_flow("marc@example.org", "fr").flow_token
    world.advance(7200)
    refused("flow_expired", world.service.flow, later)
    world.advance(-7200)
    refused("flow_expired", world.service.flow, flow)
    refused("flow_expired", world.service.flow, later)
