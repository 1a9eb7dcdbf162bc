"""The table of offered languages, read from ``locales/languages.toml``."""

import marshal
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from mozaik_tui.language.catalogue import source_mark
from mozaik_tui.language.places import FRENCH, PSEUDO, locales_folder


class Language(NamedTuple):
    """One offered language. ``name`` is its own name, ``french`` its French name, ``script`` ISO 15924.

    ``cldr`` is the locale of its dates and units, ``months`` and ``units`` stand in for what CLDR lacks;
    ``needs`` what a terminal must be able to do to show it; ``searched`` other names that it is found by;
    ``seen`` its own name in the order and the forms that are sent to a terminal that leaves both to us, where
    that is another text and the table was compiled.
    """

    tag: str
    name: str
    french: str
    direction: Literal["ltr", "rtl"]
    script: str
    cldr: str
    needs: tuple[str, ...] = ()
    searched: str = ""
    months: tuple[str, ...] = ()
    units: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    seen: str = ""


TABLE = "languages.toml"
COMPILED = "languages.table"
"""Beside the table: its rows as `marshal` writes them, with the check sum of their source. A start reads no TOML."""


def rows_of(source: bytes) -> list[dict[str, Any]]:
    """The rows of a table of these bytes. Raises ``tomllib.TOMLDecodeError``."""
    import tomllib

    return list(tomllib.loads(source.decode("utf-8"))["language"])


def compiled_table(source: bytes) -> bytes:
    """What :data:`COMPILED` holds for a table of these bytes: its rows, and how the names from the right are seen.

    The first screen shows those names; what orders and shapes would be loaded for them alone.
    """
    from .lines import visual

    rows = [
        {**row, "seen": visual(row["name"], 0)} if row["direction"] == "rtl" else row
        for row in rows_of(source)
    ]
    return marshal.dumps((source_mark(source), rows))


def _rows() -> list[dict[str, Any]]:
    """The rows of the table, from its compiled form where that is of this very table."""
    folder = locales_folder()
    source = (folder / TABLE).read_bytes()
    try:
        mark, rows = marshal.loads((folder / COMPILED).read_bytes())  # noqa: S302  # as much ours as the byte code
    except (OSError, EOFError, ValueError, TypeError):  # none yet, or of another Python
        mark, rows = "", list[dict[str, Any]]()
    return rows if mark == source_mark(source) else rows_of(source)


@lru_cache(maxsize=1)
def _table() -> dict[str, Language]:
    return {row["tag"]: Language(**{name: _fixed(value) for name, value in row.items()}) for row in _rows()}


def _fixed(value: Any) -> Any:
    """Lists of a row as tuples: the table is shared."""
    if isinstance(value, dict):
        return MappingProxyType({name: _fixed(each) for name, each in value.items()})
    return tuple(value) if isinstance(value, list) else value


def offered(only: Iterable[str] | None = None) -> tuple[Language, ...]:
    """The offered languages in the order of the language screen.

    ``only`` narrows them to the tags of the setting ``languages.offered``; French stays, whatever it says.
    """
    table = _table()
    if only is None:
        return tuple(table.values())
    wanted = {FRENCH, *only}
    return tuple(entry for tag, entry in table.items() if tag in wanted)


def language(tag: str) -> Language:
    """The language of exactly this tag (the pseudo-language too); ``KeyError`` for any other."""
    if tag == PSEUDO:
        french = _table()[FRENCH]
        return Language(PSEUDO, "⟦Pseudo⟧", "pseudo-langue", "ltr", french.script, french.cldr)
    return _table()[tag]
