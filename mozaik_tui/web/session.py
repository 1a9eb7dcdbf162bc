"""One session of the page, in a process of its own: ``python -m mozaik_tui.web.session`` with the program's options.

The full screen speaks textual-serve's packets; with ``--plain`` lines go in and out. The word ``guide`` among the options
is for the guide, which asks no keyring, opens no service and writes no file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from ..commands.start import end_on_signals
from ..kiosk.lockdown import die_with, no_dumps
from ..plain.console import PROMPT, Console, EndOfInput
from ..policy import BROWSER

if TYPE_CHECKING:
    from ..commands.invocation import Invocation
    from ..guide.assembly import AssembledGuide
    from ..guide.sheet.content import Sheet
    from ..settings import Settings

HIDDEN = "\x0e"
"""Before a prompt whose answer is not to be shown: the page then hides what is typed."""

SHEET = "\x0f"
"""Before a line that is a file for the page's browser to save."""

LANGUAGE = "\x10"
"""Before a line that is the tag of the language from now on."""


class MarkedConsole(Console):
    """Says to the page what is a secret, what is a file, and which language comes. A browser heeds the signs that keep a
    date whole, and hides them.
    """

    _asked = ""
    """The prompt that waits for an answer, with its mark; nothing between two questions."""

    def ask(self, *, secret: bool = False) -> str:
        """The next line."""
        self._asked = f"{HIDDEN}{PROMPT}" if secret else PROMPT
        try:
            return super().ask()
        finally:
            self._asked = ""

    def _prompt(self) -> None:
        """As it was: a sentence of the help by phone comes in between, and a secret stays one."""
        print(self._asked, end="", file=self._sink, flush=True)

    def speaks(self, tag: str) -> None:
        """The voice of a screen reader is chosen by it."""
        print(f"{LANGUAGE}{tag}", file=self._sink, flush=True)

    def hand_over(self, file: str) -> None:
        """A file, as one line."""
        print(f"{SHEET}{file}", file=self._sink, flush=True)


def run_plain(settings: Settings) -> int:
    """The plain lines until the goodbye."""
    from ..assembly import assembled
    from ..plain.front import PlainFront

    with assembled(settings, BROWSER) as assembly:
        assembly.opening.begin()
        try:
            PlainFront(assembly.session, MarkedConsole(isolates=True)).run()
        except (EndOfInput, KeyboardInterrupt):
            assembly.session.leave()
    return 0


def run_plain_guide(assembled: AssembledGuide) -> int:
    """The guide's plain lines until it is closed."""
    from ..guide.plain import PlainGuide
    from ..guide.run_of_guide import Notice
    from ..guide.sheet.download import SENT, for_page

    console = MarkedConsole(isolates=True)
    front = PlainGuide(assembled.guide, console, assembled.languages)

    def to_page(sheet: Sheet, _where: str) -> Notice:
        console.hand_over(for_page(sheet))
        return SENT

    front.deliver = to_page
    with suppress(EndOfInput, KeyboardInterrupt):
        front.run()
    return 0


def run_guide(call: Invocation) -> int:
    """The guide, on the full screen or line by line."""
    from ..guide.assembly import assembled_guide

    assembled = assembled_guide(call.settings_without_keyring, BROWSER)
    if assembled.settings.plain:
        end_on_signals()
        return run_plain_guide(assembled)
    from ..guide.ui.run import run_on_page

    return run_on_page(assembled)


def run_assistant(call: Invocation) -> int:
    """The assistant, on the full screen or line by line."""
    if call.settings.plain:
        end_on_signals()
        return run_plain(call.settings)
    from ..ui.web.run import run

    return run(call.settings)


def main(argv: Sequence[str]) -> int:
    """Run the session that the options ask for."""
    from ..commands.arguments import parse
    from ..commands.invocation import Invocation

    if os.name == "posix":
        no_dumps()
        die_with(os.getppid())
    parsed = parse(argv)
    call = Invocation((), parsed.options, os.environ)
    with call.stack, suppress(BrokenPipeError):
        return run_guide(call) if parsed.command.name == "guide" else run_assistant(call)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
