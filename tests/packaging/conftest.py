"""What this repository would publish, built once from a clean copy of the tree, without the network."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git",
    ".venv",
    "__pycache__",
    "*.mo",
    "*.table",
    "*.egg-info",
    "build",
    "dist",
    ".*_cache",
    ".hypothesis",
    ".coverage*",
    "snapshot_report.html",
)


@pytest.fixture(scope="session")
def clean_tree(tmp_path_factory):
    """A copy of the tree as git would hand it out."""
    copy = tmp_path_factory.mktemp("source") / "mozaik-tui"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    return copy


def built(tree, kind, folder):
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", folder, tree],
        check=True,
        capture_output=True,
    )
    (made,) = Path(folder).iterdir()
    return made


@pytest.fixture(scope="session")
def wheel(clean_tree, tmp_path_factory):
    """The wheel."""
    return built(clean_tree, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sdist(clean_tree, tmp_path_factory):
    """The source distribution."""
    return built(clean_tree, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def wheel_names(wheel):
    """Every file in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="session")
def sdist_names(sdist):
    """Every file in the source distribution, without its folder."""
    with tarfile.open(sdist) as archive:
        return {name.name.partition("/")[2] for name in archive.getmembers() if name.isfile()}


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """The Python of an environment that has the wheel, and its dependencies from this one."""
    return environment_with(tmp_path_factory.mktemp("installed"), wheel)


def environment_with(folder, wheel):
    """The Python of a new environment with ``wheel`` installed; what it needs is borrowed from this one."""
    home = folder / "venv"
    venv.create(home, with_pip=False)
    python = next(
        path for path in (home / "bin" / "python", home / "Scripts" / "python.exe") if path.exists()
    )
    quiet = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", *quiet, wheel], check=True)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    # Byte code once, as installers do, whatever this process was told about writing it.
    subprocess.run([python, "-m", "compileall", "-q", site], check=True)
    # After the installation, so that pip never takes the borrowed libraries for its own. Only the folder
    # comes in: its own .pth files, which would lead back to this tree, are not followed.
    (Path(site) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def run(python, *arguments, cwd, **environ):
    """A process of ``python`` away from this tree."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOZAIK_", "PYTHON"))}
    return subprocess.run(
        [python, *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**kept, "PYTHONUTF8": "1", **environ},
    )
