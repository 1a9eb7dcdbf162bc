"""``make drill``: an operator's load drill, in small."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_parent_of_the_drill_signs_up():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.drill", "--parents", "3", "--at-once", "2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^whole +3 ", done.stdout, re.MULTILINE)
    assert "refused: none" in done.stdout
    assert "errors in its log: none" in done.stdout
