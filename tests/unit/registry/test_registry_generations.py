"""A generation is a file of its own; the swap is a row; what is killed or fails changes nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.registry.api import ImportUnderWay
from mozaik_tui.account.registry.building import Build
from mozaik_tui.account.registry.generation_file import GenerationReader, GenerationWriter
from mozaik_tui.account.registry.home import Home
from mozaik_tui.account.registry.lookup import close_registry, registry_of

from .conftest import NOW, Place, content_of, row

FILE, CODE = "0412357", "BENZ71031404"
CHILD = row(FILE, CODE)
LOCK = "registry-accounts.lock"
SWAPS = 40 if os.environ.get("MOZAIK_PROVE") else 12


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_a_generation_is_a_read_only_file_with_its_number_in_the_name(place: Place) -> None:
    for generation in (1, 2, 3):
        report = place.load(CHILD)
        assert report.in_force is not None
        assert report.in_force.generation == generation
        assert report.in_force.imported_at == NOW
        name = report.in_force.place
        assert name.startswith(f"registry-accounts-{generation}-")
        assert place.files() == [name, LOCK]
        assert (place.home.folder / name).stat().st_mode & 0o777 == 0o400


def test_a_generation_that_is_being_written_is_its_owners_alone(tmp_path: Path) -> None:
    writer = GenerationWriter(tmp_path / "g.sqlite")
    assert writer.path.stat().st_mode & 0o777 == 0o600
    writer.abandon()


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_the_file_names_nobody(place: Place) -> None:
    place.load(CHILD, row("7654321", last="Gagnonne", first="Marguerite", mails="marguerite@example.org"))
    for path in place.home.folder.iterdir():
        raw = path.read_bytes().lower()
        for word in (
            b"benali",
            b"zo",
            b"0412357",
            b"benz7",
            b"nadia",
            b"gagnonne",
            b"marguerite",
            b"example",
            b"2014-03",
        ):
            assert word not in raw or (word == b"zo" and b"zoe" not in raw), (path.name, word)


def test_before_the_first_import_nobody_matches_and_all_is_ready(place: Place) -> None:
    assert place.key(CHILD) is None
    place.store.read(place.registry.ready)
    assert place.store.read(place.registry.pointer) is None


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_a_registry_that_cannot_be_read_is_told(place: Place) -> None:
    report = place.load(CHILD)
    assert report.in_force is not None
    path = place.home.path(report.in_force.place)
    whole = path.read_bytes()
    for broken in (None, b"", b"no database at all" * 100, whole[:4096] + b"\xff" * (len(whole) - 4096)):
        close_registry(place.store)
        path.chmod(0o600)
        if broken is None:
            path.unlink()
        else:
            path.write_bytes(broken)
        with pytest.raises(ServiceFault) as caught:
            place.store.read(place.registry.ready)
        assert caught.value.code == "storage_unreadable"
        with pytest.raises(ServiceFault):
            place.key(CHILD)
        path.write_bytes(whole)
    assert place.key(CHILD) is not None


def test_another_layout_is_not_read(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "x.sqlite")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(sqlite3.DatabaseError):
        GenerationReader(tmp_path / "x.sqlite")


def test_no_such_child_number(tmp_path: Path) -> None:
    writer = GenerationWriter(tmp_path / "x.sqlite")
    writer.finish()
    reader = GenerationReader(tmp_path / "x.sqlite")
    with pytest.raises(KeyError):
        reader.child(1)
    assert list(reader.identities("file_number", 0)) == []
    reader.close()


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_two_databases_in_one_folder_leave_each_other_alone(make_place, keys) -> None:
    accounts, practice = make_place(keys), make_place(keys, "practice.sqlite")
    other = make_place(keys, "accounts-2.sqlite")
    for which in (accounts, practice, other, accounts, practice, other):
        which.load(CHILD)
    assert all(which.key(CHILD) is not None for which in (accounts, practice, other))
    assert len([name for name in accounts.files() if not name.endswith(".lock")]) == 3


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_leftovers_go_at_the_next_import(place: Place) -> None:
    place.load(CHILD)
    for name in (
        "registry-accounts-1-00000000.sqlite",
        "registry-accounts-9-0000abcd.sqlite.part",
        "registry-accounts-9-0000abcd.sqlite.part-journal",
    ):
        (place.home.folder / name).write_bytes(b"x")
        (place.home.folder / name).chmod(0o400)
    kept = (
        "registry-accounts-2.csv",
        "registry-other-1-00000000.sqlite",
        "registry-accounts-2-1-00000000.sqlite",
    )
    for name in kept:
        (place.home.folder / name).write_bytes(b"x")
    place.load(row("12"))
    names = place.files()
    assert len(names) == 2 + len(kept)
    assert set(kept) <= set(names)
    assert place.key(CHILD) is not None


def test_a_reader_keeps_its_generation_until_it_looks_again(make_place, keys) -> None:
    here, there = make_place(keys), make_place(keys)
    here.load(CHILD)
    key = there.key(CHILD)
    assert key is not None
    here.load(CHILD, row("0000001", last="Roy"))
    assert there.key(row("0000001", last="Roy")) is not None
    assert there.key(CHILD) == key


def test_two_imports_at_once_one_is_refused_clearly(place: Place) -> None:
    with place.home.importing():
        with pytest.raises(ImportUnderWay):
            place.load(CHILD)
        assert place.key(CHILD) is None
    place.load(CHILD)
    assert place.key(CHILD) is not None


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_a_swap_that_came_in_between_is_not_undone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even without the lock (a folder on a share that has none): the pointer moves on from what was read."""
    monkeypatch.setattr(Home, "importing", lambda self: nullcontext())
    monkeypatch.setattr(Home, "tidy", lambda self, in_force: None)
    place.load(CHILD)
    later = row("0000001", last="Roy")
    real = Build.write

    def slow(*arguments):
        monkeypatch.setattr(Build, "write", real)
        place.load(later)
        return real(*arguments)

    monkeypatch.setattr(Build, "write", slow)
    with pytest.raises(ImportUnderWay):
        place.load(CHILD)
    assert place.key(later) is not None
    assert place.key(CHILD) is None


