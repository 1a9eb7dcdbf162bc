"""Look-alike domains (journey.md, E-mail): a slip of one key towards a provider used in Québec, and known
mix-ups.
"""

from __future__ import annotations

from .distance import one_slip_apart

PROVIDERS: tuple[str, ...] = (
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "yahoo.ca",
    "videotron.ca",
    "sympatico.ca",
    "icloud.com",
    "live.ca",
    "hotmail.ca",
    "hotmail.fr",
    "yahoo.fr",
    "outlook.fr",
    "live.com",
    "live.fr",
    "bell.net",
    "msn.com",
    "me.com",
    "cgocable.ca",
    "cogeco.ca",
    "globetrotter.net",
    "telus.net",
    "protonmail.com",
    "proton.me",
)
"""Offered when one slip away; of two that are as near, the earlier."""

REAL_LOOK_ALIKES = frozenset(
    {
        "mail.com",
        "email.com",
        "ymail.com",
        "hotmail.cl",
        "live.cl",
        "live.cn",
        "outlook.cl",
        "mac.com",
        "yahoo.cn",
    }
)
"""Mailbox providers of other places that stand one slip from ours: nothing is offered."""

PAIRS: dict[str, str] = {
    "videotron.com": "videotron.ca",
    "videotron.net": "videotron.ca",
    "sympatico.com": "sympatico.ca",
    "sympatico.net": "sympatico.ca",
    "gmail.ca": "gmail.com",
    "gmail.fr": "gmail.com",
    "gmail.qc.ca": "gmail.com",
    "gmail.net": "gmail.com",
    "google.com": "gmail.com",
    "icloud.ca": "icloud.com",
    "bell.com": "bell.net",
    "globetrotter.com": "globetrotter.net",
    "globetrotter.ca": "globetrotter.net",
    "telus.com": "telus.net",
}
"""Whole domains that are commonly written for another; none of them gives mailboxes to the public."""

BARE: dict[str, str] = {
    "gmail": "gmail.com",
    "hotmail": "hotmail.com",
    "outlook": "outlook.com",
    "yahoo": "yahoo.ca",
    "videotron": "videotron.ca",
    "sympatico": "sympatico.ca",
    "icloud": "icloud.com",
    "live": "live.ca",
    "msn": "msn.com",
    "bell": "bell.net",
    "cogeco": "cogeco.ca",
    "globetrotter": "globetrotter.net",
    "telus": "telus.net",
    "protonmail": "protonmail.com",
}
"""Providers written without their ending."""

SHORTEST_BARE_SLIP = 5
"""A bare name shorter than this is not corrected: too many words are one slip away."""


def likely_domain(domain: str) -> str | None:
    """The domain that was probably meant, or ``None``. ``domain`` is in lower case."""
    if domain in PROVIDERS or domain in REAL_LOOK_ALIKES:
        return None
    if domain in PAIRS:
        return PAIRS[domain]
    if "." in domain:
        return next((known for known in PROVIDERS if one_slip_apart(domain, known)), None)
    if domain in BARE or len(domain) < SHORTEST_BARE_SLIP:
        return BARE.get(domain)
    return next((full for bare, full in BARE.items() if one_slip_apart(domain, bare)), None)
