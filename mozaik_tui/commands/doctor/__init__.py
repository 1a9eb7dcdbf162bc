"""``mozaik-tui doctor``: checks what the assistant stands on and says how to mend what is wrong
(command-line.md). One file a subject; :mod:`.looks` has them in order.

It only looks: it makes no directory, no key and no table, sends no mail and reads nobody's data.
"""

from __future__ import annotations

from mozaik_tui.commands.doctor.looks import findings
from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation


def run(call: Invocation) -> int:
    """Print what was found, one line a look; 1 when something is to be mended."""
    words = call.words
    found = list(findings(call.settings, dict(call.environ)))
    marks = {True: words.text("command.doctor.well"), False: words.text("command.doctor.ill")}
    call.tabulate((one.name, f"{marks[one.well]} – {words.text(one.key, **one.figures)}") for one in found)
    if ill := sum(not one.well for one in found):
        raise CommandError("command.doctor.to_mend", count=ill)
    return 0
