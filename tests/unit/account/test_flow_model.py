"""The flow against a small model of the contract: any order of calls, any passing of time (Hypothesis)."""

import os
import re
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.passwords import Cost

EMAIL = "nadia@example.com"
PASSWORDS = ("Kx7$vold8rz", "Wq4%lune9to")
EXAMPLES = 400 if os.environ.get("MOZAIK_PROVE") else 25
LIMITS = Limits(
    code_ttl=300,
    code_ttl_cap=300,
    code_tries=3,
    email_tries=7,
    email_tries_all=9,
    sends_hour=4,
    sends_day=8,
    sends_day_all=8,
    flow_ttl=1500,
    flow_idle=700,
    requests_minute=10**6,
)


class Flow:
    """What the contract says of one flow."""

    def __init__(self, token, now):
        self.token, self.made, self.active, self.sent = token, now, now, now
        self.state, self.kind, self.tries, self.gone = "code_sent", None, 0, False
        self.codes = []

    def over(self, now):
        """The refusal of its token, if any; a day after its end it is forgotten."""
        end = min(self.made + LIMITS.flow_ttl, self.active + LIMITS.flow_idle)
        if self.gone or now >= end + 86400:
            return "unauthenticated"
        return "flow_expired" if now >= end else None


class FlowMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = 1_795_000_000.0
        self.parts = open_embedded(
            data_dir=Path(self.folder.name),
            practice=False,
            limits=LIMITS,
            clock=lambda: self.now,
            cost=Cost(8, 1),
            helpers=False,
        )
        self.service = self.parts.service
        self.box = PracticeTransport(self.parts.ctx)
        self.worker = Worker(self.parts.ctx, self.box)
        self.flows, self.password = [], None
        self.mailed = 0
        self.wrong, self.wrong_since = 0, 0.0
        self.sends, self.sends_since, self.locked_until = 0, 0.0, None
        self.day, self.day_since = 0, 0.0

    def teardown(self):
        self.parts.close()
        self.folder.cleanup()

    # -- the model's side --------------------------------------------------------------------------
    def email_lock(self):
        if self.wrong and self.now >= self.wrong_since + 86400:
            self.wrong = 0
        return self.wrong_since + 86400 - self.now if self.wrong >= LIMITS.email_tries else 0

    def send_lock(self):
        """The longest lock that has begun."""
        if self.locked_until is not None and self.now >= self.locked_until:
            self.sends, self.locked_until = 0, None
        if self.locked_until is None and self.sends and self.now >= self.sends_since + 3600:
            self.sends = 0
        if self.day and self.now >= self.day_since + 86400:
            self.day = 0
        hour = 0 if self.locked_until is None else self.locked_until - self.now
        return max(hour, self.day_since + 86400 - self.now if self.day >= LIMITS.sends_day else 0)

    def may_send(self, wait=0):
        """The word of the refusal, or nothing; counts the send."""
        locks = {"email_locked": self.email_lock(), "send_locked": self.send_lock(), "resend_too_soon": wait}
        worst = max(locks, key=lambda name: locks[name])
        if locks[worst] > 0:
            return worst
        if self.sends >= LIMITS.sends_hour:
            self.locked_until = self.now + LIMITS.send_lock
            return "send_locked"
        if not self.sends:
            self.sends_since = self.now
        if not self.day:
            self.day_since = self.now
        self.sends, self.day = self.sends + 1, self.day + 1
        return None

    def answer(self, call, *arguments):
        """The service's answer, and the word of its refusal."""
        try:
            return call(*arguments), None
        except Refusal as refusal:
            return None, refusal.code

    def new_code(self):
        self.worker.run_once()
        letters = self.box.mailbox(EMAIL)
        self.mailed += 1
        assert len(letters) == self.mailed
        return re.search(r"(?<!\d)\d{6}(?!\d)", letters[0].text).group()

    def entered(self, flow):
        """A call on a flow: the refusal of its token, or that it only reads."""
        if over := flow.over(self.now):
            return over
        flow.active = self.now
        return "flow_complete" if flow.state == "complete" else None

    def pick(self, number):
        return self.flows[number % len(self.flows)]

    # -- what can happen ---------------------------------------------------------------------------
    @rule(seconds=st.sampled_from([1, 59, 60, 300, 699, 900, 3600, 40000]))
    def time_passes(self, seconds):
        self.now += seconds

    @rule()
    def start(self):
        expected = self.may_send()
        started, code = self.answer(self.service.start_flow, EMAIL, "fr")
        assert code == expected
        if started:
            flow = Flow(started.flow_token, self.now)
            flow.codes.append((self.new_code(), self.now))
            self.flows.append(flow)

    @precondition(lambda self: self.flows)
    @rule(number=st.integers(0, 50))
    def resend(self, number):
        flow = self.pick(number)
        expected = self.entered(flow)
        if expected is None and flow.state == "email_verified":
            expected = "code_used"
        elif expected is None:
            expected = self.may_send(max(0, flow.sent + LIMITS.resend_wait - self.now))
        sent, code = self.answer(self.service.resend, flow.token)
        assert code == expected
        if sent:
            flow.sent, flow.tries = self.now, 0
            flow.codes.append((self.new_code(), self.now))
            assert len(set(flow.codes)) == len(flow.codes)

    @precondition(lambda self: self.flows)
    @rule(number=st.integers(0, 50), which=st.sampled_from(["right", "wrong", "older", "short"]))
    def verify(self, number, which):
        flow = self.pick(number)
        right, issued = flow.codes[-1]
        older = [code for code, _ in flow.codes[:-1]]
        entry = {
            "right": right,
            "wrong": next(c for c in map("{:06d}".format, range(99)) if c not in (right, *older)),
            "older": (older or [right])[0],
            "short": "12345",
        }[which]
        expected = self.entered(flow)
        if expected is None:
            expected = self.judged(flow, entry, entry in older, entry == right, issued)
        verified, code = self.answer(self.service.verify, flow.token, entry)
        assert code == expected
        if verified:
            flow.state = "email_verified"
            flow.kind = verified.account
            assert flow.kind == ("existing" if self.password else "new")

    def judged(self, flow, entry, superseded, right, issued):
        if len(entry) < 6:
            return "code_malformed"
        if flow.state == "email_verified":
            return "code_used"
        if self.email_lock():
            return "email_locked"
        if superseded:
            return "code_superseded"
        if self.now >= issued + LIMITS.code_ttl:
            return "code_expired"
        if flow.tries >= LIMITS.code_tries:
            return "code_locked"
        if right:
            return None
        flow.tries += 1
        if not self.wrong:
            self.wrong_since = self.now
        self.wrong += 1
        return "code_invalid"

    @precondition(lambda self: self.flows)
    @rule(number=st.integers(0, 50), password=st.sampled_from(PASSWORDS), same=st.booleans())
    def set_password(self, number, password, same):
        flow = self.pick(number)
        expected = self.entered(flow)
        if expected is None and flow.state == "code_sent":
            expected = "email_not_verified"
        elif expected is None and not same:
            expected = "password_mismatch"
        elif expected is None and flow.kind == "new" and self.password:
            expected = "account_exists"
        opened, code = self.answer(
            self.service.set_password, flow.token, password, password if same else PASSWORDS[0] + "x"
        )
        assert code == expected
        if opened:
            assert opened.created == (self.password is None)
            if not opened.created:
                self.mailed += 1
                self.worker.run_once()
            flow.state, self.password = "complete", password

    @precondition(lambda self: self.flows)
    @rule(number=st.integers(0, 50))
    def cancel(self, number):
        flow = self.pick(number)
        expected = self.entered(flow)
        assert self.answer(self.service.cancel_flow, flow.token)[1] == expected
        if expected is None:
            flow.gone = True

    @precondition(lambda self: self.password)
    @rule(password=st.sampled_from(PASSWORDS))
    def sign_in(self, password):
        opened, _code = self.answer(self.service.sign_in, EMAIL, password)
        assert not opened or password == self.password

    @invariant()
    def the_state_is_the_models(self):
        for flow in self.flows[-3:]:
            state, code = self.answer(self.service.flow, flow.token)
            assert code == flow.over(self.now)
            if code:
                continue
            assert (state.state, state.account) == (flow.state, flow.kind)
            assert 0 <= state.code_expires_in <= LIMITS.code_ttl
            if flow.state == "code_sent":
                wait = max(0, flow.sent + LIMITS.resend_wait - self.now, self.email_lock(), self.send_lock())
                assert state.resend_in == wait


FlowMachine.TestCase.settings = settings(max_examples=EXAMPLES, stateful_step_count=40, deadline=None)
TestFlow = FlowMachine.TestCase
