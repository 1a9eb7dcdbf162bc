"""A parent's values are searched for after every way in which a parent's turn can end: files, processes, terminal.

The memory of what still runs is searched too: the supervisor has never held a value, and the next front end is forked
from it. What is said of memory beyond that stands in docs/kiosk.md.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..terminal.term import PROGRAM
from ..terminal.test_walk import Postbox, postbox  # noqa: F401 – a fixture
from ..terminal.walk import Pupil, account, child, to_code
from .at_kiosk import FIRST, Kiosk

Start = Callable[..., Kiosk]
LONG = bool(os.environ.get("MOZAIK_PROVE"))

EMAIL = "zq.canari@example.com"
PASSWORD = "Xq7#vZk2wPj9"
PUPIL = Pupil(
    "Centre de services scolaire de Laval", "Zqcanarivet", "Wilhelmine-Ksz", "28/02/2015", "7090817"
)
CANARIES = (EMAIL, "zq.canari", PASSWORD, PUPIL.last_name, PUPIL.first_name, PUPIL.identifier)
ROW = "css-laval,7090817,,Zqcanarivet,Wilhelmine-Ksz,2015-02-28,zq.canari@example.com"


@pytest.fixture
def configured(tmp_path: Path, postbox: tuple[Postbox, int]) -> dict[str, str]:  # noqa: F811
    """A real relay and a registry with the canaries' family in it."""
    env = {
        "MOZAIK_MAIL__TRANSPORT": "smtp",
        "MOZAIK_MAIL__HOST": "127.0.0.1",
        "MOZAIK_MAIL__PORT": str(postbox[1]),
        "MOZAIK_MAIL__TLS": "none",
        "MOZAIK_MAIL__FROM": "ecole@example.org",
    }
    header = "school_body,file_number,permanent_code,last_name,first_name,birth_date,guardian_emails"
    file = tmp_path / "pupils.csv"
    file.write_text(f"{header}\n{ROW}\n", "utf-8")
    told = {**os.environ, **env, "MOZAIK_DATA_DIR": str(tmp_path / "data")}
    subprocess.run([PROGRAM, "registry", "import", str(file)], env=told, check=True, capture_output=True)
    file.unlink()
    (tmp_path / "home").mkdir()
    return {**env, "HOME": str(tmp_path / "home")}


def forms(values: tuple[str, ...]) -> list[tuple[str, bytes]]:
    codes = ("utf-8", "utf-16-le", "utf-32-le")
    return [(value, value.encode(code)) for value in values for code in codes]


