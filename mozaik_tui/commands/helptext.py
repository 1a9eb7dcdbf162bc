"""The answer to ``--help``: French, then the language asked for (English when none is), from the table of
commands.
"""

from __future__ import annotations

from mozaik_tui.commands.table import COMMANDS, GLOBAL, Command, Option
from mozaik_tui.language.translator import Translator

WIDTH = 78


def _option(option: Option) -> str:
    return f"--{option.name}" + (f" {option.value}" if option.value else "")


def _usage(command: Command) -> str:
    options = [f"[{_option(option)}]" for option in command.options]
    return " ".join([command.name, *command.operands, *options])


def _rows(rows: list[tuple[str, str]]) -> list[str]:
    """Term, then what it means on a line of its own: fits in 80 columns, whatever the language."""
    lines = []
    for term, meaning in rows:
        lines += _folded(term)
        lines.append(f"      {meaning}")
    return lines


def _folded(term: str) -> list[str]:
    """A term on as many lines as it needs; an option stays beside its value."""
    lines = ["  "]
    for part in term.replace(" [", "\n[").split("\n"):
        if len(lines[-1]) + len(part) > WIDTH:
            lines.append("      ")
        lines[-1] += f"{part} "
    return [line.rstrip() for line in lines]


def help_of(words: Translator, asked: tuple[str, ...] = ()) -> str:
    """The help in one language: of the whole program, or of the command whose first words are ``asked``."""
    chosen = [command for command in COMMANDS if command.name.split()[: len(asked)] == list(asked[:2])]
    key, of_option = "command.help.", "command.help.option."
    lines = [words.text(f"{key}usage"), "", words.text(f"{key}commands")]
    if not asked:
        lines += _rows([("mozaik-tui", words.text(f"{key}start"))])
    lines += _rows([(_usage(one), words.text(f"{key}{one.name.replace(' ', '_')}")) for one in chosen])
    options = {option.name: option for command in chosen for option in command.options}
    both = [*([] if asked else GLOBAL), *options.values()]
    if both:
        lines += ["", words.text(f"{key}options")]
        lines += _rows([(_option(one), words.text(of_option + one.name.replace("-", "_"))) for one in both])
    return "\n".join(lines)


def help_text(tags: tuple[str, ...], asked: tuple[str, ...] = ()) -> str:
    """The help in each of ``tags``, one after the other."""
    return "\n\n".join(help_of(Translator(tag), asked) for tag in tags) + "\n"
