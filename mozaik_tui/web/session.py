"""One session of the page, in a process of its own: ``python -m mozaik_tui.web.session`` with the program's options.

The full screen speaks textual-serve's packets; with ``--plain`` lines go in and out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from ..kiosk.lockdown import die_with, no_dumps
from ..plain.console import Console, EndOfInput
from ..policy import BROWSER

if TYPE_CHECKING:
    from ..settings import Settings

HIDDEN = "\x0e"
"""Before a prompt whose answer is not to be shown: the page then hides what is typed."""


class MarkedConsole(Console):
    """Says to the page when an answer is a secret. A browser heeds the signs that keep a date whole, and hides them."""

    def ask(self, *, secret: bool = False) -> str:
        """The next line."""
        if secret:
            print(HIDDEN, end="", file=self._sink)
        return super().ask()


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


def main(argv: Sequence[str]) -> int:
    """Run the session that the options ask for."""
    from ..commands.arguments import parse
    from ..commands.invocation import Invocation
    from ..commands.start import end_on_signals

    if os.name == "posix":
        no_dumps()
        die_with(os.getppid())
    parsed = parse(argv)
    call = Invocation((), parsed.options, os.environ)
    with call.stack, suppress(BrokenPipeError):
        if call.settings.plain:
            end_on_signals()
            return run_plain(call.settings)
        from ..ui.web.run import run

        return run(call.settings)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