def regions(pid: int) -> Iterator[bytes]:
    """What a process can write to, region by region."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if rights.startswith("rw") and "[v" not in line:
                start, end = (int(each, 16) for each in span.split("-"))
                memory.seek(start)
                yield memory.read(end - start)


def assert_nothing(term: Kiosk, folder: Path, values: tuple[str, ...]) -> None:
    """In files, in the processes that run, on the terminal."""
    wanted = forms(values)
    searched = 0
    for file in (each for each in folder.rglob("*") if each.is_file()):
        data = file.read_bytes()
        searched += len(data)
        assert not [value for value, form in wanted if form in data], file
    assert searched > 10_000
    for pid in (term.supervisor, *term.front_ends()):
        for name in ("environ", "cmdline", "comm", "status"):
            data = Path(f"/proc/{pid}/{name}").read_bytes()
            assert not [value for value, form in wanted if form in data], name
        assert re.search(r"Max core file size +0 +0 ", Path(f"/proc/{pid}/limits").read_text())
        if os.geteuid() == 0:
            found = {value for region in regions(pid) for value, form in wanted if form in region}
            assert not found, (pid == term.supervisor, found)
        else:
            with pytest.raises(PermissionError):
                next(regions(pid))
    assert not [value for value in values if value in term.text]


def wait_for_one_front_end(term: Kiosk) -> None:
    """The one before may still be closing its service, in the background, for a few seconds."""
    limit = time.monotonic() + 60
    while len(term.front_ends()) != 1:
        assert time.monotonic() < limit
        term._read(0.05)


def the_whole_journey(term: Kiosk, box: Postbox, codes: list[str]) -> None:
    def code() -> str:
        codes.append(box.codes.get(timeout=60)[1])
        return codes[-1]

    account(term, EMAIL, PASSWORD, code)
    child(term, PUPIL)
    term.keys("2")
    term.see("Ma famille", "Se déconnecter", PUPIL.first_name)


def goodbye(term: Kiosk) -> None:
    (line,) = (line for line in term.text.splitlines() if "Se déconnecter" in line)
    term.keys(line.split()[0])
    term.see("Au revoir", PUPIL.first_name)
    term.keys("1")


def erase(term: Kiosk) -> None:
    term.keys("ctrl+c")
    term.see("Tout effacer et recommencer ?")
    term.keys("2")


def killed(term: Kiosk) -> None:
    os.kill(term.front_end(), signal.SIGKILL)


@pytest.mark.parametrize("ending", [goodbye, erase, killed] if LONG else [goodbye])
def test_after_the_whole_journey(
    kiosk: Start, tmp_path: Path, configured: dict[str, str], postbox: tuple[Postbox, int], ending: Callable[[Kiosk], None]  # noqa: F811
) -> None:  # fmt: skip
    term = kiosk(**configured)
    codes: list[str] = []
    the_whole_journey(term, postbox[0], codes)
    before, so_far = term.front_end(), len(term.raw)
    ending(term)
    term.another_than(before)
    term.see(FIRST)
    wait_for_one_front_end(term)
    assert_nothing(term, tmp_path, CANARIES)
    wiped = term.raw.index(b"\x1b[3J", so_far)
    assert not [value for value, form in forms(CANARIES) if form in term.raw[wiped:]]
    assert PASSWORD.encode() not in term.raw
    assert len(codes) == 1


def test_after_nobody_answered(kiosk: Start, tmp_path: Path, configured: dict[str, str]) -> None:
    term = kiosk(**configured, MOZAIK_KIOSK__IDLE="3", MOZAIK_KIOSK__WARNING="2")
    to_code(term, EMAIL)
    before = term.front_end()
    term.another_than(before)
    term.see(FIRST)
    wait_for_one_front_end(term)
    assert_nothing(term, tmp_path, CANARIES)


def test_after_a_power_cut(kiosk: Start, tmp_path: Path, configured: dict[str, str]) -> None:
    term = kiosk(**configured)
    to_code(term, EMAIL)
    term.kill()
    again = kiosk(**configured)
    again.see(FIRST)
    assert_nothing(again, tmp_path, CANARIES)


def tmux(*arguments: str) -> str:
    return subprocess.run(
        ["tmux", "-L", f"kiosk-{os.getpid()}", *arguments], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.skipif(
    not any((Path(p) / "tmux").exists() for p in os.environ["PATH"].split(":")), reason="tmux is missing"
)
def test_nothing_scrolls_back_in_a_multiplexer(tmp_path: Path) -> None:
    """Of all terminals a multiplexer keeps the most: its history is asked for, line by line."""
    command = f"MOZAIK_DATA_DIR={tmp_path / 'data'} {PROGRAM} kiosk"
    tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", command)

    def see(text: str) -> None:
        limit = time.monotonic() + 60
        while text not in tmux("capture-pane", "-p"):
            assert time.monotonic() < limit, tmux("capture-pane", "-p")
            time.sleep(0.05)

    try:
        see("English")
        tmux("send-keys", "1", "Enter")
        see("Avant de commencer")
        tmux("send-keys", "1")
        see("Votre adresse courriel")
        tmux("send-keys", EMAIL)
        see(EMAIL)
        tmux("send-keys", "C-c")
        see("recommencer ?")
        tmux("send-keys", "2")
        see("Choisissez votre langue")
        everything = tmux("capture-pane", "-p", "-S", "-", "-E", "-") + tmux("capture-pane", "-p", "-a", "-q")
        assert EMAIL not in everything
        assert "Avant de commencer" not in everything
        assert tmux("show-buffer") == "" if tmux("list-buffers") else True
    finally:
        tmux("kill-server")