def test_a_first_import_that_came_in_between_is_not_undone(place: Place) -> None:
    from mozaik_tui.account.registry.pointer import Pointer, swap

    one = Pointer(1, "a", NOW, 0, 0, 0, b"i" * 16)
    assert place.store.write(lambda tx: swap(tx, one, None))
    assert not place.store.write(lambda tx: swap(tx, one, None))
    assert not place.store.write(lambda tx: swap(tx, one, 7))
    assert place.store.write(lambda tx: swap(tx, one, 1))


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), "storage_full"),
        (OSError(13, "Permission denied"), "storage_unreadable"),
        (sqlite3.DatabaseError("broken"), "storage_unreadable"),
    ],
)
def test_a_failure_while_writing_changes_nothing_and_leaves_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    place.load(CHILD)
    before = place.files()

    def fail(self) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(GenerationWriter, "finish", fail)
        with pytest.raises(ServiceFault) as caught:
            place.load(row("0000001", last="Roy"))
    assert caught.value.code == code
    assert place.files() == before
    assert place.key(CHILD) is not None


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_a_full_disk_under_sqlite(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.load(CHILD)
    real = GenerationWriter.add_matches

    def little_room(self, rows) -> None:
        self._db.execute("PRAGMA max_page_count = 8")
        real(self, rows)

    monkeypatch.setattr(GenerationWriter, "add_matches", little_room)
    with pytest.raises(ServiceFault) as caught:
        place.load(*(row(f"{number:07d}") for number in range(1, 3000)))
    assert caught.value.code == "storage_full"
    assert place.key(CHILD) is not None


KILLED = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from mozaik_tui.account.keys import Keys
    from mozaik_tui.account.registry import home, importing
    from mozaik_tui.account.registry.generation_file import GenerationWriter
    from mozaik_tui.account.registry.home import Home, home_of
    from mozaik_tui.account.registry.reader import open_registry
    from mozaik_tui.account.store import open_store

    folder, moment = Path(sys.argv[1]), sys.argv[2]

    def here(*_):
        print("here", flush=True)
        time.sleep(600)

    if moment == "reading":
        progress = here
    else:
        progress = lambda done, size: None
        where = {
            "writing": (GenerationWriter, "add_matches"),
            "unnamed": (GenerationWriter, "finish"),
            "named": (home, "sync_folder"),
            "swapped": (Home, "tidy"),
        }
        owner, name = where[moment]
        if moment == "swapped":
            real, seen = Home.tidy, []
            def tidy(self, in_force):
                seen.append(in_force)
                if len(seen) > 1:
                    here()
                real(self, in_force)
            Home.tidy = tidy
        elif moment == "unnamed":
            real = GenerationWriter.finish
            GenerationWriter.finish = lambda self: (real(self), here())
        else:
            setattr(owner, name, here)
    store = open_store(f"sqlite:///{folder / 'accounts.sqlite'}")
    with open_registry(folder / "new.csv") as file:
        importing.import_registry(
            store, Keys([b"k" * 32]), home_of(store), file, clock=time.time, progress=progress
        )
    """
)


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
@pytest.mark.parametrize("moment", ["reading", "writing", "unnamed", "named", "swapped"])
def test_a_killed_import_changes_nothing(place: Place, moment: str) -> None:
    place.load(CHILD)
    key = place.key(CHILD)
    other = row("0000001", last="Roy")
    folder = place.home.folder
    many = [row(f"{number:07d}", last="Morin") for number in range(10, 5000)]
    (folder / "new.csv").write_bytes(content_of([CHILD, other, *many]))
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder), moment], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    with pytest.raises(ImportUnderWay):
        place.load(CHILD)
    process.kill()
    process.wait()
    process.stdout.close()
    swapped = moment == "swapped"
    assert place.key(CHILD) == key
    assert (place.key(other) is not None) == swapped
    report = place.load(CHILD)
    assert report.in_force is not None
    assert report.in_force.generation == (3 if swapped else 2)
    assert place.files() == [report.in_force.place, LOCK]
    assert place.key(CHILD) == key


def test_swaps_while_others_look_up(make_place, keys) -> None:
    """Sign-ups go on: every look-up finds the child that stays, in whichever generation it sees."""
    place = make_place(keys)
    place.load(CHILD)
    key = place.key(CHILD)
    over = threading.Event()

    def look() -> int:
        count = 0
        while not over.is_set():
            assert place.key(CHILD) == key
            count += 1
        return count

    with ThreadPoolExecutor(3) as pool:
        looks = [pool.submit(look) for _ in range(3)]
        try:
            for number in range(SWAPS):
                place.load(CHILD, row(f"{number + 1:07d}", last="Roy"))
        finally:
            over.set()
        assert all(one.result() > 0 for one in looks)
    assert place.key(row(f"{SWAPS:07d}", last="Roy")) is not None


def test_one_registry_an_open_store(place: Place) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: registry_of(place.store, place.keys), range(32)))
    assert len({id(one) for one in found}) == 1
    close_registry(place.store)
    close_registry(place.store)
    assert registry_of(place.store, place.keys) is not found[0]


def test_names_of_databases(tmp_path: Path) -> None:
    assert Home(tmp_path / "a.sqlite").new_place(3).startswith("registry-a-3-")
    assert Home(tmp_path / "a.db").new_place(3).startswith("registry-a.db-3-")
    assert Home(tmp_path / ".sqlite").new_place(3).startswith("registry-.sqlite-3-")
    assert Home(tmp_path / "a.sqlite").path("../../etc/passwd") == tmp_path / "passwd"
