"""What `make run` would do, asked of make itself."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed here")


def program_line(*given, **environ):
    """The line of `make -n run` that starts the program, as words."""
    # A make that runs these tests hands its own words on.
    kept = {
        name: value
        for name, value in os.environ.items()
        if "MAKE" not in name and name not in ("LANGUAGE", "ARGS")
    }
    done = subprocess.run(
        ["make", "-n", "run", *given], cwd=ROOT, capture_output=True, text=True, env={**kept, **environ}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()


def test_a_language_that_make_was_given_starts_the_program_in_it():
    assert program_line("LANGUAGE=ar", "ARGS=--plain")[1:] == ["--language", "ar", "--plain"]


def test_the_language_of_the_desktop_is_left_alone():
    assert program_line(LANGUAGE="fr_CA:fr")[1:] == []


def test_what_make_was_given_goes_before_the_desktops():
    assert program_line("LANGUAGE=ar", LANGUAGE="fr_CA:fr")[1:] == ["--language", "ar"]


def test_an_empty_language_is_none():
    assert program_line("LANGUAGE=")[1:] == []
