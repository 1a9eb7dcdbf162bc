"""The terminal's token as systemd hands it to the unit, against a service that asks for it (docs/kiosk.md, 4)."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ..terminal.test_walk import Postbox
from .at_kiosk import FIRST, PIN, Kiosk
from .canaries import CANARIES, assert_nothing, goodbye, the_whole_journey, wait_for_one_front_end
from .serving import Service

Start = Callable[..., Kiosk]
ROOT = Path(__file__).resolve().parents[2]
UNIT = (ROOT / "deploy/kiosk/mozaik-kiosk.service").read_text("utf-8")
(CREDENTIAL,) = re.findall(r"^LoadCredentialEncrypted=([^:]+):", UNIT, re.MULTILINE)
AWAY = "Ce service n'est pas disponible pour le moment."


def as_the_unit(folder: Path, token: str, mode: int = 0o440) -> dict[str, str]:
    """What systemd sets for the unit: a folder of its own with a file that an access list opens to its user, which
    shows as the group's right; and the unit's own variables that name it.
    """
    given = folder / "credentials"
    given.mkdir()
    file = given / CREDENTIAL
    file.write_text(token, "utf-8")
    file.chmod(mode)
    named = re.findall(r"^Environment=(\w+)=%d/(.+)$", UNIT, re.MULTILINE)
    return {"CREDENTIALS_DIRECTORY": str(given), **{name: f"{given}/{rest}" for name, rest in named}}


def told_nowhere(term: Kiosk, service: Service, token: str) -> None:
    """No process of the kiosk shows the token, nor does the terminal or the service's log."""
    secret = token.encode()
    assert secret not in term.raw
    assert token not in service.program.text()
    for pid in (term.supervisor, *term.front_ends()):
        for name in ("environ", "cmdline"):
            assert secret not in Path(f"/proc/{pid}/{name}").read_bytes()
    assert not [file for file in term.data.rglob("*") if file.is_file() and secret in file.read_bytes()]


def test_the_credential_opens_the_service_for_the_whole_journey(
    kiosk: Start, service: Service, tmp_path: Path, postbox: tuple[Postbox, int]
) -> None:
    service.program.start()
    term = kiosk(MOZAIK_SERVICE__URL=service.url, **as_the_unit(tmp_path, service.token))
    the_whole_journey(term, postbox[0], [])
    before = term.front_end()
    told_nowhere(term, service, service.token)
    goodbye(term)
    term.another_than(before)
    term.see(FIRST)
    wait_for_one_front_end(term)
    assert_nothing(term, tmp_path, CANARIES)
    told_nowhere(term, service, service.token)
    calls = [line["call"] for line in service.program.lines() if line["event"] == "request"]
    assert {"start_flow", "verify", "set_password", "add_child", "sign_out"} <= set(calls)
    assert term.faults() == 0


def test_a_token_that_the_service_does_not_know_is_told_before_anybody_types(
    kiosk: Start, service: Service, tmp_path: Path
) -> None:
    """The staff gets to its corner all the same, and stops the kiosk: another credential needs another start."""
    service.program.start()
    wrong = "wrong-" + service.token[6:]
    term = kiosk(MOZAIK_SERVICE__URL=service.url, **as_the_unit(tmp_path, wrong))
    term.see(f"{AWAY} (E-113)", "This service is not available right now. (E-113)", "Personnel")
    told_nowhere(term, service, wrong)
    term.keys("tab")
    term.see("▶ Personnel")
    term.keys("enter")
    term.see("Tapez le NIP", "▶ NIP")
    term.keys(PIN, "enter")
    term.see("État de ce poste", "(E-113)", "3 Arrêter la borne")
    term.keys("3")
    assert term.end() == 0


@pytest.mark.parametrize(("token", "mode"), [("geheim", 0o444), ("geheim\ngeheim\n", 0o440), ("", 0o440)])
def test_a_credential_that_is_none_stops_the_start_with_one_line(
    kiosk: Start, tmp_path: Path, token: str, mode: int
) -> None:
    term = kiosk(columns=250, MOZAIK_SERVICE__URL="https://localhost:9", **as_the_unit(tmp_path, token, mode))
    assert term.end() == 1
    assert re.fullmatch(r"mozaik-tui: MOZAIK_SERVICE__TOKEN_FILE : .+", term.text.strip())
    assert "geheim" not in term.text


def test_every_language_can_be_read_on_a_small_screen_while_the_service_is_away(kiosk: Start) -> None:
    term = kiosk(columns=40, rows=12, MOZAIK_SERVICE__URL="http://127.0.0.1:9")
    term.see("(E-902)", "This service is not available", "Pg↑↓")
    term.keys("\x1b[6~", "\x1b[6~")
    term.see("Bu hizmet")
    assert "(E-902)" not in term.text
    term.keys("\x1b[5~", "\x1b[5~")
    term.see("(E-902)")


def test_without_the_service_it_waits_and_goes_on_by_itself(
    kiosk: Start, service: Service, tmp_path: Path
) -> None:
    term = kiosk(MOZAIK_SERVICE__URL=service.url, **as_the_unit(tmp_path, service.token))
    term.see(f"{AWAY} (E-902)", "Cet écran reviendra tout seul.")
    front = term.front_end()
    service.program.start()
    term.see(FIRST)
    term.gone(AWAY)
    assert term.front_end() == front
    term.keys("1", "enter")
    term.see("Avant de commencer")
    assert term.faults() == 0


@pytest.mark.skipif(shutil.which("systemd-creds") is None, reason="systemd-creds is missing: install systemd")
def test_the_guides_command_makes_the_credential_that_the_units_load(tmp_path: Path) -> None:
    """With the key of no machine instead of this one's: the name inside must be the one that is loaded."""
    told = (ROOT / "docs/kiosk.md").read_text("utf-8")
    (line,) = re.findall(r"^systemd-ask-password -n \| (systemd-creds encrypt .+)$", told, re.MULTILINE)
    *command, source, place = line.split()
    for unit in ("mozaik-kiosk.service", "mozaik-web.service"):
        assert f"LoadCredentialEncrypted={CREDENTIAL}:{place}" in (ROOT / "deploy/kiosk" / unit).read_text(
            "utf-8"
        )
    file = tmp_path / "encrypted"
    for nobodys in ("null", "tpm2-absent"):  # the later name, the earlier one
        made = subprocess.run(
            [*command, f"--with-key={nobodys}", source, str(file)], input=b"a-token", capture_output=True
        )
        if made.returncode == 0:
            break
    read = ["systemd-creds", "decrypt", f"--name={CREDENTIAL}", str(file), "-"]
    assert subprocess.run(read, capture_output=True, check=True).stdout == b"a-token"
    read[2] = "--name=other"
    assert subprocess.run(read, capture_output=True).returncode != 0
