"""docs/commands.md holds every command, option and setting, with the defaults of the program."""

import re
from pathlib import Path

import pytest

from mozaik_tui.commands import serve, web
from mozaik_tui.commands.table import COMMANDS, DATABASE, GLOBAL
from mozaik_tui.settings import load
from mozaik_tui.settings.environment import SHORT
from mozaik_tui.settings.keys import KEYS
from mozaik_tui.settings.loading import ATTRIBUTES

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "commands.md").read_text("utf-8")


def part(title):
    """What stands under a heading, up to the next one."""
    (found,) = re.findall(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return found


def rows(title):
    """The table under a heading without its head: first cell without its marks → the other cells."""
    lines = [line.strip("|").split("|") for line in part(title).splitlines() if line.startswith("| ")]
    return {first.strip(" `"): [cell.strip() for cell in rest] for first, *rest in lines[1:]}


def written(option):
    return f"--{option.name} {option.value}" if option.value else f"--{option.name}"


def test_every_option_of_the_program_with_its_variable():
    table = {first.split("`, `")[-1]: rest for first, rest in rows("Options of every command").items()}
    assert set(table) == {written(option) for option in GLOBAL}
    for option in GLOBAL:
        variable = f"MOZAIK_{option.name.upper().replace('-', '_')}"
        shown = variable if variable in SHORT else "ACCESSIBLE=1" if option.name == "plain" else "none"
        assert table[written(option)][0].strip("`") == shown


def test_every_command_with_its_options():
    table = rows("Commands")
    assert set(table) == {" ".join((command.name, *command.operands)) for command in COMMANDS}
    for command in COMMANDS:
        shown = re.findall("`(.*?)`", table[" ".join((command.name, *command.operands))][0])
        assert shown == [written(option) for option in command.options if option is not DATABASE]


def test_the_commands_on_one_database():
    (words,) = re.findall(r"^(.*?) work on one database", part("Commands"), re.MULTILINE)
    named = re.findall("`(.*?)`", words)
    for command in COMMANDS:
        assert (DATABASE in command.options) == (command.name in named or command.name.split()[0] in named), (
            command.name
        )


def test_the_ports():
    for name, command in (("serve", serve), ("web", web)):
        assert f"`{command.HOST}`, port {command.PORT}" in rows("Commands")[name][1]


@pytest.mark.parametrize("section", [name for name, table in KEYS.items() if table])
def test_every_setting_with_its_default(section):
    table, defaults = rows(f"`[{section}]`"), getattr(load({}), section)
    assert set(table) == set(KEYS[section])
    for key, cells in table.items():
        default = getattr(defaults, ATTRIBUTES.get(f"{section}.{key}", key))
        if default in (None, "", ()):
            assert cells[0] in ("none", "all"), key
        else:
            assert cells[0] == f"`{str(default).lower() if isinstance(default, bool) else default}`", key


def test_the_section_whose_keys_are_school_bodies():
    assert "`default`" in part("`[support]`")
