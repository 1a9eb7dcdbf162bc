"""What the model counts with: budgets, locks and lives of tokens, as account-service.md (Rules) has them."""

from __future__ import annotations

from dataclasses import dataclass, field

DAY, HOUR = 86400, 3600
LIMITS = {
    "code_ttl": 300,
    "code_ttl_cap": 400,
    "code_after_handover": 350,
    "code_tries": 3,
    "email_tries": 4,
    "email_tries_all": 6,
    "resend_wait": 60,
    "sends_hour": 4,
    "sends_day": 6,
    "sends_day_all": 9,
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
    "child_fails_day": 3,
    "guardians": 2,
    "children": 2,
}
"""The limits of the services that the model is held against: small enough to be met."""


@dataclass(frozen=True)
class Refused:
    """The word of a refusal and the figures that must come with it."""

    code: str
    figures: dict[str, object] = field(default_factory=dict)


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


def window(name: str, length: float) -> Window:
    return Window(LIMITS[name], length)


@dataclass
class Life:
    """A token that lives so long, and so long without activity; a day after its end it is forgotten."""

    token: str
    kind: str
    made: float
    active: float = 0.0
    gone: bool = False

    def end(self) -> float:
        return min(self.made + LIMITS[f"{self.kind}_ttl"], self.active + LIMITS[f"{self.kind}_idle"])

    def over(self, now: float) -> str | None:
        """The refusal of the token, if any."""
        if self.gone or now >= self.end() + DAY:
            return "unauthenticated"
        return f"{self.kind}_expired" if now >= self.end() else None

    def used(self, now: float) -> str | None:
        """The same, for a call that counts as activity."""
        refused = self.over(now)
        if refused is None:
            self.active = now
        return refused


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
