"""An unexpected error: a reference on stderr, places of the code in a file, and no value anywhere."""

import stat
import subprocess
import sys

import pytest

from mozaik_tui import crash

SECRET = "Tr3s-geheim"


def caught(depth=3):
    def deep(password, left):
        if left:
            return deep(password, left - 1)
        try:
            return {}[password]
        except KeyError as error:
            raise ValueError(f"no {password}") from error

    try:
        deep(SECRET, depth)
    except ValueError as error:
        return error
    raise AssertionError


def test_the_file_holds_places_and_types_only(tmp_path):
    word = crash.write(tmp_path / "data", caught())
    (file,) = (tmp_path / "data" / "crashes").iterdir()
    text = file.read_text("utf-8")
    assert file.name == f"{word}.txt"
    assert SECRET not in text
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "cli/test_crash.py:" in text
    assert str(tmp_path) not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_same_place_has_the_same_reference():
    assert len({crash.reference(caught()) for _ in range(3)}) == 1
    assert crash.reference(caught(1)) != crash.reference(caught(2))


def test_a_disk_that_cannot_be_written_adds_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    assert crash.write(tmp_path / "file" / "data", caught())


def test_an_error_that_leads_to_itself_ends():
    error = ValueError()
    error.__context__ = error
    other = TypeError()
    error.__cause__, other.__cause__ = other, error
    assert crash.reference(error)


@pytest.mark.parametrize("broken", ["raise RuntimeError(password)", "sys.setrecursionlimit(60); run(call)"])
def test_a_command_that_breaks_tells_its_reference_only(tmp_path, broken):
    probe = (
        "import sys\n"
        "from mozaik_tui import cli\n"
        "from mozaik_tui.commands import secret, failures\n"
        "def run(call):\n"
        f"    password = {SECRET!r}\n"
        f"    {broken}\n"
        "secret.run = run\n"
        f"sys.exit(cli.main(['secret', '--data-dir', {str(tmp_path)!r}]))\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (1, "")
    if "Runtime" in broken:
        assert done.stderr.count("\n") == 1
        assert "E-999" in done.stderr
        (file,) = (tmp_path / "crashes").iterdir()
        assert file.stem in done.stderr
        assert SECRET not in file.read_text("utf-8")
    assert SECRET not in done.stderr
