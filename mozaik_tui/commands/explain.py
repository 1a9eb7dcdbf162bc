"""``mozaik-tui explain E-214``: what a support number means and what to say to the parent
(command-line.md).
"""

from __future__ import annotations

import re

from mozaik_tui.commands.errors import CommandError, UsageError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.journey.rules.refusals import code_for, support_number
from mozaik_tui.language import Translator

_NUMBER = re.compile(r"\s*[Ee]?\s*[-–—]?\s*[0-9]{3}\s*")


def explanation(code: str, words: Translator) -> list[str]:
    """The lines on one number in one language: its number and meaning, then what to say."""
    return [
        f"{support_number(code)} ({code})",
        words.text("explain.heading.meaning"),
        f"  {words.text(f'explain.{code}.meaning')}",
        words.text("explain.heading.say"),
        f"  {words.text(f'explain.{code}.say')}",
    ]


def run(call: Invocation) -> int:
    """Explain the number in French, then in the language asked for when that is another."""
    (number,) = call.operands
    if not _NUMBER.fullmatch(number):
        raise UsageError("command.explain.malformed")
    code = code_for(number)
    if code is None:
        raise CommandError("command.explain.unknown")
    speech = call.speech
    lines = explanation(code, speech.french)
    if speech.lead is not speech.french:
        lines += ["", *explanation(code, speech.lead)]
    call.say("\n".join(lines))
    return 0
