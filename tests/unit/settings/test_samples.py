"""What the documentation shows of files is what the program takes."""

import re
import tomllib
from pathlib import Path

import pytest

from mozaik_tui.guide.assembly import assembled_guide
from mozaik_tui.settings import load

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
SAMPLES = [
    pytest.param(
        found[1], id=f"{page.relative_to(ROOT)}:{page.read_text('utf-8')[: found.start()].count(chr(10)) + 1}"
    )
    for page in PAGES
    for found in BLOCK.finditer(page.read_text("utf-8"))
]


def test_the_documentation_has_samples():
    assert SAMPLES


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_of_the_documentation_is_taken(sample, tmp_path):
    file = tmp_path / "sample.toml"
    file.write_text(sample, "utf-8")
    if "format" in tomllib.loads(sample):  # a steps file says it; a settings file has sections only
        assembled_guide(load({"MOZAIK_GUIDE__FILE": str(file)}))
    else:
        load({}, {"config": str(file)}, keyring=False)
