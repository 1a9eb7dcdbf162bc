"""The checker of the built documentation sees what it is there for; the site itself is built where MkDocs is installed."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tools.docs.check_site import faults
from tools.docs.hooks import _there

ROOT = Path(__file__).resolve().parents[2]


def site(folder, **pages):
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return list(faults(folder))


def test_a_whole_site_has_no_fault(tmp_path):
    two = '<h1 id="top">Two</h1><a href="https://example.org/">elsewhere</a><link rel="canonical" href="https://x.org/">'
    assert site(tmp_path, one='<a href="two.html#top">two</a>', two=two) == []


@pytest.mark.parametrize(
    "page",
    [
        '<a href="nowhere.html">',
        '<a href="#nowhere">',
        '<img src="nowhere.png">',
        '<link rel="stylesheet" href="https://fonts.example.org/x.css">',
        '<script src="//cdn.example.org/x.js"></script>',
    ],
)
def test_what_leads_nowhere_or_loads_from_elsewhere_is_told(tmp_path, page):
    assert len(site(tmp_path, one=page)) == 1


def test_a_style_sheet_that_loads_from_elsewhere_is_told(tmp_path):
    (tmp_path / "a.css").write_text("@font-face { src: url(https://fonts.example.org/a.woff2) }")
    assert len(site(tmp_path, one="<p>")) == 1


def test_no_page_at_all_is_a_fault(tmp_path):
    assert len(list(faults(tmp_path))) == 1


def test_pages_to_come_are_left_out_of_the_navigation(tmp_path):
    (tmp_path / "a.md").touch()
    assert _there([{"A": "a.md"}, {"B": "b.md"}, {"C": [{"D": "d.md"}]}], tmp_path) == [{"A": "a.md"}]


@pytest.mark.skipif(
    importlib.util.find_spec("material") is None,
    reason="MkDocs is not installed here; `make docs` installs it",
)
def test_the_site_is_built_strictly_and_every_link_of_it_leads_somewhere(tmp_path):
    for config, tag in (("mkdocs.yml", "en"), ("mkdocs.fr.yml", "fr")):
        place = ["--config-file", ROOT / config, "--site-dir", tmp_path / tag]
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", *place]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr
    assert list(faults(tmp_path)) == []
