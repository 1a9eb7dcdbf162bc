"""What is under ``deploy/``: units that systemd takes and our own program understands, and a Containerfile of
the usual shape.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import httpx2
import pytest

from mozaik_tui.commands.arguments import parse
from mozaik_tui.settings.environment import SHORT, variables

from ..http.program import PROGRAM, ServeProgram

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")


def lines_of(unit, name):
    """Every value of a key of a unit, also those of lines in its comments."""
    return re.findall(rf"^(?:#\s+)?{name}=(.*)$", unit.read_text("utf-8"), re.MULTILINE)


def parsed(unit):
    reader = RawConfigParser(strict=False, delimiters=("=",))
    reader.optionxform = str
    reader.read(unit, "utf-8")
    return reader


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_program_understands_what_a_unit_says(unit):
    (command,) = lines_of(unit, "ExecStart")
    program, *words = command.split()
    assert program == "/opt/mozaik/bin/mozaik-tui"
    assert parse(words).command.name == unit.stem.removeprefix("mozaik-")
    given = dict(line.split("=", 1) for line in lines_of(unit, "Environment"))
    assert "MOZAIK_SECRET_FILE" in given
    assert list(variables({name: "x" for name in given if name in SHORT}))
    list(variables(given))  # raises for a name that there is not
    credentials = {line.split(":")[0] for line in lines_of(unit, "LoadCredential")}
    named = {value.removeprefix("%d/") for value in given.values() if value.startswith("%d/")}
    assert named == credentials == {"service.key", "mail.password", "database"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_closed_in(unit):
    service = parsed(unit)["Service"]
    assert service["User"] not in ("", "root")
    assert service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["NoNewPrivileges"] == service["MemoryDenyWriteExecute"] == "yes"
    # Longer than what `serve` gives to what is under way.
    from mozaik_tui.account.http.serving import GRACEFUL_SECONDS

    assert int(service["TimeoutStopSec"]) > GRACEFUL_SECONDS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_it(unit, tmp_path):
    here = tmp_path / unit.name
    here.write_text(unit.read_text("utf-8").replace("/opt/mozaik/bin/mozaik-tui", PROGRAM), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(here)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(here)],
        capture_output=True,
        text=True,
        env={**os.environ, "SYSTEMD_COLORS": "0"},
    )
    assert judged.returncode == 0, judged.stdout[-300:]


DENIED = """
import ctypes, os, sys
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0):  # PR_SET_MDWE
    sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a rule of Linux")
def test_it_works_without_memory_that_is_written_and_run(tmp_path, monkeypatch):
    """``MemoryDenyWriteExecute`` of the units: the libraries in C get by without it, the hash too."""
    denied = [sys.executable, "-c", DENIED]
    if subprocess.run([*denied, "/bin/true"]).returncode == 77:
        pytest.skip("this kernel does not know the rule")
    server = ServeProgram(tmp_path / "data")
    server._line[:0] = denied
    try:
        server.start()
        unknown = {"email": "nadia@example.com", "password": "Kx7$vold8rz"}
        assert httpx2.post(f"{server.url}/v1/sessions", json=unknown).status_code == 401
        assert server.end() == 0
    finally:
        server.close()


def instructions():
    whole = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", CONTAINERFILE, flags=re.MULTILINE))
    return [tuple(line.split(None, 1)) for line in whole.splitlines() if line.strip()]


def test_the_containerfile_has_the_usual_shape():
    found = instructions()
    known = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT"}
    assert {name for name, _ in found} <= known | {"CMD"}
    for name, rest in found:
        if name == "FROM":
            image = rest.split()[0]
            assert "/" not in image, "no host and no path: the engine knows where images come from"
            assert re.fullmatch(r"[a-z]+:[0-9.]+(-[a-z]+)?", image), "a version, and not the latest one"
    stages = [rest.split(" AS ")[1] for name, rest in found if name == "FROM" and " AS " in rest]
    copied = [rest.split("=")[1].split()[0] for name, rest in found if rest.startswith("--from=")]
    assert stages == copied
    users = [rest for name, rest in found if name == "USER"]
    assert users
    assert all(user.isdigit() and int(user) > 0 for user in users)
    assert "--require-hashes" in CONTAINERFILE
    assert not re.search("password|secret|token", CONTAINERFILE, re.IGNORECASE)


def test_the_containerfile_starts_a_service():
    last = dict(instructions())
    line = json.loads(last["ENTRYPOINT"]) + json.loads(last["CMD"])
    assert line[0] == "mozaik-tui"
    wanted = parse(line[1:])
    assert (wanted.command.name, wanted.options["host"]) == ("serve", "0.0.0.0")


def test_what_the_containerfile_copies_is_there():
    root = DEPLOY.parent
    for path in re.findall(r"requirements/\S+", CONTAINERFILE):
        assert (root / path).exists()
    pins = (root / "requirements" / "server.txt").read_text("utf-8")
    for name in ("fastapi", "uvicorn", "httptools", "prometheus-client", "psycopg", "psycopg-binary"):
        assert re.search(rf"^{name}==", pins, re.MULTILINE)
    run = set(re.findall(r"^[a-z0-9-]+==\S+", (root / "requirements" / "run.txt").read_text("utf-8"), re.M))
    assert run <= set(re.findall(r"^[a-z0-9-]+==\S+", pins, re.MULTILINE))
