"""The clock of a screen that nobody looks after: an absent reader is asked, then what they typed is erased."""

from __future__ import annotations

from time import monotonic
from typing import Any, NamedTuple

from textual import events

from .idle_screen import IdleScreen
from .speaking import SpeakingApp

LOOK = 0.25
"""Seconds between two looks at the clock."""


class Idle(NamedTuple):
    """Seconds without a key before the countdown, and how long that runs."""

    quiet: float
    warning: float


class Watched(SpeakingApp):
    """To be put before an app. Where the policy has nobody watched, the clock does not run."""

    def __init__(self, *arguments: Any, idle: Idle, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.idle = idle
        self._touched = monotonic()
        self._untouched = True

    def on_ready(self) -> None:
        """The clock runs."""
        if self.policy.watched:
            self._touched = monotonic()
            self.set_interval(LOOK, self._look_at_clock)

    async def on_event(self, event: events.Event) -> None:
        """A key, a paste or a click is a sign of life. While the countdown is on, that is all it is."""
        if isinstance(event, events.Key | events.Paste | events.MouseDown) and not event.is_forwarded:
            self._touched, self._untouched = monotonic(), False
            if isinstance(self.screen, IdleScreen):
                self.screen.settle()
                return
        await super().on_event(event)

    def _look_at_clock(self) -> None:
        quiet = monotonic() - self._touched
        if self._untouched or quiet < self.idle.quiet:
            return
        left = self.idle.quiet + self.idle.warning - quiet
        if self.nothing_to_erase():
            self.begin_anew()
        elif left <= 0:
            self._untouched = True
            self.left_alone()
        elif isinstance(self.screen, IdleScreen):
            self.screen.tell(left)
        else:
            self.push_screen(IdleScreen(self.spoken, left))

    # -- what each says for itself
    def nothing_to_erase(self) -> bool:
        """Whether the first screen is on, with nothing over it."""
        raise NotImplementedError  # each has a first screen of its own

    def begin_anew(self) -> None:
        """The reader went away from the first screen: nothing is asked."""
        raise NotImplementedError  # a kiosk, a page and the guide each begin in their own way

    def left_alone(self) -> None:
        """The countdown is over: erase everything."""
        raise NotImplementedError  # what there is to erase is the front end's
