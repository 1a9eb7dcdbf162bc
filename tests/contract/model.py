"""A small model of the contract for one parent: what every call must answer, without a database, a hash or a
mail (account-service.md, Rules). The state machine asks it before it asks a service.
"""

from __future__ import annotations

from dataclasses import dataclass, field

DAY, HOUR = 86400, 3600
LIMITS = {
    "code_ttl": 300,
    "code_ttl_cap": 300,
    "code_tries": 3,
    "email_tries": 7,
    "email_tries_all": 9,
    "resend_wait": 60,
    "sends_hour": 4,
    "sends_day": 8,
    "sends_day_all": 8,
    "send_lock": 900,
    "mail_minute": 10**6,
    "flow_ttl": 1500,
    "flow_idle": 700,
    "session_ttl": 5000,
    "session_idle": 1000,
    "sign_in_tries": 3,
    "sign_in_lock": 60,
    "sign_in_lock_max": 240,
    "child_fails_hour": 2,
    "child_fails_day": 4,
    "children": 2,
}
"""The limits of the services that it is held against: small enough to be met."""


@dataclass
class Window:
    """So many of a thing in a while, which begins with the first one."""

    most: int
    length: float
    count: int = 0
    since: float = 0.0

    def left(self, now: float) -> float:
        """Seconds until one can be taken; 0 when one can."""
        if now >= self.since + self.length:
            self.count = 0
        return self.since + self.length - now if self.count >= self.most else 0

    def take(self, now: float) -> None:
        self.left(now)
        if not self.count:
            self.since = now
        self.count += 1


@dataclass
class Life:
    """A token that lives so long, and so long without activity; a day after its end it is forgotten."""

    token: str
    kind: str
    made: float
    active: float = 0.0
    gone: bool = False

    def over(self, now: float) -> str | None:
        """The refusal of the token, if any."""
        end = min(self.made + LIMITS[f"{self.kind}_ttl"], self.active + LIMITS[f"{self.kind}_idle"])
        if self.gone or now >= end + DAY:
            return "unauthenticated"
        return f"{self.kind}_expired" if now >= end else None

    def used(self, now: float) -> str | None:
        """The same, for a call that counts as activity."""
        refused = self.over(now)
        if refused is None:
            self.active = now
        return refused


@dataclass
class Flow(Life):
    """One flow: its codes with the times when they were sent, the newest last."""

    sent: float = 0.0
    state: str = "code_sent"
    account: str | None = None
    tries: int = 0
    codes: list[tuple[str, float]] = field(default_factory=list)


@dataclass
class Failures:
    """Sign-ins that failed: from the last try on they lock, each time for twice as long."""

    count: int = 0
    last: float = 0.0
    length: float = 0.0
    until: float = 0.0

    def left(self, now: float) -> float:
        """Seconds that the lock lasts."""
        return max(0.0, self.until - now)

    def strike(self, now: float) -> None:
        if self.count and now >= self.last + DAY:
            self.count = 0
        self.count, self.last = self.count + 1, now
        if self.count >= LIMITS["sign_in_tries"]:
            first = self.count == LIMITS["sign_in_tries"]
            self.length = (
                LIMITS["sign_in_lock"] if first else min(self.length * 2, LIMITS["sign_in_lock_max"])
            )
            self.until = now + self.length


