"""What Enter takes is said in brackets before it is taken, and is never what undoes something."""

import pytest

from mozaik_tui.account.contract import ServiceFault

from ...snapshots.prepared import TYPED
from ...ui.app.standing import StandIn, plain_run, standing, told, words

LEAD = words("en")


def said(key):
    """The French may stand beside it."""
    return told(LEAD.text("plain.default", default=LEAD.text(key)).rstrip("]"))


def at_the_code(*lines):
    service = StandIn()
    session = standing("code", "en", service)
    session.journey.trail = ["start", "email"]
    return plain_run(session, *lines), session, [name for name, *_ in service.asked]


def test_enter_at_the_loss_of_a_code_keeps_it():
    printed, session, asked = at_the_code("<", "autre@example.com", "")
    assert said("screen.loss.stay") in printed
    assert "start_flow" not in asked
    assert "cancel_flow" not in asked
    assert session.answer("email") == TYPED["email"]


@pytest.mark.parametrize(
    ("step", "lines", "key"),
    [
        ("record", [], "button.back"),
        ("record", ["2"], "button.close"),
        ("email", ["."], "screen.leave.stay"),
        ("questions", [], "screen.field.no"),
        ("check", [], "screen.check.main"),
    ],
)
def test_what_enter_takes_is_said_once(step, lines, key):
    assert plain_run(standing(step, "en", StandIn()), *lines).count(said(key)) == 1


def test_and_while_a_service_is_away():
    service = StandIn()
    service.troubles = {"start_flow": [ServiceFault("storage_busy") for _ in range(9)]}
    assert said("screen.down.retry") in plain_run(standing("email", "en", service), "")


def test_a_first_name_which_enter_would_keep_can_be_emptied_again():
    session = standing("child_name", "en", StandIn())
    printed = plain_run(session, "", "+")
    empty = LEAD.text("screen.check.no_first_name")
    assert told(LEAD.text("plain.plus", what=empty)) in printed
    assert told(LEAD.text("plain.understood", answer=empty)) in printed
    assert (session.step.name, session.answer("first_name")) == ("birth_date", "")
