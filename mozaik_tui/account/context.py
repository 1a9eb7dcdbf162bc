"""What every rule of the service is given: where things are kept, the keys, the figures and the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mozaik_tui.account.assist.bell import Bell
from mozaik_tui.account.clock import Clock
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.limits import Limits

if TYPE_CHECKING:
    from mozaik_tui.account.store import Store


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a budget is counted on: the terminal where it is known, else the address (IPv4, or an IPv6 /64).

    Embedded, both are the machine (account-service.md, Terminals).
    """

    address: str = "machine"
    terminal: str | None = None

    @property
    def counted(self) -> str:
        """The one text that stands for this caller in a budget's key; no address equals a terminal's name."""
        return f"terminal:{self.terminal}" if self.terminal is not None else f"address:{self.address}"


def _nearest_language(tag: str) -> str:
    from mozaik_tui.language import nearest

    return nearest(tag)


def _nobody() -> None:
    """Nobody waits for new mail."""


@dataclass(frozen=True, slots=True)
class Context:
    """One open service. ``clock`` gives unix seconds and never goes back (:mod:`.clock`).

    ``nearest`` finds the offered language for a BCP 47 tag, ``ValueError`` when it is none. ``wake`` tells
    the mail workers, after a commit, that there may be something to do. ``bell`` rings for who follows an
    assist; ``live_help``: an agent can be on the other side.
    """

    store: Store
    keys: Keys
    limits: Limits
    clock: Clock
    refuse_common: bool = True
    nearest: Callable[[str], str] = _nearest_language
    wake: Callable[[], None] = _nobody
    bell: Bell = field(default_factory=Bell)
    live_help: bool = False
