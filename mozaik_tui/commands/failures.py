"""One line for whatever ended a command: what happened, with its support number where there is one, never a
value.
"""

from __future__ import annotations

from mozaik_tui.account.contract import Refusal, ServiceFault
from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS, support_number
from mozaik_tui.settings.errors import SettingsError

FAILED, WRONG_USAGE = 1, 2


def explained(error: Exception, call: Invocation) -> tuple[str, int]:
    """The line and the exit code for ``error``; an unexpected one leaves a crash file and only its reference
    is told.
    """
    words = call.words
    if isinstance(error, CommandError):
        return words.text(error.key, **error.figures), error.exit_code
    if isinstance(error, SettingsError):
        return error.line(words), WRONG_USAGE if error.place.name.startswith("--") else FAILED
    if isinstance(error, BrokenPipeError):
        raise error
    if isinstance(error, Refusal | ServiceFault) and error.code in SUPPORT_NUMBERS:
        number = support_number(error.code)
        return words.text("command.refused", number=number, command=f"mozaik-tui explain {number}"), FAILED
    return words.text("command.unexpected", reference=_recorded(error, call)), FAILED


def _recorded(error: Exception, call: Invocation) -> str:
    """Write the crash file beside the data, where that can be done; the reference in any case."""
    from mozaik_tui import crash

    try:
        folder = call.settings.data_dir
    except Exception:  # the settings may be what broke
        return crash.reference(error)
    return crash.write(folder, error)
