"""``doctor`` line by line on this machine: room, keys, database, clock, keyring (command-line.md)."""

import base64
import shutil
import sqlite3
import sys
import time
from collections import namedtuple
from types import ModuleType, SimpleNamespace

import pytest

from mozaik_tui.account import key_files
from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.store import open_store
from mozaik_tui.commands.doctor import machine
from mozaik_tui.commands.doctor.looks import findings
from mozaik_tui.language import Translator
from mozaik_tui.settings import load

RELAY = {
    "MOZAIK_MAIL__TRANSPORT": "smtp",
    "MOZAIK_MAIL__HOST": "127.0.0.1",
    "MOZAIK_MAIL__PORT": "1",
    "MOZAIK_MAIL__FROM": "a@r.example",
}


@pytest.fixture
def doctor(tmp_path):
    """Name → what was found; every line can be said in French and English."""

    def look(**environ):
        environ = {"MOZAIK_DATA_DIR": str(tmp_path), **environ}
        found = {}
        for one in findings(load(environ), environ):
            for tag in ("fr", "en"):
                assert Translator(tag).text(one.key, **one.figures)
            found[one.name] = one
        return found

    return look


@pytest.fixture
def database(tmp_path):
    open_embedded(data_dir=tmp_path, practice=False, helpers=False).close()
    return tmp_path / "accounts.sqlite"


SHOWN = ("shown", "fonts")
"""What this terminal shows of the languages."""


def put(folder, *lines):
    file = folder / key_files.FILE_NAME
    file.write_text("".join(f"{line}\n" for line in lines), "ascii")
    file.chmod(0o600)


def line_of(folder):
    return (folder / key_files.FILE_NAME).read_text("ascii").split()[0]


def test_a_service_here_that_works(doctor, database):
    found = doctor()
    assert list(found) == (
        [
            "terminal",
            "profile",
            *SHOWN,
            "languages",
            "data_dir",
            "keyring",
            "service",
            "keys",
            "database",
            "clock",
            "practice",
            "mail",
        ]
    )
    assert {name for name, one in found.items() if not one.well} <= {"terminal"}


def test_a_disk_that_fills_up(doctor, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1, 1, machine.LEAST_FREE - 1))
    found = doctor()["data_dir"]
    assert (found.well, found.key, found.figures["free"]) == (False, "doctor.disk_little", 199)


def test_an_old_key_until_nothing_is_under_it(doctor, database, tmp_path):
    old, new = line_of(tmp_path), key_files.new_line()
    assert doctor()["keys"].figures == {"count": 1}
    put(tmp_path, new, old)
    # Before the first start with it, the database knows the old one alone.
    assert (doctor()["keys"].key, doctor()["keys"].figures["lines"]) == ("doctor.keys_still_needed", "2")
    open_embedded(data_dir=tmp_path, practice=False, helpers=False).close()
    assert doctor()["keys"].key == "doctor.keys_still_needed"
    with sqlite3.connect(database) as db:  # what `purge` writes once it has made everything anew
        db.execute("DELETE FROM key_uses WHERE key_id = ?", (key_of(old),))
    db.close()
    found = doctor()["keys"]
    assert (found.well, found.key, found.figures) == (True, "doctor.keys_may_go", {"count": 2, "lines": "2"})
    put(tmp_path, old)
    assert (doctor()["keys"].well, doctor()["keys"].key) == (False, "doctor.keys_do_not_fit")
    (tmp_path / key_files.FILE_NAME).unlink()
    assert (doctor()["keys"].well, doctor()["keys"].key) == (False, "command.doctor.key_missing")


def key_of(line):
    from mozaik_tui.account.keys import Keys

    return Keys([base64.b64decode(line)]).ids[0]


@pytest.mark.parametrize("text", ["", "geheim\n", "é\n"])
def test_a_file_that_holds_no_keys(doctor, tmp_path, text):
    put(tmp_path)
    (tmp_path / key_files.FILE_NAME).write_text(text, "utf-8")
    found = doctor()["keys"]
    assert (found.well, found.key) == (False, "command.doctor.key_shape")
    assert "geheim" not in str(found.figures)


def test_a_secret_file_that_is_not_there(doctor, tmp_path):
    found = doctor(MOZAIK_SECRET_FILE=str(tmp_path / "gone"))["keys"]
    assert (found.well, found.key) == (False, "command.doctor.key_missing")


