"""The state machine's rules up to the session: flows, codes, passwords, sign-in, the account."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from .machine_calls import ADDRESSES, KEYS, PLACES, TIMES, WHICH, WHO, Calling
from .model_counts import LIMITS, Life
from .model_parents import Code, Flow

PASSWORDS = ("Kx7$vold8rz", "Wq4%lune9to")
TRIED = st.sampled_from((PASSWORDS[0], *PASSWORDS, "neither"))
DELAYS = st.sampled_from([0, 0, 0, 40, 100])
"""Seconds until a mail is handed over."""


class SigningUp(Calling):
    def arrived(self, flow, before, delay):
        """The code that was sent: handed over now, and another one than all before."""
        issued = self.now
        self.world.advance(delay)
        codes = self.world.codes(flow.parent.email)
        assert len(codes) == before + 1
        assert codes[0] not in [code.digits for code in flow.codes]
        flow.codes.append(Code(codes[0], issued, self.now))
        flow.tries = 0

    def waiting(self, parent):
        return len(self.world.codes(parent.email))

    @rule(who=WHO, at=PLACES, upper=st.booleans(), delay=DELAYS, key=KEYS)
    def start(self, who, at=ADDRESSES[0], upper=False, delay=0, key=None):
        parent, before = self.parents[who], self.waiting(self.parents[who])
        local, _, domain = parent.email.partition("@")
        email = f"{local.upper()}@{domain}" if upper else parent.email
        typed = f" {local.upper()}@Example.COM" if upper else email
        started = self.post("start_flow", (typed, "fr"), lambda: parent.send(at, self.now), key=key, at=at)
        if started is None:
            assert self.waiting(parent) == before
            return
        assert (started.expires_in, started.resend_in) == (LIMITS["flow_ttl"], LIMITS["resend_wait"])
        assert (started.code_expires_in, started.delivery) == (LIMITS["code_ttl"], "queued")
        flow = Flow(started.flow_token, "flow", self.now, self.now, parent=parent, email=email)
        self.kept.life = flow
        self.arrived(flow, before, delay)
        self.flows.insert(0, flow)

    @rule(who=WHO, at=PLACES, times=TIMES)
    def start_some(self, who, at, times):
        for _ in range(times):
            self.start(who, at)

    @precondition(lambda self: self.flows)
    @rule(which=WHICH, at=PLACES, delay=DELAYS, key=KEYS)
    def resend(self, which, at, delay, key):
        flow = self.flow(which)
        before = self.waiting(flow.parent)
        sent = self.post(
            "resend", (), lambda: flow.parent.resend(flow, at, self.now), key=key, at=at, life=flow
        )
        if sent is None:
            assert self.waiting(flow.parent) == before
            return
        assert sent.expires_in == flow.made + LIMITS["flow_ttl"] - self.now
        assert (sent.resend_in, sent.code_expires_in) == (LIMITS["resend_wait"], LIMITS["code_ttl"])
        self.arrived(flow, before, delay)

    @precondition(lambda self: self.flows)
    @rule(
        which=WHICH,
        entered=st.sampled_from(["right", "right", "older", "another flow's", "short"]),
        at=PLACES,
        key=KEYS,
    )
    def verify(self, which=0, entered="right", at=ADDRESSES[0], key=None):
        flow = self.flow(which)
        own = [code.digits for code in flow.codes]
        others = [one.codes[-1].digits for one in self.flows if one.codes[-1].digits not in own]
        wrong = next(code for code in map("{:06d}".format, range(99)) if code not in own)
        entry = {
            "right": own[-1],
            "wrong": wrong,
            "older": own[0],
            "another flow's": (others or [wrong])[-1],
            "short": own[-1][:5],
        }[entered]
        verified = self.post(
            "verify",
            (entry,),
            lambda: flow.parent.verify(flow, entry, at, self.now),
            key=key,
            at=at,
            life=flow,
        )
        if verified:
            assert (verified.state, verified.account) == ("email_verified", flow.account)

    @precondition(lambda self: self.flows)
    @rule(which=WHICH, at=PLACES, times=TIMES)
    def guess_codes(self, which, at, times):
        for _ in range(times):
            self.verify(which, "wrong", at)

    @precondition(lambda self: self.flows)
    @rule(
        which=WHICH,
        chosen=st.sampled_from([*PASSWORDS, "short", "near"]),
        same=st.sampled_from([True, True, False]),
        key=KEYS,
    )
    def set_password(self, which=0, chosen=PASSWORDS[0], same=True, key=None):
        flow = self.flow(which)
        near = flow.parent.email.partition("@")[0].partition("+")[0].capitalize() + "$Kx"
        password = {"short": "Kx7$v", "near": near}.get(chosen, chosen)
        unmet = {"short": "too_short", "near": "too_close_to_account"}.get(chosen)
        same = same or unmet is not None
        told = len(self.world.subjects(flow.parent.email))
        opened = self.post(
            "set_password",
            (password, password if same else password + "x"),
            lambda: flow.parent.set_password(flow, unmet, same=same),
            key=key,
            life=flow,
        )
        if opened:
            made = flow.parent.completed(flow, password)
            if made:
                flow.parent.account.made = self.now
            assert opened.created == made
            assert len(self.world.subjects(flow.parent.email)) == told + (not made)
            self.signed_in(flow.parent, opened)

    @precondition(lambda self: self.flows)
    @rule(which=WHICH)
    def cancel(self, which):
        flow = self.flow(which)
        expected = flow.used(self.now) or ("flow_complete" if flow.state == "complete" else None)
        self.answer(expected, self.services[ADDRESSES[0]].cancel_flow, flow.token)
        flow.gone = flow.gone or expected is None

    def signed_in(self, parent, opened):
        assert opened.expires_in == LIMITS["session_ttl"]
        session = Life(opened.session_token, "session", self.now, self.now)
        self.kept.life = session
        parent.account.sessions.append(session)
        self.sessions.insert(0, (parent, session))

    @rule(who=WHO, password=TRIED, at=PLACES, key=KEYS)
    def sign_in(self, who, password, at, key=None):
        parent = self.parents[who]
        opened = self.post(
            "sign_in", (parent.email, password), lambda: parent.sign_in(password, self.now), key=key, at=at
        )
        if opened:
            assert not opened.created
            self.signed_in(parent, opened)

    @rule(who=WHO, times=TIMES, at=PLACES)
    def guess_passwords(self, who, times, at):
        for _ in range(times):
            self.sign_in(who, "neither", at)

    @precondition(lambda self: self.sessions)
    @rule(which=WHICH)
    def sign_out(self, which):
        _, session = self.session(which)
        refused = session.over(self.now)
        self.answer(refused, self.services[ADDRESSES[0]].sign_out, session.token)
        session.gone = session.gone or refused is None

    @precondition(lambda self: self.sessions)
    @rule(which=WHICH, language=st.sampled_from([None, "en", "fr-CA", "no tag"]))
    def look_at_the_account(self, which, language):
        """And choose another language for mails."""
        parent, session = self.session(which)
        service, refused = self.services[ADDRESSES[0]], session.used(self.now)
        if language is None:
            shown = self.answer(refused, service.account, session.token)
        else:
            refused = refused or ("malformed" if " " in language else None)
            shown = self.answer(refused, service.set_language, session.token, language)
        if shown:
            parent.account.language = language[:2] if language else parent.account.language
            made = datetime.datetime.fromtimestamp(parent.account.made, datetime.UTC)
            assert (shown.email, shown.language) == (parent.account.email, parent.account.language)
            assert shown.created_at == f"{made:%Y-%m-%dT%H:%M:%SZ}"

    @precondition(lambda self: self.sessions)
    @rule(which=WHICH, password=TRIED, really=st.sampled_from([True, False, False]))
    def delete_account(self, which, password, really):
        if not really:
            return  # most parents stay
        parent, session = self.session(which)
        expected = session.used(self.now) or parent.erase(password, self.now)
        self.answer(expected, self.services[ADDRESSES[0]].delete_account, session.token, password)

    @invariant()
    def the_newest_flows_are_the_models(self):
        """Reading them is no activity."""
        for flow, at in zip(self.flows[:2], ADDRESSES, strict=False):
            state = self.answer(flow.over(self.now), self.services[at].flow, flow.token)
            if state is None:
                continue
            assert (state.state, state.account, state.delivery) == (flow.state, flow.account, "sent")
            waits = (0, 0)
            if flow.state == "code_sent":
                left = max(0, flow.codes[-1].ends() - self.now)
                waits = (flow.parent.resend_in(flow, at, self.now), left)
            assert (state.resend_in, state.code_expires_in) == waits
