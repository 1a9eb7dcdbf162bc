"""Puts the guide together from the settings: its procedure, its languages, whom to ask. Opens nothing but files to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..language import Language, offered
from ..policy import HOME, Policy
from ..session import today_in_quebec
from .reading import load_procedure
from .run_of_guide import Guide

if TYPE_CHECKING:
    from ..settings import Settings


class AssembledGuide(NamedTuple):
    """The guide, the languages that may be chosen, and the settings for how it looks."""

    guide: Guide
    languages: tuple[Language, ...]
    settings: Settings


def assembled_guide(settings: Settings, policy: Policy = HOME) -> AssembledGuide:
    """The guide of ``settings``, with the steps file that they name over ours.

    Raises :class:`~mozaik_tui.settings.errors.SettingsError` when the file cannot be used.
    """
    own = Path(settings.guide.file) if settings.guide.file else None
    guide = Guide(
        load_procedure(own),
        today_in_quebec,
        language=settings.language,
        policy=policy,
        contacts=settings.support.contacts,
    )
    return AssembledGuide(guide, offered(settings.languages.offered), settings)
