"""How a command ends badly: one line on stderr, from the catalogues (command-line.md, Exit codes)."""

from __future__ import annotations


class CommandError(Exception):
    """The command failed; ``key`` is the text that says why, with its figures. Ends with exit code 1."""

    exit_code = 1

    def __init__(self, key: str, /, **figures: object) -> None:
        super().__init__(key)
        self.key = key
        self.figures = figures


class UsageError(CommandError):
    """The command line is not one that this program knows. Ends with exit code 2."""

    exit_code = 2
