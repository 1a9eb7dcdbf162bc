"""What is typed while a program starts counts: what came with the terminal's answers, and what comes before anything has the
focus. Textual would give the latter to nobody: of “2” and Enter the first was lost, and Enter took what was marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual._context import active_app
from textual.app import App
from textual.events import Event, Key, Paste

if TYPE_CHECKING:
    from ..language.terminals.here import Here


class TypedAhead:
    """Mixed into an app, before Textual's."""

    terminal: Here
    _early: list[Event] | None = None
    """What waits for the first screen; ``None`` once that is there."""

    async def _on_load(self) -> None:
        self._early = []

    async def on_event(self, event: Event) -> None:
        """Keep what nobody could take yet."""
        if self._early is not None and isinstance(event, Key | Paste) and not event.is_forwarded:
            self._early.append(_pressed(event))
        else:
            await cast("App[Any]", super()).on_event(event)

    async def _on_ready(self) -> None:
        """All of it in its order, and before what comes from now on."""
        early, self._early = self._early or [], None
        app = cast("App[Any]", self)
        for event in [*keys(app, self.terminal.typed), *early]:
            await app.on_event(event)


def _pressed(event: Event) -> Event:
    """``event``; a line's end as the Enter that it was before the full screen was on."""
    if not isinstance(event, Key) or event.key != "ctrl+j":
        return event
    enter = Key("enter", "\r")
    enter.set_sender(event._sender or active_app.get())
    return enter


def keys(app: App[Any], typed: bytes) -> list[Event]:
    """The keys in ``typed``, as if they were pressed now."""
    if not typed:
        return []
    from textual._xterm_parser import XTermParser

    parser = XTermParser()
    found = [message for text in (typed.decode("utf-8", "ignore"), "") for message in parser.feed(text)]
    for message in found:
        message.set_sender(app)
    return [_pressed(message) for message in found if isinstance(message, Event)]
