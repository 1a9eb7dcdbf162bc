"""The help by phone: the same rules embedded, over HTTP on SQLite, over HTTP on PostgreSQL."""

import pytest

from mozaik_tui.account import audit_chain
from mozaik_tui.account.assist import staff, totp
from mozaik_tui.account.assist.report import FieldState, Report

from .help_desk import AGENT_PASSWORD, events, hire

REPORT = Report("fr", "code", "code", (FieldState("code", "typing"),), None, 60, 0, "queued")
PARENT = "nadia@example.com"


def test_a_whole_help(assisting, refused):
    world, help_ = assisting()
    hire(world)
    offered = help_.offer_assist()
    assert offered.number.isdecimal()
    assert len(offered.number) == 6
    agent = help_.staff_sign_in("lea", AGENT_PASSWORD)
    assert help_.parent_view(offered.assist_token).state == "waiting"
    refused("assist_over", help_.agent_view, agent.staff_token)
    help_.join_assist(agent.staff_token, f" {offered.number[:3]}-{offered.number[3:]}")
    assert help_.parent_view(offered.assist_token).state == "followed"
    help_.report(offered.assist_token, REPORT)
    assert help_.agent_view(agent.staff_token).report == REPORT
    help_.say(agent.staff_token, phrase="use_last_code", field="code")
    message = help_.parent_view(offered.assist_token).message
    assert (message.phrase, message.text, message.field, message.number) == ("use_last_code", None, "code", 1)
    help_.answer(offered.assist_token, "not_understood")
    seen = help_.agent_view(agent.staff_token)
    assert (seen.answer, seen.answers) == ("not_understood", 1)
    help_.say(agent.staff_token, text="Prenez votre temps")
    assert help_.parent_view(offered.assist_token).message.text == "Prenez votre temps"
    assert help_.agent_view(agent.staff_token).answer is None
    help_.end_assist(offered.assist_token)
    assert (
        help_.parent_view(offered.assist_token).over == help_.agent_view(agent.staff_token).over == "parent"
    )
    refused("assist_over", help_.say, agent.staff_token, phrase="hello")
    refused("assist_over", help_.report, offered.assist_token, REPORT)
    told = [event for event in events(world) if event[0].startswith(("assist", "staff"))]
    names = {details["assist"] for event, details in told if event.startswith("assist")}
    assert len(names) == 1
    assert [event for event, _ in told] == [
        "staff_added",
        "assist_offered",
        "staff_signed_in",
        "assist_joined",
        "assist_said",
        "assist_answered",
        "assist_said",
        "assist_ended",
    ]
    assert [details.get("phrase") for event, details in told if event == "assist_said"] == [
        "use_last_code",
        "free_text",
    ]
    assert {details["staff"] for event, details in told if event in ("assist_said", "assist_ended")} == {
        "lea"
    }
    audit_chain.seal(world.parts.ctx)


def test_the_end_erases_what_was_said(assisting):
    world, help_ = assisting()
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD)
    help_.join_assist(agent.staff_token, offered.number)
    help_.report(offered.assist_token, REPORT)
    help_.say(agent.staff_token, text="Madame Benali")
    help_.leave_assist(agent.staff_token)
    row = world.parts.ctx.store.read(
        lambda tx: tx.exec_driver_sql(
            "SELECT number, report, message, answer, flow_id, account_id, caller, over FROM assists"
        ).one()
    )
    assert list(row) == [None] * 7 + ["agent"]


def test_a_second_agent_cannot_join_and_the_first_can_come_back(assisting, refused):
    world, help_ = assisting()
    hire(world)
    hire(world, "max")
    offered = help_.offer_assist()
    first, again, second = (
        help_.staff_sign_in(name, AGENT_PASSWORD).staff_token for name in ("lea", "lea", "max")
    )
    help_.join_assist(first, offered.number)
    refused("assist_taken", help_.join_assist, second, offered.number)
    refused("assist_over", help_.agent_view, second)
    help_.join_assist(again, offered.number)
    assert help_.agent_view(again).state == "followed"
    other = help_.offer_assist()
    help_.join_assist(again, other.number)
    assert help_.parent_view(offered.assist_token).over == "agent"


def test_guessing_numbers_is_throttled_like_sign_ins(assisting, refused):
    world, help_ = assisting(assist_tries=3, sign_in_lock=60)
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    wrong = "000000" if offered.number != "000000" else "000001"
    for _ in range(3):
        refused("assist_number_wrong", help_.join_assist, agent, wrong)
    assert refused("assist_locked", help_.join_assist, agent, offered.number).retry_after == 60
    anew = help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    refused("assist_locked", help_.join_assist, anew, offered.number)
    world.advance(61)
    fresh = help_.offer_assist()
    help_.join_assist(agent, fresh.number)


