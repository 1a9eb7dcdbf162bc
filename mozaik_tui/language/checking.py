"""What a catalogue must be like before it is compiled, told by line; used by the compiler and by the tests.

Babel reads many broken sources without a word (a lost quotation mark makes an empty text): so lines and
fields are looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

_LINE = re.compile(r'(#.*|((msgid|msgid_plural|msgstr(\[[0-9]\])?)\s+)?"(\\.|[^"\\])*")?')
_KEY = re.compile(r"[a-z]+(\.[A-Za-z0-9_-]+)+")
_FIELD = re.compile(r"[a-z_]+")
_FEW = 2
"""Broken lines that are told: the first ones show what happened."""


def texts_of(message: Message) -> tuple[str, ...]:
    """The translated forms of an entry, one for a text without a number."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def key_of(message: Message) -> str:
    """The symbolic key of an entry."""
    return message.id if isinstance(message.id, str) else message.id[0]


def fields_of(text: str) -> frozenset[str]:
    """The names of the ``{fields}`` of a text; ``ValueError`` for anything but a simple name."""
    found = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            if not _FIELD.fullmatch(name) or spec or conversion:
                raise ValueError("a field is a simple name in braces")
            found.add(name)
    return frozenset(found)


def broken_lines(source: Path) -> Iterator[str]:
    """What is no line of a catalogue, and keys that stand twice."""
    told = 0
    seen: set[str] = set()
    for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
        if not _LINE.fullmatch(line) and told < _FEW:
            told += 1
            yield f"{source}:{number}: this is no line of a catalogue"
        if match := re.fullmatch(r'msgid\s+"(.+)"', line):
            if match[1] in seen:
                yield f"{source}:{number}: {match[1]} stands twice"
            seen.add(match[1])


def broken_entries(source: Path, catalog: Catalog) -> Iterator[str]:
    """Entries with a key of another domain, with strange fields, or with the wrong count of plural forms."""
    for message in catalog:
        key = key_of(message)
        if not key:
            continue
        if not _KEY.fullmatch(key) or key.partition(".")[0] != source.stem:
            yield f"{source}: {key}: the key of another catalogue, or none"
        if message.pluralizable and len(texts_of(message)) != catalog.num_plurals:
            yield f"{source}: {key}: this language has {catalog.num_plurals} plural forms"
        for text in texts_of(message):
            try:
                fields_of(text)
            except ValueError as error:
                yield f"{source}: {key}: {error}"
