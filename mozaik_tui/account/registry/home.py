"""Where the generations of one database live. On SQLite: files beside it, with the database's name and their
own in theirs (on PostgreSQL: :mod:`.tables`).
"""

from __future__ import annotations

import contextlib
import re
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from mozaik_tui.account.registry.api import Home as RegistryHome
from mozaik_tui.account.registry.api import ImportUnderWay
from mozaik_tui.account.registry.file_finder import FileFinder
from mozaik_tui.account.registry.generation_file import GenerationReader, GenerationWriter, sync_folder

if TYPE_CHECKING:
    from mozaik_tui.account.store import Store, Tx
    from mozaik_tui.account.store.postgresql import PostgresStore

_SIDE_FILES = r"(?:\.part)?(?:-journal)?"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder and the name of the accounts' database."""

    database: Path

    @property
    def folder(self) -> Path:
        """The folder of the database and of its registries."""
        return self.database.absolute().parent

    @property
    def _stem(self) -> str:
        name = self.database.name
        return name.removesuffix(".sqlite") or name

    def new_place(self, generation: int) -> str:
        """A file name for a generation, never used before: two databases or a crash cannot make them
        clash.
        """
        return f"registry-{self._stem}-{generation}-{secrets.token_hex(4)}.sqlite"

    def path(self, place: str) -> Path:
        """The file that a pointer names. A name with a folder in it leads nowhere else."""
        return self.folder / Path(place).name

    def place_in_force(self) -> str | None:
        """What the pointer says this moment, whatever an open transaction sees. Raises ``sqlite3.Error``."""
        uri = f"{self.database.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as db:
            row = db.execute("SELECT place FROM registry_pointer").fetchone()
        return None if row is None else str(row[0])

    def reader(self, place: str) -> GenerationReader:
        """Open a generation."""
        return GenerationReader(self.path(place))

    def finder(self) -> FileFinder:
        """Opens the registry in force and looks things up in it."""
        return FileFinder(self)

    @contextlib.contextmanager
    def writing(self, place: str) -> Iterator[GenerationWriter]:
        """Build a generation under an unfinished name; it gets its own when the block ends well, and nothing
        is left behind when it does not.
        """
        unfinished = self.folder / f"{place}.part"
        try:
            writer = GenerationWriter(unfinished)
            try:
                yield writer
                writer.finish()
            finally:
                writer.abandon()
            unfinished.replace(self.path(place))
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        sync_folder(self.folder)

    def name(self, tx: Tx, place: str) -> None:
        """The swap: a file has its name already."""

    @contextlib.contextmanager
    def importing(self) -> Iterator[None]:
        """Hold the right to import. Raises :class:`ImportUnderWay`; the right ends with the process, also
        when killed.
        """
        # The lock is SQLite's own on an empty database: the same on every system, and released by the kernel.
        lock = sqlite3.connect(self.folder / f"registry-{self._stem}.lock", timeout=0, isolation_level=None)
        try:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                raise ImportUnderWay from None
            yield
        finally:
            lock.close()

    def tidy(self, in_force: str | None) -> None:
        """Remove what killed imports and earlier generations left; only while :meth:`importing`.

        Who still reads an earlier generation keeps it until done. Where the system refuses to remove an
        open file (Windows), it goes at a later import.
        """
        ours = re.compile(rf"registry-{re.escape(self._stem)}-[0-9]+-[0-9a-f]{{8}}\.sqlite{_SIDE_FILES}")
        for path in self.folder.iterdir():
            if ours.fullmatch(path.name) and path.name != in_force:
                with contextlib.suppress(OSError):
                    path.chmod(0o600)
                    path.unlink()


def home_of(store: Store) -> RegistryHome:
    """Where the registries of an open store live."""
    if store.dialect == "postgresql":
        from mozaik_tui.account.registry.tables import TableHome

        return TableHome(cast("PostgresStore", store))
    file = store.read(lambda tx: tx.exec_driver_sql("PRAGMA database_list").one()[2])
    return Home(Path(file))