@pytest.mark.parametrize(
    ("seconds", "why"),
    [({"assist_ttl": 100}, "time"), ({"assist_idle": 100}, "idle"), ({"assist_lost": 100}, "lost")],
)
def test_it_ends_by_itself(assisting, refused, seconds, why):
    wide = {"assist_ttl": 5000, "assist_idle": 5000, "assist_lost": 5000}
    world, help_ = assisting(**{**wide, **seconds})
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    help_.join_assist(agent, offered.number)
    world.advance(99)
    assert help_.agent_view(agent).state == "followed"
    world.advance(101)
    assert help_.agent_view(agent).over == why
    assert help_.agent_view(agent).report is None
    refused("assist_over", help_.answer, offered.assist_token, "yes")
    assert (events(world)[-1][0], events(world)[-1][1]["why"]) == ("assist_ended", why)


@pytest.mark.parametrize(
    ("seconds", "why"),
    [({"assist_ttl": 100}, "time"), ({"assist_idle": 100}, "idle"), ({"assist_lost": 100}, "lost")],
)
def test_one_that_was_over_when_the_clock_was_set_back_is_ended_as_any(assisting, refused, seconds, why):
    wide = {"assist_ttl": 5000, "assist_idle": 5000, "assist_lost": 5000}
    world, help_ = assisting(**{**wide, **seconds})
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    help_.join_assist(agent, offered.number)
    help_.report(offered.assist_token, REPORT)
    flow = world.service.start_flow(PARENT, "fr").flow_token
    help_.assist_about(offered.assist_token, flow_token=flow)
    ctx = world.parts.ctx
    world.advance(150)
    ctx.clock()  # the time is acted upon, and nobody looks at the help
    world.advance(-140)
    assert help_.agent_view(agent).over == help_.parent_view(offered.assist_token).over == why
    refused("assist_over", help_.answer, offered.assist_token, "yes")
    (ended,) = [details for event, details in events(world) if event == "assist_ended"]
    assert (ended["why"], ended["staff"]) == (why, "lea")
    row = ctx.store.read(
        lambda tx: tx.exec_driver_sql(
            "SELECT number, report, message, answer, flow_id, account_id, caller FROM assists"
        ).one()
    )
    assert list(row) == [None] * 7
    audit_chain.seal(ctx)


def test_one_that_was_on_when_the_clock_was_set_back_goes_on(assisting):
    world, help_ = assisting()
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    help_.join_assist(agent, offered.number)
    world.advance(-4000)
    assert help_.agent_view(agent).state == help_.parent_view(offered.assist_token).state == "followed"


def test_a_number_is_of_no_use_once_its_parent_is_gone(assisting, refused):
    world, help_ = assisting()
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    world.advance(21)
    refused("assist_number_wrong", help_.join_assist, agent, offered.number)


def test_tokens_open_nothing_else(assisting, refused):
    world, help_ = assisting()
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    refused("unauthenticated", help_.agent_view, offered.assist_token)
    refused("unauthenticated", help_.parent_view, agent)
    refused("unauthenticated", world.service.account, agent)
    refused("unauthenticated", world.service.flow, offered.assist_token)
    refused("not_found", help_.open_assists, agent)
    hire(world, "chef", role="administrator")
    chief = help_.staff_sign_in("chef", AGENT_PASSWORD).staff_token
    (under_way,) = help_.open_assists(chief)
    assert (under_way.staff, under_way.since) == (None, 0)
    help_.staff_sign_out(agent)
    refused("unauthenticated", help_.agent_view, agent)


