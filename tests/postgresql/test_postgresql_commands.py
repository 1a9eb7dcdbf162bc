"""``--database postgresql://…`` for every command that works on a database (command-line.md)."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.store.outbox_rows import outbox
from mozaik_tui.account.store.postgresql import looking
from mozaik_tui.cli import main

from ..unit.registry.conftest import content_of, row
from .pooler import Pooler

GOOD = row("0412357", "BENZ71031404")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys, empty_postgresql):
    """Runs a command on an empty database; code, output, errors."""
    monkeypatch.setenv("MOZAIK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MOZAIK_LANGUAGE", "en")

    def call(*words, database=empty_postgresql):
        code = main([*words, "--database", database])
        captured = capsys.readouterr()
        return code or 0, captured.out, captured.err

    return call


def test_registry_purge_and_audit(run, tmp_path):
    assert run("registry", "stats")[1].startswith("pupils\t0\n")
    (tmp_path / "r.csv").write_bytes(
        content_of([GOOD, row("0000001", last="Roy", mails="a@example.com;b@example.com")])
    )
    code, out, err = run("registry", "import", str(tmp_path / "r.csv"))
    assert (code, err) == (0, "")
    assert out == "Registry imported: 2 pupils (links to a guardian: 3, school bodies: 1).\n"
    assert run("registry", "stats")[1].startswith(
        "pupils\t2\nguardian_links\t3\nschool_bodies\t1\nimported_at\t20"
    )
    for words in (("purge",), ("audit", "verify")):
        code, out, err = run(*words)
        assert (code, err, out.count("\n")) == (0, "", 1)


def test_doctor_looks_and_makes_nothing(run, postgresql_server, empty_postgresql):
    rows = dict(line.split("\t") for line in run("doctor")[1].splitlines())
    assert rows["database"] == "ok – answers, tables: 0"
    assert rows["clock"].startswith("ok – distance to the database's clock: 0.")
    assert rows["keys"].startswith("ok – ")
    assert looking.look_at(empty_postgresql).tables == 0
    run("registry", "stats")
    rows = dict(line.split("\t") for line in run("doctor")[1].splitlines())
    assert rows["database"].startswith("ok – answers, tables: ")
    assert looking.look_at(empty_postgresql).keyed


def test_doctor_shows_a_clock_that_is_wrong_and_a_database_that_is_away(run, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        real = time.time
        patch.setattr(looking.time, "time", lambda: real() - 60)
        code, out, _ = run("doctor")
    rows = dict(line.split("\t") for line in out.splitlines())
    assert code == 1
    told = "to mend – the database's clock differs from this machine's by 60 s; set both right (NTP)"
    assert rows["clock"] == told
    code, out, _ = run("doctor", database=f"postgresql://postgres@/none?host={tmp_path}")
    rows = dict(line.split("\t") for line in out.splitlines())
    assert rows["database"].startswith("to mend – the PostgreSQL database does not answer")


def test_doctor_tries_the_second_address(run, postgresql_server, tmp_path, monkeypatch):
    name = postgresql_server.make()
    direct = postgresql_server.url(name)

    def row(address):
        monkeypatch.setenv("MOZAIK_SERVICE__DATABASE_DIRECT", address)
        return dict(line.split("\t") for line in run("doctor")[1].splitlines())["database_direct"]

    assert row(direct) == "ok – answers; mails leave at once"
    assert row(f"postgresql://postgres@/none?host={tmp_path}").startswith("to mend – does not answer")
    with tempfile.TemporaryDirectory(prefix="pool-") as folder:
        pooler = Pooler(Path(folder), postgresql_server._data, name, connections=2)
        monkeypatch.setattr(looking, "_EARS_SECONDS", 0.2)
        assert row(pooler.url).startswith("to mend – answers, but nothing comes back")
        pooler.close()
    postgresql_server.drop(name)


def test_keys_that_are_gone_are_told_and_none_are_made(run, tmp_path):
    run("registry", "stats")
    (tmp_path / "data" / "service.key").unlink()
    code, out, err = run("purge")
    assert (code, out) == (1, "")
    assert "E-9" in err
    assert not (tmp_path / "data" / "service.key").exists()


@pytest.mark.parametrize("words", [("registry", "stats"), ("purge",), ("audit", "verify")])
def test_a_database_that_is_away_is_one_line(run, tmp_path, words):
    code, out, err = run(*words, database=f"postgresql://postgres@/none?host={tmp_path}")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert str(tmp_path) not in err
    assert "E-9" in err


def test_deliver_hands_over_what_waits(postgresql, tmp_path):
    parts = open_embedded(data_dir=tmp_path, practice=False, database=postgresql, helpers=False)
    parts.service.start_flow("nadia@example.com", "fr")
    process = subprocess.Popen(
        [sys.executable, "-m", "mozaik_tui", "deliver", "--database", postgresql],
        env={**os.environ, "MOZAIK_DATA_DIR": str(tmp_path), "MOZAIK_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # In the table itself: a call of the service counts as a request, and a slow start takes many.
        while parts.ctx.store.read(lambda tx: tx.scalar(select(outbox.c.state))) != "sent":
            assert process.poll() is None
        process.terminate()
        out, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
        parts.close()
    assert process.returncode == 0
    assert "1" in out
