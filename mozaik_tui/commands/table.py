"""Every command and option there is: drives the parser, the help and the tests (command-line.md).

A command that is not here does not exist: those of later days are added with what they do. Plain classes:
what ``--help`` waits for does not load ``typing`` or ``dataclasses``.
"""

from __future__ import annotations


class Option:
    """One option; ``value`` is the word that stands for its value in the help, ``None`` for a flag."""

    __slots__ = ("name", "value")

    def __init__(self, name: str, value: str | None = None) -> None:
        self.name = name
        self.value = value


class Command:
    """One command: its words, the operands it needs, its own options, and ``module:function`` that does it.

    The function takes an :class:`~mozaik_tui.commands.invocation.Invocation` and returns the exit code.
    """

    __slots__ = ("function", "name", "operands", "options")

    def __init__(
        self, name: str, function: str, operands: tuple[str, ...] = (), options: tuple[Option, ...] = ()
    ) -> None:
        self.name = name
        self.function = function
        self.operands = operands
        self.options = options


DATABASE = Option("database", "URL")

GLOBAL = (
    Option("language", "TAG"),
    Option("plain"),
    Option("service", "URL"),
    Option("config", "FILE"),
    Option("data-dir", "DIR"),
    Option("practice"),
    Option("terminal", "PROFILE"),
    Option("version"),
    Option("help"),
)

START = Command("", "mozaik_tui.commands.start:run")

COMMANDS = (
    Command(
        "serve",
        "mozaik_tui.commands.serve:run",
        (),
        (
            Option("host", "HOST"),
            Option("port", "PORT"),
            DATABASE,
            Option("workers", "N"),
            Option("metrics-port", "P"),
            Option("tls-cert", "FILE"),
            Option("tls-key", "FILE"),
            Option("insecure"),
            Option("no-mail"),
        ),
    ),
    Command("deliver", "mozaik_tui.commands.deliver:run", (), (DATABASE,)),
    Command(
        "registry import",
        "mozaik_tui.commands.registry:run_import",
        ("FILE",),
        (Option("skip-bad"), DATABASE),
    ),
    Command("registry stats", "mozaik_tui.commands.registry:run_stats", (), (DATABASE,)),
    Command(
        "registry sample",
        "mozaik_tui.commands.registry:run_sample",
        (),
        (Option("rows", "N"), Option("output", "FILE")),
    ),
    Command("purge", "mozaik_tui.commands.purge:run", (), (DATABASE,)),
    Command("audit verify", "mozaik_tui.commands.audit:run_verify", (), (DATABASE,)),
    Command("terminal add", "mozaik_tui.commands.terminal:run_add", ("NAME",), (DATABASE,)),
    Command("terminal list", "mozaik_tui.commands.terminal:run_list", (), (DATABASE,)),
    Command("terminal remove", "mozaik_tui.commands.terminal:run_remove", ("NAME",), (DATABASE,)),
    Command("support", "mozaik_tui.commands.support:run"),
    Command(
        "staff add",
        "mozaik_tui.commands.staff:run_add",
        ("NAME",),
        (Option("role", "ROLE"), Option("totp"), DATABASE),
    ),
    Command("staff list", "mozaik_tui.commands.staff:run_list", (), (DATABASE,)),
    Command("staff remove", "mozaik_tui.commands.staff:run_remove", ("NAME",), (DATABASE,)),
    Command("secret", "mozaik_tui.commands.secret:run"),
    Command("guide", "mozaik_tui.commands.guide:run"),
    Command("kiosk", "mozaik_tui.commands.kiosk:run"),
    Command(
        "web",
        "mozaik_tui.commands.web:run",
        (),
        (Option("host", "HOST"), Option("port", "PORT"), Option("insecure")),
    ),
    Command("explain", "mozaik_tui.commands.explain:run", ("E-nnn",)),
    Command("login", "mozaik_tui.commands.login:run"),
    Command("logout", "mozaik_tui.commands.logout:run"),
    Command("doctor", "mozaik_tui.commands.doctor:run", (), (DATABASE,)),
)