def test_staff_sign_ins_are_throttled_and_an_app_is_asked_for(assisting, refused):
    world, help_ = assisting(sign_in_tries=3)
    secret = totp.new_secret()
    hire(world, secret=secret)
    code = totp.code_at(secret, int(world.now) // 30)
    refused("sign_in_failed", help_.staff_sign_in, "lea", AGENT_PASSWORD)
    refused("sign_in_failed", help_.staff_sign_in, "nobody", AGENT_PASSWORD)
    help_.staff_sign_in("lea", AGENT_PASSWORD, code)
    refused("sign_in_failed", help_.staff_sign_in, "lea", AGENT_PASSWORD, code)  # no code counts twice
    for _ in range(2):
        refused("sign_in_failed", help_.staff_sign_in, "lea", "wrong and long enough")
    refused(
        "sign_in_locked",
        help_.staff_sign_in,
        "lea",
        AGENT_PASSWORD,
        totp.code_at(secret, int(world.now) // 30 + 1),
    )


def test_a_removed_member_is_out_at_once(assisting, refused):
    world, help_ = assisting()
    hire(world)
    agent = help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    ctx = world.parts.ctx
    assert ctx.store.write(lambda tx: staff.remove(tx, ctx, "lea"))
    refused("unauthenticated", help_.agent_view, agent)
    refused("sign_in_failed", help_.staff_sign_in, "lea", AGENT_PASSWORD)


def test_the_office_sees_why_a_mail_is_late_and_has_a_code_sent(assisting, refused):
    world, help_ = assisting()
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    help_.join_assist(agent, offered.number)
    assert help_.mail_trouble(agent).word == "none"
    refused("flow_expired", help_.resend_for, agent)
    flow = world.service.start_flow(PARENT, "fr").flow_token
    help_.assist_about(offered.assist_token, flow_token=flow)
    assert help_.mail_trouble(agent).word == "waiting"
    (code,) = world.codes(PARENT)
    assert help_.mail_trouble(agent).word == "sent"
    refused("resend_too_soon", help_.resend_for, agent)
    world.advance(15)
    for _ in range(3):
        help_.parent_view(offered.assist_token)
        help_.agent_view(agent)
        world.advance(15)
    sent = help_.resend_for(agent)
    assert not hasattr(sent, "code")
    assert help_.parent_view(offered.assist_token).message.phrase == "resent"
    refused("code_superseded", world.service.verify, flow, code)
    assert world.service.verify(flow, world.codes(PARENT)[0]).account == "new"


def test_the_same_key_has_one_effect(assisting):
    world, help_ = assisting()
    hire(world)
    key = "k" * 20
    offered = help_.offer_assist(key=key)
    assert help_.offer_assist(key=key) == offered
    assert world.count("assists") == 1
    signed_in = help_.staff_sign_in("lea", AGENT_PASSWORD, key=key)
    assert signed_in == help_.staff_sign_in("lea", AGENT_PASSWORD, key=key)
    for _ in range(2):
        help_.join_assist(signed_in.staff_token, offered.number, key=key)
        help_.say(signed_in.staff_token, phrase="hello", key=key)
        help_.answer(offered.assist_token, "yes", message=1, key=key)
    assert help_.parent_view(offered.assist_token).message.number == 1
    assert help_.agent_view(signed_in.staff_token).answers == 1


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"phrase": "hello", "text": "both"},
        {"phrase": "not one of the list"},
        {"text": "x" * 201},
        {"text": "two\nlines"},
        {"text": " "},
        {"phrase": "hello", "field": "no field"},
    ],
)
def test_what_is_no_message_is_refused(assisting, refused, said):
    world, help_ = assisting()
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    help_.join_assist(agent, offered.number)
    refused("malformed", help_.say, agent, **said)
    refused("malformed", help_.answer, offered.assist_token, "maybe")


def test_an_answer_that_crossed_the_next_question_does_not_answer_it(assisting, refused):
    world, help_ = assisting()
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    help_.join_assist(agent, offered.number)
    help_.answer(offered.assist_token, "wait")  # before anything was said, it is about no message
    help_.say(agent, phrase="looked_in_junk")
    first = help_.parent_view(offered.assist_token).message.number
    help_.say(agent, phrase="correct_address")
    before = events(world)
    help_.answer(offered.assist_token, "yes", message=first)
    seen = help_.agent_view(agent)
    assert (seen.answer, seen.answers) == (None, 1)
    assert events(world) == before
    help_.answer(offered.assist_token, "no", message=first + 1)
    seen = help_.agent_view(agent)
    assert (seen.answer, seen.answers) == ("no", 2)
    help_.answer(offered.assist_token, "yes")  # a terminal that does not say which
    assert help_.agent_view(agent).answer == "yes"
    for message in (0, -1, 1.0, True, "1"):
        assert (
            refused("malformed", help_.answer, offered.assist_token, "yes", message=message).field
            == "message"
        )


def test_where_no_agent_can_be_it_says_so(open_world, refused):
    world = open_world()
    help_ = world.parts.service
    refused("assist_needs_service", help_.offer_assist)
    assert world.parts.help is None


def test_a_purge_erases_what_is_over(assisting):
    from mozaik_tui.account.retention import purge

    world, help_ = assisting()
    hire(world)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    help_.join_assist(agent, offered.number)
    world.advance(1900)
    assert purge(world.parts.ctx).assists == 1
    assert world.count("assists") == 0
    assert events(world)[-1][1]["why"] in ("time", "lost")