@dataclass
class Parent:
    """One e-mail: what was counted on it, and its account while there is one (``password``)."""

    wrong: Window = field(default_factory=lambda: Window(LIMITS["email_tries"], DAY))
    day: Window = field(default_factory=lambda: Window(LIMITS["sends_day"], DAY))
    hour: Window = field(default_factory=lambda: Window(LIMITS["sends_hour"], HOUR))
    locked_until: float | None = None
    failures: Failures = field(default_factory=Failures)
    misses: tuple[Window, Window] = field(
        default_factory=lambda: (
            Window(LIMITS["child_fails_hour"], HOUR),
            Window(LIMITS["child_fails_day"], DAY),
        )
    )
    flows: list[Flow] = field(default_factory=list)
    sessions: list[Life] = field(default_factory=list)
    password: str | None = None
    family: dict[str, str] = field(default_factory=dict)
    """The linked children, in order: which pupil, and the link's id."""

    # -- sends ---------------------------------------------------------------------------------------
    def send_lock(self, now: float) -> float:
        """The longest lock of sends that has begun."""
        if self.locked_until is not None and now >= self.locked_until:
            self.hour.count, self.locked_until = 0, None
        hour = 0 if self.locked_until is None else self.locked_until - now
        return max(hour, self.day.left(now))

    def send(self, now: float, wait: float = 0) -> str | None:
        """The refusal of a send; counts it when there is none."""
        locks = {
            "email_locked": self.wrong.left(now),
            "send_locked": self.send_lock(now),
            "resend_too_soon": wait,
        }
        worst = max(locks, key=lambda name: locks[name])
        if locks[worst] > 0:
            return worst
        if self.hour.left(now):
            self.locked_until = now + LIMITS["send_lock"]
            return "send_locked"
        self.hour.take(now)
        self.day.take(now)
        return None

    def resend(self, flow: Flow, now: float) -> str | None:
        if refused := self._entered(flow, now):
            return refused
        if flow.state == "email_verified":
            return "code_used"
        return self.send(now, max(0, flow.sent + LIMITS["resend_wait"] - now))

    def resend_in(self, flow: Flow, now: float) -> float:
        own = flow.sent + LIMITS["resend_wait"] - now
        return max(0, own, self.wrong.left(now), self.send_lock(now))

    # -- the flow ------------------------------------------------------------------------------------
    def _entered(self, flow: Flow, now: float) -> str | None:
        return flow.used(now) or ("flow_complete" if flow.state == "complete" else None)

    def cancel(self, flow: Flow, now: float) -> str | None:
        refused = self._entered(flow, now)
        flow.gone = flow.gone or refused is None
        return refused

    def verify(self, flow: Flow, entry: str, now: float) -> str | None:
        (right, issued), older = flow.codes[-1], [code for code, _ in flow.codes[:-1]]
        if refused := self._entered(flow, now):
            return refused
        cases = {
            "code_malformed": len(entry) < 6,
            "code_used": flow.state == "email_verified",
            "email_locked": self.wrong.left(now) > 0,
            "code_superseded": entry in older,
            "code_expired": now >= issued + LIMITS["code_ttl"],
            "code_locked": flow.tries >= LIMITS["code_tries"],
        }
        if refused := next((name for name, holds in cases.items() if holds), None):
            return refused
        if entry == right:
            flow.state, flow.account = "email_verified", "existing" if self.password else "new"
            return None
        flow.tries += 1
        self.wrong.take(now)
        return "code_invalid"

    def tries_left(self, flow: Flow) -> int:
        return min(LIMITS["code_tries"] - flow.tries, self.wrong.most - self.wrong.count)

    def set_password(self, flow: Flow, password: str, *, same: bool, now: float) -> str | None:
        """Nothing is changed where it is refused; else :meth:`opened` follows."""
        return self._entered(flow, now) or next(
            (
                name
                for name, holds in {
                    "email_not_verified": flow.state == "code_sent",
                    "password_mismatch": not same,
                    "account_exists": flow.account == "new" and self.password is not None,
                }.items()
                if holds
            ),
            None,
        )

    def completed(self, flow: Flow, password: str) -> bool:
        """The flow set this password; whether it made the account."""
        made = self.password is None
        flow.state, self.password = "complete", password
        self.failures = Failures()
        self.end_sessions()
        return made

    # -- the account ---------------------------------------------------------------------------------
    def end_sessions(self) -> None:
        for session in self.sessions:
            session.gone = True

    def sign_in(self, password: str, now: float) -> str | None:
        if self.failures.left(now):
            return "sign_in_locked"
        if password != self.password:
            self.failures.strike(now)
            return "sign_in_failed"
        self.failures = Failures()
        return None

    def erase(self, session: Life, password: str, now: float) -> str | None:
        refused = session.used(now) or self.sign_in(password, now)
        if refused is None:
            self.end_sessions()
            self.password, self.family = None, {}
        return refused

    def add_child(self, session: Life, pupil: str | None, now: float) -> str | None:
        """``pupil``: none where the form matches nobody. A child that is linked already is no refusal."""
        if refused := session.used(now):
            return refused
        if pupil in self.family:
            return None
        if self.child_lock(now):
            return "child_locked"
        if len(self.family) >= LIMITS["children"]:
            return "too_many_children"
        if pupil is None:
            for window in self.misses:
                window.take(now)
            return "child_no_match"
        return None

    def child_lock(self, now: float) -> float:
        return max(window.left(now) for window in self.misses)

    def remove_child(self, session: Life, link: str, now: float) -> str | None:
        if refused := session.used(now):
            return refused
        pupil = next((one for one, known in self.family.items() if known == link), None)
        return "not_found" if self.family.pop(pupil, None) is None else None