@pytest.mark.parametrize(
    ("statement", "well", "key"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", True, "doctor.database_older"),
        ("UPDATE alembic_version SET version_num = '9999'", False, "doctor.database_foreign"),
        ("DROP TABLE alembic_version", False, "doctor.database_foreign"),
    ],
)
def test_a_database_of_another_time_or_program(doctor, database, statement, well, key):
    with sqlite3.connect(database) as db:
        db.execute(statement)
    db.close()
    assert (doctor()["database"].well, doctor()["database"].key) == (well, key)


def test_a_database_to_come_has_a_place(doctor, tmp_path):
    for folder, well in ((tmp_path, True), (tmp_path / "gone", False), (tmp_path / "a file", False)):
        (tmp_path / "a file").touch()
        found = doctor(MOZAIK_SERVICE__DATABASE=f"sqlite:///{folder}/accounts.sqlite")["database"]
        assert found.well is well, folder
        assert found.key == ("command.doctor.database_to_come" if well else "command.doctor.data_dir_closed")
        assert well or found.figures == {"folder": str(folder)}
    to_come = str(tmp_path / "not yet" / "there")
    assert doctor(MOZAIK_DATA_DIR=to_come)["database"].well
    in_a_file = doctor(MOZAIK_DATA_DIR=str(tmp_path / "a file" / "data"))
    assert [in_a_file[name].well for name in ("data_dir", "database", "practice")] == [False] * 3


def test_a_database_that_cannot_be_read(doctor, database):
    database.write_bytes(b"no database at all, but long enough to look like one" * 100)
    found = doctor()["database"]
    assert (found.well, found.key) == (False, "command.doctor.database_closed")
    assert not doctor(MOZAIK_SERVICE__DATABASE="postgresql://nobody@127.0.0.1:1/x")["database"].well


def test_a_clock_that_went_back(doctor, database, tmp_path):
    assert doctor()["clock"].key == "doctor.clock_onward"
    with sqlite3.connect(database) as db:
        db.execute("UPDATE high_water SET at = ?", (time.time() + 3600,))
    db.close()
    found = doctor()["clock"]
    assert (found.well, found.key) == (False, "doctor.clock_back")
    assert 3590 < found.figures["seconds"] <= 3600


class Ring(ModuleType):
    """Stands in for the keyring library: which backend a machine has is not ours to choose."""

    def __init__(self, priority=1.0, answer=lambda: None):
        super().__init__("keyring")
        self._ring = SimpleNamespace(
            priority=priority, name="Trousseau", get_password=lambda *_: answer(), set_password=None
        )
        self.get_keyring = lambda: self._ring
        self.get_password = self._ring.get_password


@pytest.mark.parametrize(
    ("ring", "without_password", "key"),
    [
        (Ring(), False, "doctor.keyring_there"),
        (Ring(0), False, "doctor.keyring_none"),
        (Ring(), True, "doctor.keyring_lacks"),
        (Ring(0), True, "doctor.keyring_needed"),
        (Ring(1, lambda: 1 / 0), True, "doctor.keyring_silent"),
    ],
)
def test_a_keyring_and_the_secret_that_is_missed(doctor, monkeypatch, ring, without_password, key):
    monkeypatch.setitem(sys.modules, "keyring", ring)
    more = {**RELAY, "MOZAIK_MAIL__USER": "u"} if without_password else {}
    found = doctor(**more)["keyring"]
    assert (found.well, found.key) == (not without_password, key)


def test_a_service_elsewhere_is_all_that_a_kiosk_asks_after(doctor):
    found = doctor(MOZAIK_SERVICE="http://127.0.0.1:1")
    assert list(found) == ["terminal", "profile", *SHOWN, "languages", "data_dir", "keyring", "service"]
    assert (found["service"].well, found["service"].key) == (False, "doctor.service_away")
    both = doctor(MOZAIK_SERVICE="http://127.0.0.1:1", MOZAIK_SERVICE__DATABASE="sqlite:////nowhere/x")
    assert "database" in both


def test_a_look_makes_nothing(doctor, tmp_path):
    doctor()
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_open(doctor, database):
    """A look does not hold the file: Windows could not replace it."""
    doctor()
    store = open_store(f"sqlite:///{database}")
    store.truncate_log()
    store.close()
