"""What a command is given: its operands and options, the settings when it asks for them, and where to
speak.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mozaik_tui.language import Pair, Translator
    from mozaik_tui.settings import Settings

OF_SETTINGS = ("config", "service", "database", "data-dir", "language", "terminal", "plain")


class Invocation:
    """One command of one run. ``options`` by name without dashes; the value of a flag is empty.

    ``stack`` is closed when the command ends: what a command opens and must give back goes there.
    """

    def __init__(
        self, operands: tuple[str, ...], options: Mapping[str, str], environ: Mapping[str, str]
    ) -> None:
        self.operands = operands
        self.options = options
        self.environ = environ
        self.stack = ExitStack()

    @cached_property
    def settings(self) -> Settings:
        """The settings, read when first asked for; raises :class:`~mozaik_tui.settings.SettingsError`.

        With ``--practice`` the data directory is a new one that is removed with the run. A password in
        ``--database`` is taken with a warning on stderr (command-line.md).
        """
        from mozaik_tui.settings import load
        from mozaik_tui.settings.checks import holds_password

        given = {name: text for name, text in self.options.items() if name in OF_SETTINGS}
        settings = load(self.environ, given, practice="practice" in self.options)
        if "database" in given and holds_password(given["database"]):
            self.warn(self.words.text("command.password_in_arguments"))
        if settings.throwaway:
            from tempfile import TemporaryDirectory

            folder = TemporaryDirectory(prefix="mozaik-practice-", ignore_cleanup_errors=True)
            settings = settings._replace(data_dir=Path(self.stack.enter_context(folder)))
        return settings

    @property
    def settings_without_keyring(self) -> Settings:
        """The settings of a run that needs no secret: the system keyring is not asked for one."""
        from mozaik_tui.settings import load

        given = {name: text for name, text in self.options.items() if name in OF_SETTINGS}
        return load(self.environ, given, keyring=False)

    @cached_property
    def speech(self) -> Pair:
        """French and the language of ``--language`` or ``MOZAIK_LANGUAGE``; only French when none is asked
        for.
        """
        from mozaik_tui.commands.tongue import lead_tag
        from mozaik_tui.language import Pair

        return Pair(lead_tag(self.options, self.environ))

    @property
    def words(self) -> Translator:
        """The language that a command's one line is written in."""
        return self.speech.lead

    def say(self, line: str) -> None:
        """Write a line on stdout."""
        print(line)

    def warn(self, line: str) -> None:
        """Write a line on stderr that does not end the command."""
        print(f"mozaik-tui: {line}", file=sys.stderr)

    def tabulate(self, rows: Iterable[tuple[str, object]]) -> None:
        """Names and values: in two columns on a terminal, ``name<TAB>value`` into a pipe
        (command-line.md).
        """
        pairs = [(name, str(value)) for name, value in rows]
        if sys.stdout.isatty():
            width = max((len(name) for name, _ in pairs), default=0)
            pairs = [(f"{name:<{width}} ", value) for name, value in pairs]
            for name, value in pairs:
                print(f"{name} {value}")
        else:
            for name, value in pairs:
                print(f"{name}\t{value}")
