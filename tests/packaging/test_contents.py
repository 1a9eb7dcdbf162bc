"""What is published is what is in the tree: nothing left behind, nothing that was not meant."""

import shutil
import sys
import tarfile
import zipfile

from .conftest import built, environment_with, run

PLACES = {"mozaik_tui": "mozaik_tui", "screens": "mozaik_tui/screens", "locales": "mozaik_tui/locales"}
OF_DISTUTILS = {"PKG-INFO", "setup.cfg"}


def tree_names(tree):
    """Every file of the tree, by its path in it; what only git reads is left out."""
    files = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}
    return {
        name
        for name in files
        if not name.startswith(("build/", "mozaik_tui.egg-info/", ".git")) and "__pycache__" not in name
    }


def test_the_wheel_holds_the_tree_and_compiled_catalogues(clean_tree, wheel_names):
    wanted = {"mozaik_tui/locales/languages.table"}
    for folder, place in PLACES.items():
        for path in (clean_tree / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                name = f"{place}/{path.relative_to(clean_tree / folder).as_posix()}"
                wanted |= {name, name.removesuffix(".po") + ".mo"} if name.endswith(".po") else {name}
    assert {name for name in wheel_names if ".dist-info/" not in name} == wanted


def test_the_source_distribution_holds_the_tree_and_nothing_compiled(clean_tree, sdist_names):
    made = {name for name in sdist_names if name.startswith("mozaik_tui.egg-info/")} | OF_DISTUTILS
    assert sdist_names - made == tree_names(clean_tree)
    assert not [name for name in sdist_names if name.endswith((".mo", ".table", ".pyc"))]


def test_a_wheel_from_the_source_distribution_is_the_same(sdist, wheel, tmp_path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    again = built(source, "wheel", tmp_path / "wheel")
    with zipfile.ZipFile(again) as one, zipfile.ZipFile(wheel) as other:
        assert set(one.namelist()) == set(other.namelist())
        for name in one.namelist():
            if not name.endswith("RECORD"):
                assert one.read(name) == other.read(name), name


def test_the_program_runs_from_the_wheel(installed, tmp_path):
    program = installed.with_name("mozaik-tui")
    assert run(program, "--version", cwd=tmp_path).stdout.startswith("mozaik-tui ")
    done = run(program, "explain", "E-214", "--language", "en", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Quoi dire au parent" in done.stdout
    assert "What to say to the parent" in done.stdout
    assert run(installed, "-m", "mozaik_tui", "nothing", cwd=tmp_path).returncode == 2


def test_installed_catalogues_are_compiled_and_screens_and_locales_are_packages(installed, tmp_path):
    probe = """
import sys, mozaik_tui, mozaik_tui.screens, mozaik_tui.locales
from mozaik_tui.language import Translator, offered
for entry in offered():
    Translator(entry.tag).text("refusal.too_short")
assert not [name for name in sys.modules if name.startswith("babel")], "a source was read"
print(mozaik_tui.__file__, mozaik_tui.screens.__file__, mozaik_tui.locales.__file__)
"""
    done = run(installed, "-c", probe, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    home = str(installed.parent.parent)
    assert all(place.startswith(home) for place in done.stdout.split())


def test_an_editable_installation_runs_from_the_tree(clean_tree, tmp_path):
    code = "import sys; from setuptools.build_meta import build_editable; build_editable(sys.argv[1])"
    (tmp_path / "wheel").mkdir()
    tree = tmp_path / "mozaik-tui"  # its own: what is compiled into it stays there
    shutil.copytree(clean_tree, tree)
    done = run(sys.executable, "-c", code, str(tmp_path / "wheel"), cwd=tree)
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "wheel").iterdir()
    python = environment_with(tmp_path, wheel)
    probe = "from mozaik_tui import locales, screens; print(screens.__path__[0], locales.__path__[0])"
    done = run(python, "-c", probe, cwd=tmp_path)
    assert done.stdout.split() == [str(tree / "screens"), str(tree / "locales")]
    assert run(python.with_name("mozaik-tui"), "explain", "214", cwd=tmp_path).returncode == 0
    for compiled in tree.glob("locales/*/*.mo"):
        compiled.unlink()
    assert run(python.with_name("mozaik-tui"), "explain", "214", cwd=tmp_path).returncode == 0
