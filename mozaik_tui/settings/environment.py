"""The ``MOZAIK_…`` variables: which exist, and what they set (command-line.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mozaik_tui.settings.errors import Place, SettingsError
from mozaik_tui.settings.secrets import SECRET_KEYS, variable_of

PREFIX = "MOZAIK_"
SHORT = {
    "MOZAIK_LANGUAGE": "language",
    "MOZAIK_SERVICE": "service.url",
    "MOZAIK_CONFIG": "config",
    "MOZAIK_DATA_DIR": "data_dir",
    "MOZAIK_TERMINAL": "terminal",
    "MOZAIK_SECRET_FILE": "secret_file",
}
"""The variables of a name of their own, and what they set."""

# Asked of the project's own check (Makefile): the programs that its tests start inherit it.
_OTHERS = {"MOZAIK_PROVE"}


def _known() -> dict[str, str]:
    """Every variable of a section's key with that key. Most runs have none, and do not load the keys for it."""
    from mozaik_tui.settings.keys import KEYS

    keys = [f"{section}.{key}" for section, table in KEYS.items() for key in table]
    return {variable_of(key): key for key in keys}


def variables(environ: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Name, key and text of every variable that sets something and is no secret.

    An empty variable counts as unset. Raises :class:`SettingsError` for an unknown name.
    """
    secrets = {variable_of(key) for key in SECRET_KEYS}
    secrets |= {f"{name}_FILE" for name in secrets}
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name in secrets or name in _OTHERS:
            continue
        if name in SHORT:
            key = SHORT[name]
        elif known := _known().get(name):
            key = known
        elif name.startswith(variable_of("support.")):
            key = "support." + name.removeprefix(variable_of("support.")).lower()
        else:
            raise SettingsError(Place(name), "unknown_variable")
        if environ[name]:
            yield name, key, environ[name]
