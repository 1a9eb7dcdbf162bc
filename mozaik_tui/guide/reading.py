"""From steps files to a procedure: ours, and over it what a school body says differently.

In a school body's file every key but ``format`` and ``version`` may be left out. ``order`` and ``everywhere`` replace
ours; steps, troubles, labels, addresses and texts replace ours by their names, or are added.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from . import tables
from .crossing import cross_checked
from .procedure import Item, Portal, Procedure, Step, Trouble
from .steps_file import StepsFile

_TABLES = ("portal", "labels", "school_body", "texts", "step", "trouble")


def load_procedure(own: Path | None = None) -> Procedure:
    """Our procedure, or with the file ``own`` over it.

    Raises :class:`~mozaik_tui.guide.steps_file.GuideFileError` or, when the file cannot be read as TOML,
    :class:`~mozaik_tui.settings.errors.SettingsError`: file, line and reason.
    """
    with as_file(files("mozaik_tui.data") / "procedure.toml") as file:
        read = _Reading()
        read.put(StepsFile(file))
        if own is not None:
            read.put(StepsFile(own))
        return cross_checked(read.procedure(), read.sources)


class _Reading:
    """What the files said so far; the later one goes before."""

    def __init__(self) -> None:
        self.sources: list[StepsFile] = []
        self._top: dict[str, Any] = {}
        self._portal: dict[str, Any] = {}
        self._labels: dict[str, str] = {}
        self._school: dict[str, Any] = {}
        self._steps: dict[str, Step] = {}
        self._troubles: dict[str, Trouble] = {}
        self._texts: dict[str, dict[str, str]] = {}

    def put(self, source: StepsFile) -> None:
        """Take one file over those before it."""
        self.sources.append(source)
        self._top |= source.table(source.tables, (), tables.TOP, *_TABLES)
        self._portal |= source.table(source.mapping("portal"), ("portal",), tables.PORTAL)
        self._school |= source.table(source.mapping("school_body"), ("school_body",), tables.SCHOOL_BODY)
        for key, value in source.mapping("labels").items():
            source.take(tables.name, key, ("labels", key))
            self._labels[key] = str(source.take(tables.text, value, ("labels", key)))
        self._put_steps(source)
        self._put_troubles(source)
        for tag, texts in source.mapping("texts").items():
            self._put_texts(source, tag, texts)

    def _put_steps(self, source: StepsFile) -> None:
        seen: set[str] = set()
        for where, entry in source.array("step"):
            values: dict[str, Any] = source.table(entry, where, tables.STEP, "picture")
            _once(source, where, values["name"], seen)
            assert isinstance(entry, dict)
            picture = _picture(source, (*where, "picture"), entry.get("picture", []))
            self._steps[values["name"]] = Step(**values, picture=picture)

    def _put_troubles(self, source: StepsFile) -> None:
        seen: set[str] = set()
        for where, entry in source.array("trouble"):
            values: dict[str, Any] = source.table(entry, where, tables.TROUBLE)
            _once(source, where, values["name"], seen)
            self._troubles[values["name"]] = Trouble(**values)

    def _put_texts(self, source: StepsFile, tag: str, texts: object) -> None:
        if not isinstance(texts, Mapping):
            raise source.refuse(("texts", tag), "wrong_type", kind="table")
        for key, value in texts.items():
            text = str(source.take(tables.text, value, ("texts", tag, key)))
            self._texts.setdefault(tag, {})[key] = text

    def procedure(self) -> Procedure:
        """All of it; names that stand nowhere are told by :func:`cross_checked`."""
        order = self._top["order"]
        return Procedure(
            version=self._top["version"],
            portal=Portal(**self._portal),
            labels=self._labels,
            steps=tuple(self._steps.get(name, Step(name)) for name in order),
            troubles={name: self._within(order, trouble) for name, trouble in self._troubles.items()},
            everywhere=self._top["everywhere"],
            school_body=self._school.get("id", ""),
            contact=self._school.get("contact", ()),
            texts=self._texts,
        )

    def _within(self, order: tuple[str, ...], trouble: Trouble) -> Trouble:
        """A step that the order leaves out cannot be taken up again; a name that no step has stays, to be told."""
        left_out = trouble.go in self._steps and trouble.go not in order
        return trouble._replace(go="") if left_out else trouble


def _once(source: StepsFile, where: tuple[str, ...], name: str, seen: set[str]) -> None:
    if name in seen:
        raise source.refuse((*where, "name"), "twice", name=name)
    seen.add(name)


def _picture(source: StepsFile, where: tuple[str, ...], value: object) -> tuple[Item, ...]:
    if not isinstance(value, list):
        raise source.refuse(where, "wrong_type", kind="list")
    entries: list[dict[str, Any]] = [source.table(entry, where, tables.ITEM) for entry in value]
    return tuple(Item(**entry) for entry in entries)
