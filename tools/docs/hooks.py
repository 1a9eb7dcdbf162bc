"""What MkDocs asks us while it builds: pages that are still to come are left out of the navigation."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def _there(entry: Any, folder: Path) -> Any:
    """The entry without pages that are not in the folder; ``None`` when nothing is left of it."""
    if isinstance(entry, str):
        return entry if (folder / entry).exists() else None
    if isinstance(entry, dict):
        kept = {title: _there(inner, folder) for title, inner in entry.items()}
        return {title: inner for title, inner in kept.items() if inner} or None
    return [found for inner in entry if (found := _there(inner, folder))]


def on_config(config: Any) -> Any:
    """The navigation of the pages that are there, so that one which comes later only has to be written."""
    config["nav"] = _there(config["nav"], Path(config["docs_dir"]))
    return config
