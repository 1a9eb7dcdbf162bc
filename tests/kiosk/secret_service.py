"""A real keyring: gnome-keyring's Secret Service on a bus of its own, unlocked, with everything in one folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import secretstorage
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from ..terminal.term import PATIENCE

PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
CONFIG = """<busconfig><type>session</type><listen>unix:path={place}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
"""Of a bus that starts nothing by itself: the keyring on it is ours, unlocked."""
BACKEND = "keyring.backends.SecretService.Keyring"


class Ring:
    """The keyring of a person's session. ``env`` leads programs to it."""

    def __init__(self, bus: str, home: Path) -> None:
        self.env = {
            "HOME": str(home),
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "PYTHON_KEYRING_BACKEND": BACKEND,
        }
        self._bus: DBusConnection = open_dbus_connection(bus)
        limit = time.monotonic() + PATIENCE
        while not secretstorage.check_service_availability(self._bus):
            assert time.monotonic() < limit
            time.sleep(0.05)

    def put(self, label: str, attributes: dict[str, str], secret: str) -> None:
        """One entry more."""
        own = secretstorage.get_default_collection(self._bus)
        own.create_item(label, attributes, secret.encode())

    def everything(self) -> list[str]:
        """Each entry of each collection, whole: its label, what it is found by, and the secret."""
        found = []
        for collection in secretstorage.get_all_collections(self._bus):
            assert not collection.is_locked()
            for item in collection.get_all_items():
                secret = item.get_secret().decode()
                found.append(" ".join((item.get_label(), *map(str, item.get_attributes().items()), secret)))
        return found

    def close(self) -> None:
        self._bus.close()


@contextmanager
def secret_service(folder: Path) -> Iterator[Ring]:
    """The bus and the keyring until the block ends."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    env = {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "XDG_DATA_HOME": str(home / "share")}
    config = home / "bus.conf"
    config.write_text(CONFIG.format(place=home / "bus"), "utf-8")
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    ring = None
    try:
        assert bus.stdout is not None
        address = bus.stdout.readline().strip()
        ring = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            env={**env, "DBUS_SESSION_BUS_ADDRESS": address},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert ring.stdin is not None
        ring.stdin.write(b"the-owner's")
        ring.stdin.close()
        opened = Ring(address, home)
        try:
            yield opened
        finally:
            opened.close()
    finally:
        for process in (ring, bus):
            if process is not None:
                process.terminate()
                process.wait(PATIENCE)
