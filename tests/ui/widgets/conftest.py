"""A screen with the widgets under test, as the screens of the journey hold them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from mozaik_tui.ui import themes
from mozaik_tui.ui.hardening import SafeApp
from mozaik_tui.ui.keys import bindings
from mozaik_tui.ui.widgets.in_sight import Still


class Stage(Still, Screen[None], inherit_bindings=False):
    """The body of a screen, with its tab order."""

    BINDINGS = bindings(("next_field",))

    def __init__(self, widgets: tuple[Widget, ...], outside: tuple[Widget, ...]) -> None:
        super().__init__()
        self._widgets = widgets
        self._outside = outside

    def compose(self) -> ComposeResult:
        with VerticalScroll(*self._widgets, id="body", can_focus=False):
            pass
        yield from self._outside


class Show(SafeApp):
    """Shows widgets and keeps the messages that reach it."""

    def __init__(self, *widgets: Widget, outside: tuple[Widget, ...] = (), theme: str = themes.DARK) -> None:
        super().__init__(theme=theme)
        self._stage = Stage(widgets, outside)
        self.heard: list[Message] = []

    def get_default_screen(self) -> Stage:
        return self._stage

    async def on_event(self, event: Message) -> None:  # type: ignore[override]
        await super().on_event(event)

    def post_message(self, message: Message) -> bool:
        self.heard.append(message)
        return super().post_message(message)

    def told(self, kind: type[Message]) -> list[Message]:
        """The messages of exactly one class that bubbled up to the app."""
        return [message for message in self.heard if type(message) is kind]

    def seen(self) -> list[str]:
        """The screen as text."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


@pytest.fixture
def show() -> Callable[..., Show]:
    return Show
