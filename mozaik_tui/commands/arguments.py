"""Reads the command line by the table of commands.

Its own few lines instead of argparse: options before or after the command alike, every message from the
catalogues, and never an echo of what was typed, which may be somebody's address (command-line.md: nothing
personal on stderr).
"""

from __future__ import annotations

from mozaik_tui.commands.errors import UsageError
from mozaik_tui.commands.table import COMMANDS, GLOBAL, START, Command, Option

TYPE_CHECKING = False  # `typing` is left out of what `--help` waits for; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHORT = {"-h": "--help"}


class Parsed:
    """What was asked for: the command, its operands, and the options by name (a flag's value is empty)."""

    __slots__ = ("command", "operands", "options")

    def __init__(self, command: Command, operands: tuple[str, ...], options: dict[str, str]) -> None:
        self.command = command
        self.operands = operands
        self.options = options


def _options() -> dict[str, Option]:
    """Every option of every command; one name means the same kind of option everywhere."""
    return {option.name: option for command in COMMANDS for option in (*GLOBAL, *command.options)}


def _split(argv: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Words and options of the line, in whatever order they stand."""
    known = _options()
    words: list[str] = []
    options: dict[str, str] = {}
    rest: Iterator[str] = iter(argv)
    for argument in rest:
        argument = SHORT.get(argument, argument)
        if argument == "--":
            words.extend(rest)
        elif not argument.startswith("-") or argument == "-":
            words.append(argument)
        else:
            name, equals, value = argument.removeprefix("--").partition("=")
            option = known.get(name) if argument.startswith("--") else None
            if option is None:
                raise UsageError("command.usage.unknown_option")
            if option.value is None and equals:
                raise UsageError("command.usage.flag_with_value", option=f"--{name}")
            if option.value is not None and not equals:
                value = next(rest, "")
            if option.value is not None and (not value or (value.startswith("--") and not equals)):
                raise UsageError("command.usage.value_missing", option=f"--{name}", value=option.value)
            options[name] = value
    return words, options


def _command(words: list[str]) -> tuple[Command, list[str]]:
    """The command that the first words name, and the words after it."""
    if not words:
        return START, []
    for command in COMMANDS:
        parts = command.name.split()
        if words[: len(parts)] == parts:
            return command, words[len(parts) :]
    group = [command.name.split()[1] for command in COMMANDS if command.name.startswith(f"{words[0]} ")]
    if group:
        raise UsageError("command.usage.unknown_part", command=words[0], parts=", ".join(group))
    raise UsageError("command.usage.unknown_command")


def parse(argv: Sequence[str]) -> Parsed:
    """What ``argv`` (without the program's name) asks for; :class:`UsageError` when it is nothing that we
    know.

    ``--help`` and ``--version`` are taken with a command of which the rest is missing: that is when they are
    asked.
    """
    words, options = _split(argv)
    if {"help", "version"} & options.keys():
        groups = {part for command in COMMANDS for part in (command.name, command.name.split()[0])}
        if not words or words[0] in groups:
            return Parsed(START, tuple(words), options)
    command, operands = _command(words)
    allowed = {option.name for option in (*GLOBAL, *command.options)}
    for name in options:
        if name not in allowed:
            raise UsageError("command.usage.not_of_this_command", option=f"--{name}")
    if len(operands) < len(command.operands):
        raise UsageError("command.usage.operand_missing", operand=command.operands[len(operands)])
    if len(operands) > len(command.operands):
        raise UsageError("command.usage.too_many_operands")
    return Parsed(command, tuple(operands), options)
