"""Recorded journeys: what a parent does, told once, replayed through every front end against the real practice service."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mozaik_tui.account.contract import Practice, PracticeFamily
from mozaik_tui.session import Session

RECORDED = sorted(Path(__file__).with_name("recorded").glob("*.toml"))
QUIET = frozenset({"flow", "cancel_flow", "ready"})
"""Calls whose number depends on the clock: a screen watches the mail, a stop cancels."""


class Recorder:
    """An account service that writes down the name of each call before it passes it on."""

    def __init__(self, service: object) -> None:
        self._service = service
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name not in QUIET:
            self.calls.append(name)
        return getattr(self._service, name)


@dataclass(frozen=True)
class Act:
    """One thing that the parent does on a step, and what stands in the way then (``E-`` numbers)."""

    at: str
    type: dict[str, str] = field(default_factory=dict)
    find: str = ""
    choose: str = ""
    edit: str = ""
    back: bool = False
    resend: bool = False
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recording:
    """A whole journey with the calls that it makes."""

    name: str
    language: str
    calls: tuple[str, ...]
    acts: tuple[Act, ...]
    existing: str = ""
    """The password of the account that exists before the journey begins."""


def read(path: Path) -> Recording:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    acts = tuple(Act(**{**act, "refused": tuple(act.get("refused", ()))}) for act in told.pop("act"))
    return Recording(path.stem, told["language"], tuple(told["calls"]), acts, told.get("existing", ""))


def codes_of(practice: Practice, email: str) -> list[str]:
    """The codes that came, newest first."""
    found = (re.search(r"(?<!\d)\d{6}(?!\d)", mail.text) for mail in practice.mailbox(email))
    return [each.group() for each in found if each]


def newest_code(practice: Practice, email: str, mails: int = 1) -> str:
    """The code of the newest practice mail once so many are there; waits as one waits at a mailbox, not by the clock."""
    import time

    patience = time.monotonic() + 30
    while time.monotonic() < patience:
        codes = codes_of(practice, email)
        if len(codes) >= mails:
            return codes[0]
        time.sleep(0.01)
    raise TimeoutError("no mail")


class Filler:
    """Fills ``{family.email}``, ``{child0.last_name}``, ``{code}``, ``{wrong}`` in what is typed."""

    def __init__(self, session: Session, practice: Practice) -> None:
        self._session = session
        self._practice = practice
        self._family: PracticeFamily = practice.card()
        self.mails = 1 + len(codes_of(practice, self._family.email))
        """How many codes will have come: until then the newest mail is still the one before."""

    def __call__(self, text: str) -> str:
        if text in ("{code}", "{wrong}"):
            code = newest_code(self._practice, self._session.email_sent_to, self.mails)
            return code if text == "{code}" else f"{(int(code) + 1) % 1_000_000:06}"
        children = {f"child{n}": child for n, child in enumerate(self._family.children)}
        return text.format(family=self._family, **children)


def acts(recording: Recording) -> Iterator[tuple[Act, Act | None]]:
    """Each act with the one that follows it."""
    for n, act in enumerate(recording.acts):
        yield act, recording.acts[n + 1] if n + 1 < len(recording.acts) else None
