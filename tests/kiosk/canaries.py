"""A family whose every value is looked for afterwards: its journey, and the search in files, processes and the terminal."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..terminal.test_walk import Postbox
from ..terminal.walk import Pupil, account, child
from .at_kiosk import Kiosk

EMAIL = "zq.canari@example.com"
PASSWORD = "Xq7#vZk2wPj9"
PUPIL = Pupil(
    "Centre de services scolaire de Laval", "Zqcanarivet", "Wilhelmine-Ksz", "28/02/2015", "7090817"
)
CANARIES = (EMAIL, "zq.canari", PASSWORD, PUPIL.last_name, PUPIL.first_name, PUPIL.identifier)
ROW = "css-laval,7090817,,Zqcanarivet,Wilhelmine-Ksz,2015-02-28,zq.canari@example.com"
HEADER = "school_body,file_number,permanent_code,last_name,first_name,birth_date,guardian_emails"


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
