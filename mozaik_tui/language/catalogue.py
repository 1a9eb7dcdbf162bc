"""Reads one domain of one language: the compiled catalogue, or its source where that is newer.

A catalogue is known to be compiled from the source beside it by the source's check sum, which the compiler
puts among its entries: times of files are shuffled by installers and by git, and a needless reading of the
source costs the first screen a tenth of a second. A ``.mo`` made by other tools has no such entry; there the
times decide.
"""

from __future__ import annotations

import io
import os
import zlib
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations

from mozaik_tui.language.places import locales_path

TYPE_CHECKING = False  # `typing` is left out of what `--help` waits for; type checkers know the name
if TYPE_CHECKING:
    from typing import NoReturn

SOURCE_KEY = "catalogue.source"
"""The entry of a compiled catalogue that holds the check sum of its source; no domain has this name."""


COMPILER = 3
"""Changes when the same source is compiled into something else: what was compiled before is compiled again."""


class _Strict(NullTranslations):
    """Stands behind a catalogue and turns a missing key into ``KeyError`` instead of showing the key to a
    parent.
    """

    def gettext(self, message: str) -> NoReturn:
        """Refuse ``message``, which the catalogue in front does not hold."""
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> NoReturn:  # noqa: ARG002
        """Refuse ``msgid1``, which the catalogue in front does not hold in this number."""
        raise KeyError(msgid1)


def source_mark(source: bytes) -> str:
    """The check sum that ties a compiled catalogue to its source and compiler (no security rests on it)."""
    return f"{zlib.crc32(source):08x}-{len(source)}-{COMPILER}"


def compiled_name(source: str | os.PathLike[str]) -> str:
    """The file that ``source`` is compiled into: beside it, with the ending ``.mo``."""
    return os.path.splitext(source)[0] + ".mo"


def _bytes_of(file: str | os.PathLike[str]) -> bytes:
    with open(file, "rb") as handle:
        return handle.read()


def compiled_catalogue(
    source: str | os.PathLike[str], target: str | os.PathLike[str]
) -> GNUTranslations | None:
    """The compiled catalogue, or ``None`` when there is none or when it is not of this source."""
    try:
        found = GNUTranslations(io.BytesIO(_bytes_of(target)))
    except Exception:  # no such file, or one that is damaged in any way: the source is there for that
        return None
    if not os.path.exists(source):
        return found
    mark = found.gettext(SOURCE_KEY)
    if mark == SOURCE_KEY:
        return found if os.path.getmtime(target) >= os.path.getmtime(source) else None
    return found if mark == source_mark(_bytes_of(source)) else None


def _from_source(source: str | os.PathLike[str]) -> GNUTranslations:
    """The catalogue read from its source, in memory (needs Babel)."""
    from pathlib import Path

    from mozaik_tui.language.compile import compiled_bytes

    return GNUTranslations(io.BytesIO(compiled_bytes(Path(source))))


def read_catalogue(source: str | os.PathLike[str]) -> GNUTranslations:
    """The catalogue of ``source`` (a ``.po``), whose missing keys raise ``KeyError``.

    Raises ``FileNotFoundError`` when there is neither a source nor a compiled catalogue.
    """
    catalogue = compiled_catalogue(source, compiled_name(source)) or _from_source(source)
    catalogue.add_fallback(_Strict())
    return catalogue


def is_draft(tag: str) -> bool:
    """Whether the texts of ``tag`` wait for a reader of the language (``X-Review-Status`` in their headers)."""
    catalogue = load(tag, "screen")
    return catalogue is not None and catalogue.info().get("x-review-status") != "reviewed"


@lru_cache(maxsize=256)
def load(tag: str, domain: str) -> GNUTranslations | None:
    """One domain of one language, read once a process; ``None`` when the language has no such domain."""
    if not domain.isidentifier():
        return None
    try:
        return read_catalogue(os.path.join(locales_path(), tag, f"{domain}.po"))
    except FileNotFoundError:
        return None
