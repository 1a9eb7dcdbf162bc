"""The unit files of the kiosk and the page: what they promise stands in them, and systemd reads them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mozaik_tui.settings import load

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "kiosk"
OURS = ("mozaik-kiosk.service", "mozaik-web.service")


def entries(name):
    """``(section, key, value)`` of every line."""
    section, found = "", []
    for line in (UNITS / name).read_text("utf-8").splitlines():
        if match := re.fullmatch(r"\[(\w+)\]", line):
            section = match[1]
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert equals, line
            found.append((section, key, value))
    return found


KIOSK = {
    "TTYPath=/dev/tty1", "TTYReset=yes", "TTYVHangup=yes", "TTYVTDisallocate=yes", "StandardInput=tty-force", "PAMName=login",
    "Restart=on-failure", "LimitCORE=0", "MemorySwapMax=0", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes",
    "Environment=MOZAIK_SERVICE__TOKEN_FILE=%d/service.token",
}  # fmt: skip


def test_the_kiosk_has_the_console_for_itself_and_leaves_nothing():
    lines = {f"{key}={value}" for _, key, value in entries(OURS[0])}
    assert lines >= KIOSK
    assert {
        "Conflicts=getty@tty1.service",
        "OnSuccess=getty@tty1.service",
        "StartLimitIntervalSec=0",
    } <= lines


@pytest.mark.parametrize("name", OURS)
def test_a_unit_starts_a_command_that_exists_with_variables_that_exist(name, tmp_path):
    from mozaik_tui.commands.arguments import parse
    from mozaik_tui.settings.environment import variables

    found = entries(name)
    (start,) = (value for _, key, value in found if key == "ExecStart")
    assert parse(start.split()[1:]).command.name in ("kiosk", "web")
    given = dict(value.split("=", 1) for _, key, value in found if key == "Environment")
    assert list(variables(given))
    assert not {key for _, key, _ in found if key in ("EnvironmentFile", "User")} - {"User"}
    assert "root" not in {value for _, key, value in found if key == "User"}


@pytest.mark.parametrize("name", OURS)
@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing: install systemd"
)
def test_systemd_reads_it_without_a_word(name, tmp_path):
    text = (UNITS / name).read_text("utf-8")
    (tmp_path / name).write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(tmp_path / name)],
        capture_output=True,
        encoding="utf-8",
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if name in line]
    assert not said


def test_the_settings_of_the_example_are_settings(tmp_path):
    settings = load(
        {"MOZAIK_CONFIG": str(ROOT / "deploy" / "kiosk" / "kiosk.toml"), "MOZAIK_SERVICE__TOKEN": "x" * 20}
    )
    assert (settings.kiosk.idle, settings.kiosk.warning, settings.service.token) == (120, 30, "x" * 20)


def test_every_file_that_the_guide_names_is_there():
    told = (ROOT / "docs" / "kiosk.md").read_text("utf-8")
    named = set(re.findall(r"deploy/[\w./-]+\.\w+", told))
    assert {f"deploy/kiosk/{name}" for name in OURS} <= named
    assert not [name for name in named if not (ROOT / name).is_file()]
    for picture in re.findall(r"\]\((\S+\.png)\)", told):
        assert (ROOT / "docs" / picture).is_file()
