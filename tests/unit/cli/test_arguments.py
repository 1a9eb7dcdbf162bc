"""Options before or after the command, every command of the table, and no echo of what was typed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik_tui.commands.arguments import parse
from mozaik_tui.commands.errors import UsageError
from mozaik_tui.commands.table import COMMANDS, GLOBAL, START
from mozaik_tui.language import Translator


def test_nothing_starts_the_assistant():
    parsed = parse([])
    assert (parsed.command, parsed.operands, parsed.options) == (START, (), {})


@pytest.mark.parametrize(
    "line",
    [
        "--language fr explain E-214",
        "explain --language fr E-214",
        "explain E-214 --language fr",
        "explain E-214 --language=fr",
        "--language=fr explain -- E-214",
        "--language en --language fr explain E-214",
    ],
)
def test_options_stand_before_or_after_the_command(line):
    parsed = parse(line.split())
    assert (parsed.command.name, parsed.operands, parsed.options) == (
        "explain",
        ("E-214",),
        {"language": "fr"},
    )


def test_options_of_commands():
    parsed = parse(["registry", "import", "pupils.csv", "--skip-bad", "--database", "sqlite:///a"])
    assert parsed.command.name == "registry import"
    assert parsed.operands == ("pupils.csv",)
    assert parsed.options == {"skip-bad": "", "database": "sqlite:///a"}
    assert parse(["--database", "sqlite:///a", "purge"]).options == {"database": "sqlite:///a"}
    assert parse(["registry", "sample", "--rows", "5", "--output", "-"]).options == {
        "rows": "5",
        "output": "-",
    }


def test_every_command_of_the_table_is_read():
    for command in COMMANDS:
        line = [*command.name.split(), *command.operands]
        for option in (*GLOBAL, *command.options):
            if option.name not in ("help", "version"):
                line += [f"--{option.name}", *([] if option.value is None else ["x"])]
        parsed = parse(line)
        assert parsed.command is command
        assert len(parsed.operands) == len(command.operands)


def test_one_name_means_one_kind_of_option_everywhere():
    kinds: dict[str, set[bool]] = {}
    for command in COMMANDS:
        for option in (*GLOBAL, *command.options):
            kinds.setdefault(option.name, set()).add(option.value is None)
    assert all(len(found) == 1 for found in kinds.values())


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("geheim", "unknown_command"),
        ("sing", "unknown_command"),
        ("kiosque", "unknown_command"),
        ("log", "unknown_command"),
        ("registry", "unknown_part"),
        ("registry geheim", "unknown_part"),
        ("audit", "unknown_part"),
        ("--geheim", "unknown_option"),
        ("-x", "unknown_option"),
        ("-language fr", "unknown_option"),
        ("--lang fr", "unknown_option"),
        ("--plain=true", "flag_with_value"),
        ("--language", "value_missing"),
        ("--language=", "value_missing"),
        ("--language --plain", "value_missing"),
        ("explain", "operand_missing"),
        ("registry import", "operand_missing"),
        ("explain E-214 geheim", "too_many_operands"),
        ("secret geheim", "too_many_operands"),
        ("purge --rows 3", "not_of_this_command"),
        ("--rows 3", "not_of_this_command"),
        ("--database sqlite:///x", "not_of_this_command"),
        ("geheim --help", "unknown_command"),
    ],
)
def test_wrong_usage(line, key):
    with pytest.raises(UsageError) as caught:
        parse(line.split())
    assert caught.value.key == f"command.usage.{key}"
    assert caught.value.exit_code == 2
    for tag in ("fr", "en"):
        told = Translator(tag).text(caught.value.key, **caught.value.figures)
        assert "\n" not in told
        assert "geheim" not in told


def test_help_and_version_are_asked_for_beside_half_a_command():
    for line in (
        "--help",
        "-h",
        "registry --help",
        "explain -h",
        "registry import --help",
        "--version purge",
    ):
        assert {"help", "version"} & parse(line.split()).options.keys()


@given(
    st.lists(
        st.one_of(st.text(max_size=12), st.sampled_from(["--language", "explain", "--", "-", "registry"]))
    )
)
def test_any_line_is_read_or_refused(line):
    with suppress(UsageError):
        assert parse(line).command in (START, *COMMANDS)
