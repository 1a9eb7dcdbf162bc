"""A small model of the contract: what every call of a parent must answer, without a database, a hash or a mail
(account-service.md). The state machine asks it before it asks a service. It knows nothing of our code.

Calls are about a token that lives: :meth:`Life.used` was asked first. They answer a refusal, or ``None``
where the call is done.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from .model_counts import DAY, HOUR, LIMITS, Failures, Life, Refused, Window, window


@dataclass
class Code:
    """One code of a flow, in seconds since the epoch: when it was made, and when it was handed over."""

    digits: str
    issued: float
    handed_over: float

    def ends(self) -> float:
        lasting = max(self.issued + LIMITS["code_ttl"], self.handed_over + LIMITS["code_after_handover"])
        return min(self.issued + LIMITS["code_ttl_cap"], lasting)


@dataclass
class Flow(Life):
    """One flow: its codes, the newest last, and the tries that the newest one has cost."""

    parent: Parent | None = None
    email: str = ""
    state: str = "code_sent"
    account: str | None = None
    tries: int = 0
    codes: list[Code] = field(default_factory=list)

    def resend_wait(self, now: float) -> float:
        return max(0, self.codes[-1].issued + LIMITS["resend_wait"] - now)


@dataclass
class Mailbox:
    """What was sent: per address of callers, and from all."""

    hour: dict[str, Window] = field(default_factory=lambda: defaultdict(lambda: window("sends_hour", HOUR)))
    day: dict[str, Window] = field(default_factory=lambda: defaultdict(lambda: window("sends_day", DAY)))
    everyone: Window = field(default_factory=lambda: window("sends_day_all", DAY))
    locked_until: dict[str, float] = field(default_factory=dict)

    def lock(self, address: str, now: float) -> float:
        """The longest lock that has begun."""
        if now >= self.locked_until.get(address, math.inf):
            del self.locked_until[address]
            self.hour[address].count = 0
        hourly = self.locked_until.get(address, now) - now
        return max(hourly, self.day[address].left(now), self.everyone.left(now))

    def take(self, address: str, now: float) -> Refused | None:
        if self.hour[address].left(now):
            self.locked_until[address] = now + LIMITS["send_lock"]
            return Refused("send_locked", {"retry_after": LIMITS["send_lock"]})
        for one in (self.hour[address], self.day[address], self.everyone):
            one.take(now)
        return None


@dataclass
class Account:
    """What one has after signing up. ``family``: the children as linked, in order, by pupil."""

    email: str
    password: str
    language: str
    made: float = 0.0
    family: dict[str, object] = field(default_factory=dict)
    sessions: list[Life] = field(default_factory=list)


@dataclass
class Parent:
    """One e-mail: what is counted on it, and its account while there is one."""

    email: str
    mailbox: Mailbox
    wrong: dict[str, Window] = field(default_factory=lambda: defaultdict(lambda: window("email_tries", DAY)))
    wrong_everywhere: Window = field(default_factory=lambda: window("email_tries_all", DAY))
    failures: Failures = field(default_factory=Failures)
    misses: tuple[Window, Window] = field(
        default_factory=lambda: (window("child_fails_hour", HOUR), window("child_fails_day", DAY))
    )
    account: Account | None = None

    # -- codes ---------------------------------------------------------------------------------------
    def wrong_lock(self, address: str, now: float) -> float:
        return max(self.wrong[address].left(now), self.wrong_everywhere.left(now))

    def send(self, address: str, now: float, wait: float = 0) -> Refused | None:
        """Send a code, if no lock stands in the way; of two the longer is told."""
        locks = {
            "email_locked": self.wrong_lock(address, now),
            "send_locked": self.mailbox.lock(address, now),
            "resend_too_soon": wait,
        }
        longest = max(locks, key=lambda name: locks[name])
        if locks[longest] > 0:
            return Refused(longest, {"retry_after": math.ceil(locks[longest])})
        return self.mailbox.take(address, now)

    def resend(self, flow: Flow, address: str, now: float) -> Refused | None:
        if flow.state != "code_sent":
            return Refused("flow_complete" if flow.state == "complete" else "code_used")
        return self.send(address, now, flow.resend_wait(now))

    def resend_in(self, flow: Flow, address: str, now: float) -> int:
        own, sends = flow.resend_wait(now), self.mailbox.lock(address, now)
        return math.ceil(max(own, sends, self.wrong_lock(address, now)))

    def verify(self, flow: Flow, entry: str, address: str, now: float) -> Refused | None:
        locked = math.ceil(self.wrong_lock(address, now))
        cases = {
            "flow_complete": flow.state == "complete",
            "code_malformed": len(entry) != 6,
            "code_used": flow.state == "email_verified",
            "email_locked": locked > 0,
            "code_superseded": entry in [code.digits for code in flow.codes[:-1]],
            "code_expired": now >= flow.codes[-1].ends(),
            "code_locked": flow.tries >= LIMITS["code_tries"],
        }
        figures = {
            "email_locked": {"retry_after": locked},
            "code_locked": {"retry_after": self.resend_in(flow, address, now)},
        }
        word = next((name for name, holds in cases.items() if holds), None)
        if word is not None:
            return Refused(word, figures.get(word, {}))
        if entry == flow.codes[-1].digits:
            flow.state, flow.account = "email_verified", "existing" if self.account else "new"
            return None
        flow.tries += 1
        counted = (self.wrong[address], self.wrong_everywhere)
        for one in counted:
            one.take(now)
        left = min(LIMITS["code_tries"] - flow.tries, *(one.most - one.count for one in counted))
        return Refused("code_invalid", {"tries_left": left})

    # -- passwords -----------------------------------------------------------------------------------
    def set_password(self, flow: Flow, unmet: str | None, *, same: bool) -> Refused | None:
        """Whether the flow may set a password that misses this rule; :meth:`completed` follows."""
        if flow.state != "email_verified":
            return Refused("flow_complete" if flow.state == "complete" else "email_not_verified")
        if unmet:
            return Refused("password_refused", {"unmet": (unmet,)})
        if not same:
            return Refused("password_mismatch")
        taken = flow.account == "new" and self.account is not None
        return Refused("account_exists") if taken else None

    def completed(self, flow: Flow, password: str) -> bool:
        """The flow set this password; whether it made the account."""
        made = self.account is None
        if self.account is None:
            self.account = Account(flow.email, password, "fr")
        flow.state, self.failures, self.account.password = "complete", Failures(), password
        self.end_sessions()
        return made

    def end_sessions(self) -> None:
        for session in self.account.sessions if self.account else ():
            session.gone = True

    def sign_in(self, password: str, now: float) -> Refused | None:
        if self.failures.left(now):
            return Refused("sign_in_locked", {"retry_after": math.ceil(self.failures.left(now))})
        if self.account is None or password != self.account.password:
            self.failures.strike(now)
            return Refused("sign_in_failed")
        self.failures = Failures()
        return None

    def erase(self, password: str, now: float) -> Refused | None:
        refused = self.sign_in(password, now)
        if refused is None:
            self.end_sessions()
            self.account = None
        return refused
