"""Runs the program as people do: a process of its own, without the settings of whoever runs the tests."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def program(tmp_path):
    """``program("explain", "E-214", LANG="C")`` → the finished process; the data directory is a new one."""

    def run(*arguments, stdin="", **environ):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOZAIK_")}
        kept.pop("ACCESSIBLE", None)
        return subprocess.run(
            [sys.executable, "-m", "mozaik_tui", *arguments],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            env={**kept, "MOZAIK_DATA_DIR": str(tmp_path / "data"), "PYTHONIOENCODING": "utf-8", **environ},
        )

    return run
