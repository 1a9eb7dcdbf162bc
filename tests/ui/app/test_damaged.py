"""The real embedded service on damaged, locked and full storage: a number and a sentence, never a traceback."""

from __future__ import annotations

import asyncio
import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.store.sqlite.store import open_sqlite
from mozaik_tui.assembly import Assembly, assembled
from mozaik_tui.plain.console import Console, EndOfInput
from mozaik_tui.plain.front import PlainFront
from mozaik_tui.settings import load
from mozaik_tui.ui import down_screen
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.down_screen import DownScreen

from .standing import settled

DATABASE, KEY = "practice.sqlite", "service.key"
EMAIL = "amina.exemple@example.com"


def garbage(folder: Path) -> None:
    for side in ("-wal", "-shm"):
        (folder / (DATABASE + side)).unlink(missing_ok=True)
    (folder / DATABASE).write_bytes(b"not a database at all. " * 4000)


def truncated(folder: Path) -> None:
    for side in ("-wal", "-shm"):
        (folder / (DATABASE + side)).unlink(missing_ok=True)
    os.truncate(folder / DATABASE, 5000)


def no_key(folder: Path) -> None:
    (folder / KEY).unlink()


def open_key(folder: Path) -> None:
    (folder / KEY).chmod(0o644)


def foreign_key(folder: Path) -> None:
    from mozaik_tui.account.key_files import new_line

    (folder / KEY).write_text(new_line() + "\n")


def no_line_of_key(folder: Path) -> None:
    (folder / KEY).write_text("no key at all\n")


DAMAGES = [(garbage, "E-905"), (truncated, "E-905"), (no_key, "E-906"), (open_key, "E-908"), (foreign_key, "E-907"),
           (no_line_of_key, "E-907")]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data directory that was used before."""
    open_embedded(data_dir=tmp_path, practice=True).close()
    return tmp_path


@contextmanager
def begun(folder: Path) -> Iterator[Assembly]:
    settings = load({}, {"data-dir": str(folder), "language": "fr"})
    with assembled(settings) as assembly:
        assembly.opening.begin()
        yield assembly


@pytest.mark.parametrize(("damage", "number"), DAMAGES, ids=lambda each: getattr(each, "__name__", each))
def test_the_plain_lines_tell_it_and_keep_what_was_typed(
    damage: Callable[[Path], None], number: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    damage(folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    printed = io.StringIO()
    with begun(folder) as assembly:
        lines = io.StringIO(f"1\n{EMAIL}\n2\n")
        front = PlainFront(assembly.session, Console(lines, printed), pause=lambda _seconds: None)
        with pytest.raises(EndOfInput):
            front.run()
        assert assembly.session.answer("email") == EMAIL
    assert number in printed.getvalue()
    told = printed.getvalue() + "".join(capfd.readouterr())
    assert "Traceback" not in told
    assert str(folder) not in told
    after = {file.name: file.read_bytes() for file in folder.iterdir() if file.name in before}
    assert after == before, "what is damaged is not made worse"


@pytest.mark.parametrize(("damage", "number"), DAMAGES, ids=lambda each: getattr(each, "__name__", each))
async def test_the_full_screen_tells_it_and_goes_on_once_it_is_mended(
    damage: Callable[[Path], None], number: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(down_screen, "RETRY_SECONDS", 0.2)
    whole = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    damage(folder)
    with begun(folder) as assembly:
        app = Assistant(assembly.session, theme="mozaik-dark", open_service=assembly.opening.begin)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("1")
            await settled(pilot)
            assembly.session.type("email", EMAIL)
            app.step_screen.submit()
            while not isinstance(app.screen, DownScreen):
                await asyncio.sleep(0.01)
            await pilot.pause()
            assert number in str(app.screen.query_one("#paragraphs").content)
            # It is asked again all the time, and would make a key where there is none, or read half a file.
            for name in sorted(whole, key=lambda name: name != KEY):
                beside = folder / f"{name}.whole"
                beside.write_bytes(whole[name])
                beside.chmod(0o600)
                os.replace(beside, folder / name)
            await settled(pilot)
            assert assembly.session.step.name == "code"
            assert assembly.session.email_sent_to == EMAIL


async def test_a_database_that_another_process_holds_for_a_while_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(down_screen, "RETRY_SECONDS", 0.1)
    monkeypatch.setitem(open_sqlite.__kwdefaults__, "patience", 0.5)
    holder = sqlite3.connect(folder / DATABASE, isolation_level=None, check_same_thread=False)
    with begun(folder) as assembly:
        session = assembly.session
        session.school_bodies()
        app = Assistant(session, theme="mozaik-dark")
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            session.journey.go("email")
            app.show_step()
            await settled(pilot)
            session.type("email", EMAIL)
            holder.execute("BEGIN IMMEDIATE")
            app.step_screen.submit()
            while not isinstance(app.screen, DownScreen):  # after the busy time-out of the store
                await asyncio.sleep(0.05)
            await pilot.pause()
            assert "E-904" in str(app.screen.query_one("#paragraphs").content)
            holder.execute("ROLLBACK")
            await settled(pilot)
            assert session.step.name == "code"
    holder.close()


FULL = """
import io, resource, sys
from pathlib import Path
from mozaik_tui.account.store.sqlite.store import open_sqlite
from mozaik_tui.assembly import assembled
from mozaik_tui.plain.console import Console, EndOfInput
from mozaik_tui.plain.front import PlainFront
from mozaik_tui.settings import load
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path({folder!r})
with assembled(load({{}}, {{"data-dir": str(folder), "language": "fr"}})) as assembly:
    assembly.session.school_bodies()
    size = max(file.stat().st_size for file in folder.glob("practice.sqlite-wal"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    lines = io.StringIO("1\\n{email}\\n2\\n")
    try:
        PlainFront(assembly.session, Console(lines), pause=lambda _s: None).run()
    except EndOfInput:
        print("END", assembly.session.answer("email"))
"""


def test_a_full_disk_is_told(folder: Path) -> None:
    code = FULL.format(folder=str(folder), email=EMAIL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert "E-903" in done.stdout, done.stdout + done.stderr
    assert f"END {EMAIL}" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
