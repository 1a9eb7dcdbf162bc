"""What may be typed at the console's menus, and what they offer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from mozaik_tui.account.assist.contract import AgentView
from mozaik_tui.account.refusing import Refusal, ServiceFault
from mozaik_tui.support.desk import Desk
from mozaik_tui.support.telling import Tongues, refused

from .agents_console import ALONE, ENGLISH, Kept, OneParent, Script, run

MANY = "1" * 5000
"""More figures than Python reads as a number."""


def test_a_number_of_thousands_of_figures_is_none_of_a_list() -> None:
    script = run(None, MANY, "٤", "E-214")
    assert script.said.count(ENGLISH.text("plain.pick", of=7)) == 1
    assert ENGLISH.text("explain.code_invalid.meaning") in script.said


def test_nor_the_number_of_a_screen() -> None:
    script = run(None, "1", MANY)
    assert ENGLISH.text("support.screen.none", last=17) in script.said
    assert script.asked[-1] == ALONE


def test_nor_a_digit_below_a_page_of_the_guide() -> None:
    script = run(None, "1", "G7", MANY)
    (again,) = [
        text for text in script.said if text.startswith(ENGLISH.text("plain.pick", of=0).split("0")[0])
    ]
    assert script.said[-1] == again
    assert script.asked[-1] == ENGLISH.text("support.guide.pick")


SIGN_OUT, OUT = "7", ENGLISH.text("support.signed_out")


@pytest.fixture
def service() -> Iterator[OneParent]:
    over = threading.Event()

    def says_nothing() -> Iterator[AgentView]:
        over.wait()
        yield from ()

    yield OneParent(says_nothing)
    over.set()


def offered(script: Script) -> list[str]:
    """The labels of the last menu."""
    begins = max(n for n, text in enumerate(script.said) if text.startswith("1. "))
    return [text.split(". ", 1)[1] for text in script.said[begins:]]


def test_who_has_signed_out_is_not_the_one_who_follows_next(service) -> None:
    kept = Kept()
    desk = Desk(service, kept)
    signed_in = ("6", "lea", "her password", "", "123456")
    script = run(desk, *signed_in, "9", SIGN_OUT, "6", "max", "his password", "", "654321")
    assert OUT in script.said
    assert service.called.index("staff_sign_out token of lea") > service.called.index("leave_assist")
    assert kept.token == "token of max"
    assert service.called.count("join_assist") == 2


def test_it_is_offered_to_whoever_is_signed_in_and_to_nobody_else(service) -> None:
    kept = Kept("token")
    label = ENGLISH.text("support.menu.sign_out")
    assert label in offered(run(Desk(service, kept)))
    assert label not in offered(run(Desk(service, kept), SIGN_OUT))
    assert (kept.token, service.called) == (None, ["staff_sign_out token"])
    assert label not in offered(run(Desk(service, Kept())))
    assert label not in offered(run(None))


@pytest.mark.parametrize("error", [ServiceFault("service_unreachable"), Refusal("unauthenticated")])
def test_it_is_done_here_whatever_the_service_says(service, error: Exception) -> None:
    kept = Kept("token")
    service.refuses = error
    desk = Desk(service, kept)
    script = run(desk, SIGN_OUT)
    assert OUT in script.said
    assert (kept.token, desk.signed_in) == (None, False)
    assert (refused("service_unreachable", Tongues("en", "fr")) in script.said) is isinstance(
        error, ServiceFault
    )
    assert script.asked[-1] == ALONE
