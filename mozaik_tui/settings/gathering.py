"""Collects what the settings file, the variables and the options say, key by key, with the place of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mozaik_tui.settings.checks import POSTGRESQL, holds_password, school_body
from mozaik_tui.settings.environment import variables
from mozaik_tui.settings.errors import Place, SettingsError, WrongValueError
from mozaik_tui.settings.secrets import SECRET_KEYS, given_secret, keyring_secret, token_entry

if TYPE_CHECKING:
    from mozaik_tui.settings.kinds import Kind

Given = TypeVar("Given")
SUPPORT = "support."


def kind_of(key: str) -> Kind:
    """The kind of a key from outside the file, where a database may carry its password."""
    # Here and below: most runs have no key at all to judge, and a start need not load them.
    from mozaik_tui.settings.keys import CONTACT, KEYS, SECRETS

    if key.startswith(SUPPORT):
        return CONTACT
    section, _, name = key.partition(".")
    return SECRETS.get(key) or KEYS[section][name]


class Gathered:
    """What was said so far: values by key with their places, and the contact lines by school body."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, Place] = {}
        self.contacts: dict[str, tuple[str, ...]] = {}

    def put(self, key: str, place: Place, reader: Callable[[Given], object], given: Given) -> None:
        """Keep what ``reader`` makes of ``given``; its objection becomes a :class:`SettingsError` at
        ``place``.
        """
        try:
            value = reader(given)
            if key.startswith(SUPPORT):
                assert isinstance(value, tuple)
                self.contacts[school_body(key.removeprefix(SUPPORT))] = value
            else:
                self.values[key], self.places[key] = value, place
        except WrongValueError as wrong:
            raise SettingsError(place, wrong.reason, wrong.figures) from None

    def put_file(self, file: Path) -> None:
        """Take over a settings file; unknown keys and secrets in it are refused."""
        from mozaik_tui.settings.keys import CONTACT, KEYS, SECRETS
        from mozaik_tui.settings.tomlfile import line_of, read_toml

        text, tables = read_toml(file)
        for section, table in tables.items():
            here = Place(section, file, line_of(text, (section,)))
            if section not in KEYS:
                raise SettingsError(here, "unknown_key")
            if not isinstance(table, dict):
                raise SettingsError(here, "section")
            for key, value in table.items():
                name = f"{section}.{key}"
                place = Place(name, file, line_of(text, (section, key)))
                kind = CONTACT if section == "support" else KEYS[section].get(key)
                if kind is None:
                    raise SettingsError(place, "secret_in_file" if name in SECRETS else "unknown_key")
                self.put(name, place, kind.take, value)

    def put_variables(self, environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Take over the variables of sections; return the others: what they set → (name, text)."""
        others: dict[str, tuple[str, str]] = {}
        # The short name of a key goes before its long one: MOZAIK_SERVICE before MOZAIK_SERVICE__URL.
        for name, key, text in sorted(variables(environ), key=lambda found: "__" not in found[0]):
            if "." in key:
                self.put(key, Place(name), kind_of(key).read, text)
            else:
                others[key] = (name, text)
        return others

    def put_secrets(self, environ: Mapping[str, str]) -> None:
        """Take over the secrets that the variables hold, or whose files they name."""
        for key in SECRET_KEYS:
            if given := given_secret(key, environ):
                self.put(key, Place(given[0]), kind_of(key).read, given[1])

    def put_keyring(self) -> None:
        """Ask the system keyring for the secrets that this run needs and that nothing gave so far.

        A relay that wants a user's name wants a password; a service elsewhere a token; a PostgreSQL database
        without a password in its address may have its whole address there.
        """
        needed = []
        if self.values.get("mail.transport") == "smtp" and self.values.get("mail.user"):
            needed.append("mail.password")
        if self.values.get("service.url", "embedded") != "embedded":
            needed.append("service.token")
        wanted = [key for key in needed if key not in self.values]
        for key in ("service.database", "service.database_direct"):
            url = self.values.get(key, "")
            if url.startswith(POSTGRESQL) and not holds_password(url):
                wanted.append(key)
        for key in wanted:
            entry = token_entry(self.values["service.url"]) if key == "service.token" else key
            if secret := keyring_secret(entry):
                self.put(key, Place(key), kind_of(key).read, secret)
