"""``mozaik-tui registry …`` as a script sees it: one line, exit code, nothing personal (command-line.md)."""

from __future__ import annotations

import base64
import csv
import io
import sys
from pathlib import Path

import pytest

from mozaik_tui.account.registry.records import HEADER
from mozaik_tui.cli import main

from .conftest import content_of, row

GOOD = row("0412357", "BENZ71031404")
SECRET_WORDS = ("Benali", "0412357", "BENZ", "nadia", "Gagnonne")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("MOZAIK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MOZAIK_LANGUAGE", "en")

    def call(*words: str) -> tuple[int, str, str]:
        code = main(["registry", *words])
        captured = capsys.readouterr()
        return code or 0, captured.out, captured.err

    return call


def written(path: Path, *rows: tuple[str, ...]) -> str:
    path.write_bytes(content_of(rows))
    return str(path)


def test_import_and_stats(run, tmp_path: Path) -> None:
    code, out, err = run("stats")
    assert (code, out) == (0, "pupils\t0\nguardian_links\t0\nschool_bodies\t0\nimported_at\t\n")
    file = written(
        tmp_path / "r.csv",
        GOOD,
        row("0000001", last="Roy", mails="a@example.com;b@example.com", body="css-laval"),
    )
    code, out, err = run("import", file)
    assert (code, err) == (0, "")
    assert out == "Registry imported: 2 pupils (links to a guardian: 3, school bodies: 2).\n"
    code, out, err = run("stats")
    names = [line.split("\t")[0] for line in out.splitlines()]
    assert (code, names) == (0, ["pupils", "guardian_links", "school_bodies", "imported_at"])
    assert out.startswith("pupils\t2\nguardian_links\t3\nschool_bodies\t2\nimported_at\t20")
    assert out.endswith("Z\n")


def test_bad_lines_are_told_by_number_and_reason(run, tmp_path: Path) -> None:
    file = written(tmp_path / "r.csv", GOOD, row("12", last="Gagnonne"), row("0000002", mails="nadia@"))
    code, out, err = run("import", file)
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert lines[0].startswith("Line 3: ")
    assert lines[0].endswith("(file_number)")
    assert lines[1].startswith("Line 4: ")
    assert lines[1].endswith("(email)")
    assert "2 lines" in lines[2]
    assert len(lines) == 3
    assert not any(word in err for word in SECRET_WORDS)
    assert run("stats")[1].startswith("pupils\t0\n")

    code, out, err = run("import", file, "--skip-bad")
    assert code == 0
    assert (
        out
        == "Registry imported: 1 pupil (links to a guardian: 1, school bodies: 1). 2 lines were left out.\n"
    )
    assert len(err.splitlines()) == 2
    assert run("stats")[1].startswith("pupils\t1\n")


@pytest.mark.parametrize("content", [b"", b"a,b\n", None])
def test_what_is_no_registry(run, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "r.csv"
    if content is not None:
        file.write_bytes(content)
    code, out, err = run("import", str(file))
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


def test_another_import_under_way(run, tmp_path: Path) -> None:
    from mozaik_tui.account.registry.home import Home

    file = written(tmp_path / "r.csv", GOOD)
    assert run("import", file)[0] == 0
    with Home(tmp_path / "data" / "accounts.sqlite").importing():
        code, out, err = run("import", file)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert run("import", file)[0] == 0


def test_progress_on_a_terminal_only(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path / "r.csv", *(row(f"{number:07d}") for number in range(1, 9000)))

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    code, _, _ = run("import", file)
    assert code == 0
    shown = terminal.getvalue()
    steps = [line.split(":")[0].strip() for line in shown.split("\r") if "%" in line]
    assert list(dict.fromkeys(steps)) == ["Reading the registry", "Writing the registry"]
    assert shown.endswith("\r")
    assert "\n" not in shown


def test_sample(run, tmp_path: Path) -> None:
    file = tmp_path / "sample.csv"
    code, out, err = run("sample", "--rows", "300", "--output", str(file))
    assert (code, err) == (0, "")
    assert out == "Invented registry written: 300 pupils.\n"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == list(HEADER)
    assert len(rows) == 301
    assert run("import", str(file))[0] == 0
    assert run("stats")[1].startswith("pupils\t300\n")


@pytest.mark.parametrize(
    "words",
    [
        ("sample", "--rows", "ten", "--output", "x.csv"),
        ("sample", "--rows", "-1", "--output", "x.csv"),
        ("sample", "--rows", "٣", "--output", "x.csv"),
        ("sample", "--rows", "9" * 30, "--output", "x.csv"),
        ("sample", "--output", "x.csv"),
        ("sample", "--rows", "3"),
    ],
)
def test_sample_used_wrongly(run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_sample_that_cannot_be_written(run, tmp_path: Path) -> None:
    code, out, err = run("sample", "--rows", "3", "--output", str(tmp_path / "none" / "x.csv"))
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


def test_a_database_of_another_kind(run, monkeypatch: pytest.MonkeyPatch) -> None:
    import mozaik_tui.account.store

    def no_such(url: str, keys: object) -> None:
        raise ValueError

    monkeypatch.setattr(mozaik_tui.account.store, "open_store", no_such)
    code, out, err = run("stats")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


def test_a_key_file_of_its_own_and_a_database_elsewhere(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(base64.b64encode(b"k" * 32).decode() + "\n")
    secret.chmod(0o600)
    monkeypatch.setenv("MOZAIK_SECRET_FILE", str(secret))
    file = written(tmp_path / "r.csv", GOOD)
    assert run("import", file, "--database", f"sqlite:///{tmp_path / 'else.sqlite'}")[0] == 0
    assert not (tmp_path / "data").exists()
    assert any(path.name.startswith("registry-else-1-") for path in tmp_path.iterdir())


def test_a_data_directory_that_cannot_be_made(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("MOZAIK_DATA_DIR", str(tmp_path / "taken" / "data"))
    code, out, err = run("stats")
    assert (code, out) == (1, "")
    assert "E-909" in err
