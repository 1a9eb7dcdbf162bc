"""The help by phone ends a wait of the parent, each kind once, and what it was for is counted afresh."""

import dataclasses

import pytest

from mozaik_tui.account.assist.words import SCRIPT

from .conftest import PARENT, PASSWORD, ZOE, other
from .help_desk import AGENT_PASSWORD, events, hire

LIMITS = {
    "send_locked": {"sends_hour": 1, "sends_day": 1, "sends_day_all": 1, "resend_wait": 0},
    "email_locked": {"email_tries": 1, "email_tries_all": 1},
    "sign_in_locked": {"sign_in_tries": 1},
    "child_locked": {"child_fails_hour": 1, "child_fails_day": 1},
}
"""One of each: the lock begins at once, and every count has to begin anew."""


def parent_in(world, lock, signed_up):
    """What the help is about, what begins the lock with the word that it is answered, and what is locked."""
    service = world.service
    if lock in ("send_locked", "email_locked"):
        flow = service.start_flow(PARENT, "fr").flow_token
        code = world.codes(PARENT)[0]
        return {"flow_token": flow}, *{
            "send_locked": (lambda: service.resend(flow), None, lambda: service.resend(flow)),
            "email_locked": (
                lambda: service.verify(flow, other(code)),
                "code_invalid",
                lambda: service.verify(flow, code),
            ),
        }[lock]
    world.load_registry()
    session = signed_up(at=world).session_token
    wrong = dataclasses.replace(ZOE, last_name="Benalia")
    return {"session_token": session}, *{
        "sign_in_locked": (
            lambda: service.sign_in(PARENT, "neither"),
            "sign_in_failed",
            lambda: service.sign_in(PARENT, PASSWORD),
        ),
        "child_locked": (
            lambda: service.add_child(session, wrong),
            "child_no_match",
            lambda: service.add_child(session, ZOE),
        ),
    }[lock]


@pytest.mark.parametrize("lock", list(LIMITS))
def test_each_wait_is_lifted_once_after_the_script_and_counted_afresh(assisting, signed_up, refused, lock):
    world, help_ = assisting(**LIMITS[lock])
    hire(world)
    about, fault, told, call = parent_in(world, lock, signed_up)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    help_.join_assist(agent, offered.number)
    help_.assist_about(offered.assist_token, **about)
    if told:
        refused("nothing_to_lift", help_.lift_lock, agent, lock, SCRIPT)
        refused(told, fault)
    refused(lock, call)
    for another in LIMITS.keys() - {lock}:
        refused("nothing_to_lift", help_.lift_lock, agent, another, SCRIPT)
    assert refused("malformed", help_.lift_lock, agent, lock, SCRIPT[:2]).field == "checked"
    assert refused("malformed", help_.lift_lock, agent, "every_lock", SCRIPT).field == "lock"
    refused(lock, call)
    help_.lift_lock(agent, lock, SCRIPT)
    assert help_.parent_view(offered.assist_token).message.phrase == "lifted"
    assert ("assist_lock_lifted", lock, "lea") in [
        (event, details.get("lock"), details.get("staff")) for event, details in events(world)
    ]
    if told:
        refused(told, fault)
    else:
        fault()
    refused(lock, call)
    refused("nothing_to_lift", help_.lift_lock, agent, lock, SCRIPT)


@pytest.mark.parametrize(
    ("lock", "limits"),
    [
        ("child_locked", {"child_fails_hour": 2}),
        ("child_locked", {"child_fails_day": 2}),
        ("email_locked", {"email_tries": 2}),
        ("email_locked", {"email_tries_all": 2}),
    ],
)
def test_one_short_of_a_lock_there_is_nothing_to_lift(assisting, signed_up, refused, lock, limits):
    world, help_ = assisting(**limits)
    hire(world)
    about, fault, told, call = parent_in(world, lock, signed_up)
    offered, agent = help_.offer_assist(), help_.staff_sign_in("lea", AGENT_PASSWORD).staff_token
    help_.join_assist(agent, offered.number)
    help_.assist_about(offered.assist_token, **about)
    refused(told, fault)
    refused("nothing_to_lift", help_.lift_lock, agent, lock, SCRIPT)
    refused(told, fault)
    refused(lock, call)
    help_.lift_lock(agent, lock, SCRIPT)
    assert call()
