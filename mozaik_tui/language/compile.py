"""``python -m mozaik_tui.language.compile [FOLDER]``: checks every catalogue and compiles what is not
compiled yet.

Compiled catalogues never stand in git; ``make`` and the build of a wheel make them. Each is written beside
its source (or in another folder) and put in place by one rename, so that a running assistant never reads
half of one.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mozaik_tui.language.catalogue import SOURCE_KEY, compiled_catalogue, source_mark
from mozaik_tui.language.checking import broken_entries, broken_lines
from mozaik_tui.language.languages import COMPILED, TABLE, compiled_table

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


_NO_DATE = datetime.fromtimestamp(0, UTC)


class CatalogueError(ValueError):
    """A catalogue cannot be used; the text says the file, the line and the reason."""


def read_source(source: Path) -> Catalog:
    """The entries of a ``.po``. Raises :class:`CatalogueError` when it cannot be read as one."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        return read_po(io.BytesIO(source.read_bytes()), charset="utf-8", abort_invalid=True)
    except (PoFileError, UnicodeError) as error:
        raise CatalogueError(f"{source}: {error}") from None


def checked_source(source: Path) -> Catalog:
    """As :func:`read_source`; also refuses what Babel lets through though no text can come of it."""
    try:
        found = list(broken_lines(source))
    except UnicodeError as error:
        raise CatalogueError(f"{source}: {error}") from None
    if not found:
        catalog = read_source(source)
        found = list(broken_entries(source, catalog))
    if found:
        raise CatalogueError("\n".join(found))
    return catalog


def compiled_bytes(source: Path) -> bytes:
    """The compiled form of ``source``, marked with its check sum. Fuzzy and empty entries are left out of
    it.
    """
    from babel import Locale
    from babel.messages.mofile import write_mo

    catalog = checked_source(source)
    if catalog.locale is None:
        # Babel leaves out the plural forms of a language that it does not know (Dari), and gettext then takes the English
        # ones. That there is a locale is enough: tag and forms stay those of the source.
        catalog._locale = Locale("en")
    # Babel writes the minute of the day for what the source does not say: two builds would differ.
    catalog.creation_date = catalog.revision_date = _NO_DATE
    catalog.add(SOURCE_KEY, source_mark(source.read_bytes()))
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _write(target: Path, content: bytes) -> None:
    """Write ``target`` as a whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def compile_folder(folder: Path, target: Path | None = None) -> list[Path]:
    """Compile every ``<tag>/<domain>.po`` of ``folder``, and its table of languages, into ``target`` (the folder
    itself by default).

    Returns the compiled files, current ones too; removes those whose source is gone.
    Raises :class:`CatalogueError` on the first source that cannot be used.
    """
    made = []
    target = target or folder
    for source in sorted(folder.glob("*/*.po")):
        compiled = target / source.relative_to(folder).with_suffix(".mo")
        if compiled_catalogue(source, compiled) is None:
            _write(compiled, compiled_bytes(source))
        made.append(compiled)
    for orphan in set(target.glob("*/*.mo")) - set(made):
        orphan.unlink()
    if (table := folder / TABLE).exists():
        made.append(target / COMPILED)
        _write(made[-1], compiled_table(table.read_bytes()))
    return made


def main(arguments: list[str]) -> int:
    """Compile the folder named in ``arguments`` or the catalogues of this installation; 1 and a line when
    one is bad.
    """
    if arguments:
        folder = Path(arguments[0])
    else:
        from mozaik_tui.language.places import locales_folder

        folder = locales_folder()
    try:
        compile_folder(folder)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
