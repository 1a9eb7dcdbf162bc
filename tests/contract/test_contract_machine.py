"""Any order of calls, any passing of time: the service answers what a small model of the contract answers, however
it is reached and wherever it stores (Hypothesis).
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mozaik_tui.account.contract import ChildForm, Refusal

from .model import LIMITS, Flow, Life, Parent

PASSWORDS = ("Kx7$vold8rz", "Wq4%lune9to")
PROVE = bool(os.environ.get("MOZAIK_PROVE"))
EXAMPLES = 300 if PROVE else 6
FAMILIES = 500
"""Families that are put into the registry at a time: every example has its own."""
NUMBERS = st.integers(0, 2)
"""Which flow or session, from the newest on."""
PUPILS = {
    "by file": ("one", {"file_number": "1{0:06d}"}),
    "by code": ("one", {"permanent_code": "BENZ1{0:07d}"}),
    "second": ("two", {"file_number": "2{0:06d}"}),
    "third": ("three", {"file_number": "3{0:06d}"}),
    "of nobody": (None, {"file_number": "4{0:06d}"}),
}


def email_of(family: int) -> str:
    return f"parent{family}@example.com"


def rows(first: int):
    for n in range(first, first + FAMILIES):
        for file, code in ((f"1{n:06d}", f"BENZ1{n:07d}"), (f"2{n:06d}", ""), (f"3{n:06d}", "")):
            yield "css-laval", file, code, "Benali", "Zoé", "2014-03-09", email_of(n)


def form(family: int, which: str) -> tuple[str | None, ChildForm]:
    """Which pupil a form leads to, and the form."""
    pupil, given = PUPILS[which]
    identifier = {name: text.format(family) for name, text in given.items()}
    return pupil, ChildForm("css-laval", "Benali", "Zoé", "2014-03-09", **identifier)


def asked(call, *arguments):
    """The answer of a call, and its refusal: one of them."""
    try:
        return call(*arguments), None
    except Refusal as refusal:
        return None, refusal


class ContractMachine(RuleBasedStateMachine):
    """One parent at one service; ``world`` and ``families`` come from the test."""

    world, families = None, None

    def __init__(self):
        super().__init__()
        self.family = next(self.families)
        if self.family % FAMILIES == 0:
            self.world.load_registry(rows(self.family))
        self.email, self.parent = email_of(self.family), Parent()
        self.service = self.world.service

    @property
    def now(self):
        return self.world.now

    def answer(self, expected, call, *arguments, **figures):
        """The service's answer, if the model says that there is one; else its refusal must be the model's word,
        with these figures.
        """
        given, refusal = asked(call, *arguments)
        assert (refusal and refusal.code) == expected
        for name, value in figures.items():
            assert getattr(refusal, name) == value()
        return given

    def new_code(self, flow):
        codes = self.world.codes(self.email)
        assert len(codes) == sum(len(one.codes) for one in self.parent.flows) + 1
        assert codes[0] not in [code for code, _ in flow.codes]
        flow.codes.append((codes[0], self.now))

    @initialize(signed_up=st.booleans())
    def begin(self, signed_up):
        """Half of the parents have an account."""
        if signed_up:
            self.start()
            self.verify(0, "right")
            self.set_password(0, PASSWORDS[0], same=True)

    # -- what can happen -----------------------------------------------------------------------------
    @rule(seconds=st.sampled_from([1, 1, 59, 60, 299, 300, 699, 700, 999, 1000, 3600, 40000]))
    def time_passes(self, seconds):
        self.world.advance(seconds)

    @rule()
    def start(self):
        started = self.answer(self.parent.send(self.now), self.service.start_flow, self.email, "fr")
        if started:
            flow = Flow(started.flow_token, "flow", self.now, self.now, sent=self.now)
            self.new_code(flow)
            self.parent.flows.append(flow)

    def flow(self, number):
        return self.parent.flows[-1 - number % len(self.parent.flows)]

    @precondition(lambda self: self.parent.flows)
    @rule(number=NUMBERS)
    def resend(self, number):
        flow = self.flow(number)
        if self.answer(self.parent.resend(flow, self.now), self.service.resend, flow.token):
            flow.sent, flow.tries = self.now, 0
            self.new_code(flow)

    @precondition(lambda self: self.parent.flows)
    @rule(number=NUMBERS, which=st.sampled_from(["right", "right", "wrong", "older", "short"]))
    def verify(self, number, which):
        flow = self.flow(number)
        known = [code for code, _ in flow.codes]
        entry = {
            "right": known[-1],
            "wrong": next(c for c in map("{:06d}".format, range(99)) if c not in known),
            "older": known[0],
            "short": "12345",
        }[which]
        expected = self.parent.verify(flow, entry, self.now)
        left = {"tries_left": lambda: self.parent.tries_left(flow)} if expected == "code_invalid" else {}
        verified = self.answer(expected, self.service.verify, flow.token, entry, **left)
        if verified:
            assert verified.account == flow.account

    @precondition(lambda self: self.parent.flows)
    @rule(number=NUMBERS, password=st.sampled_from(PASSWORDS), same=st.booleans())
    def set_password(self, number, password, same):
        flow = self.flow(number)
        second = password if same else password + "x"
        expected = self.parent.set_password(flow, password, same=same, now=self.now)
        opened = self.answer(expected, self.service.set_password, flow.token, password, second)
        if opened:
            assert opened.created == self.parent.completed(flow, password)
            self.signed_in(opened)

    @precondition(lambda self: self.parent.flows)
    @rule(number=NUMBERS)
    def cancel(self, number):
        flow = self.flow(number)
        self.answer(self.parent.cancel(flow, self.now), self.service.cancel_flow, flow.token)

    def signed_in(self, opened):
        assert opened.expires_in == LIMITS["session_ttl"]
        self.parent.sessions.append(Life(opened.session_token, "session", self.now, self.now))

    def lock(self, expected):
        wait = {"retry_after": lambda: math.ceil(self.parent.failures.left(self.now))}
        return wait if expected == "sign_in_locked" else {}

    @rule(password=st.sampled_from((*PASSWORDS, "neither")))
    def sign_in(self, password):
        expected = self.parent.sign_in(password, self.now)
        opened = self.answer(expected, self.service.sign_in, self.email, password, **self.lock(expected))
        if opened:
            self.signed_in(opened)

    def session(self, number):
        return self.parent.sessions[-1 - number % len(self.parent.sessions)]

    @precondition(lambda self: self.parent.sessions)
    @rule(number=NUMBERS)
    def sign_out(self, number):
        session = self.session(number)
        refused = session.over(self.now)
        self.answer(refused, self.service.sign_out, session.token)
        session.gone = session.gone or refused is None

    @precondition(lambda self: self.parent.sessions)
    @rule(number=NUMBERS, password=st.sampled_from((*PASSWORDS, "neither")), really=st.integers(0, 3))
    def delete_account(self, number, password, really):
        if really:
            return  # most parents stay
        session = self.session(number)
        expected = self.parent.erase(session, password, self.now)
        self.answer(expected, self.service.delete_account, session.token, password, **self.lock(expected))

    @precondition(lambda self: self.parent.sessions)
    @rule(number=NUMBERS, which=st.sampled_from(list(PUPILS)), fits=st.sampled_from([True, True, False]))
    def add_child(self, number, which, fits):
        session, (pupil, asked) = self.session(number), form(self.family, which)
        if not fits:
            pupil, asked = None, dataclasses.replace(asked, last_name="Benalia")
        known = dict(self.parent.family)
        expected = self.parent.add_child(session, pupil, self.now)
        wait = {"retry_after": lambda: math.ceil(self.parent.child_lock(self.now))}
        child = self.answer(
            expected,
            self.service.add_child,
            session.token,
            asked,
            **(wait if expected == "child_locked" else {}),
        )
        if child:
            assert child.created == (pupil not in known)
            assert known.get(pupil, child.id) == child.id
            self.parent.family[pupil] = child.id

    @precondition(lambda self: self.parent.sessions)
    @rule(number=NUMBERS, which=st.integers(0, 2))
    def remove_child(self, number, which):
        session = self.session(number)
        link = [*self.parent.family.values(), *["0" * 32] * 3][which]
        self.answer(
            self.parent.remove_child(session, link, self.now), self.service.remove_child, session.token, link
        )

    # -- what is always so ---------------------------------------------------------------------------
    @invariant()
    def the_flows_are_the_models(self):
        for flow in self.parent.flows[-3:]:
            state = self.answer(flow.over(self.now), self.service.flow, flow.token)
            if state is None:
                continue
            assert (state.state, state.account) == (flow.state, flow.account)
            assert 0 <= state.code_expires_in <= LIMITS["code_ttl"]
            if flow.state == "code_sent":
                assert state.resend_in == self.parent.resend_in(flow, self.now)

    @precondition(lambda self: self.parent.sessions)
    @rule(number=NUMBERS)
    def look_at_the_family(self, number):
        session = self.session(number)
        family = self.answer(session.used(self.now), self.service.children, session.token)
        if family is not None:
            assert [child.id for child in family] == list(self.parent.family.values())


@pytest.fixture
def machine(open_world):
    """The machine at a world of this test."""
    world, families = open_world(**LIMITS), itertools.count()
    return type("Machine", (ContractMachine,), {"world": world, "families": families})


def test_the_service_answers_what_the_model_answers(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=50 if PROVE else 40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
