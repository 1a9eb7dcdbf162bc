"""Starts the console (command-line.md, ``support``)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..guide.assembly import assembled_guide
from ..guide.run_of_guide import Guide
from ..language.terminals.asking import Asked
from ..language.terminals.here import here
from ..language.terminals.memory import Memory
from .desk import Desk
from .keeping import Keeping
from .telling import Tongues

if TYPE_CHECKING:
    from ..settings import Settings

STAFF_TAGS = ("fr", "en")
"""The languages that the console itself speaks."""


@contextmanager
def desk_of(settings: Settings) -> Iterator[Desk | None]:
    """The agent's end at the configured service; ``None`` where none is: the console then works alone."""
    if settings.service.embedded:
        yield None
        return
    from ..account.http.help_client import RemoteHelp

    url = settings.service.url
    line = RemoteHelp(url, settings.service.token)
    try:
        yield Desk(line, Keeping(url))
    finally:
        line.close()


def agents_guide(settings: Settings) -> Guide:
    """The guide that parents see, with the same steps file over ours; from its first step, since the agent tells the
    parent's language. Raises :class:`~mozaik_tui.settings.errors.SettingsError` when the file cannot be used.
    """
    return assembled_guide(settings._replace(language=STAFF_TAGS[0])).guide


def run(settings: Settings, *, plain: bool) -> int:
    """0 when it is closed, 1 when the input ends early."""
    tag = settings.language if settings.language in STAFF_TAGS else STAFF_TAGS[0]
    words = Tongues(tag, STAFF_TAGS[0])
    guide = agents_guide(settings)
    with desk_of(settings) as desk:
        if not plain:
            from ..ui.environment import remove_switches

            remove_switches(os.environ)
            asked = Asked(sys.stdin.fileno(), os.environ)  # it answers while the interface is loaded
            try:
                from ..ui.terminal_widths import install
                from ..ui.themes import theme_name
                from .app import ConsoleApp
            finally:
                replies = asked.replies()
            terminal = here(settings.terminal, replies, os.environ, Memory(settings.data_dir))
            install(terminal.marks)
            app = ConsoleApp(
                words, desk, guide, theme=theme_name(settings.interface.theme, os.environ), terminal=terminal
            )
            app.run()
            return app.return_code or 0
        from ..plain.console import Console, EndOfInput
        from .console import PlainConsole

        try:
            PlainConsole(words, Console(), desk, guide).run()
        except EndOfInput:
            print(words.text("plain.ended_early"), file=sys.stderr)
            return 1
    return 0
