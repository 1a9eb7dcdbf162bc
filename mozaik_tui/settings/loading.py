"""Puts the settings together: defaults, then the file, then the variables, then the options of the command
line.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.settings.errors import Place, SettingsError
from mozaik_tui.settings.gathering import Gathered, kind_of
from mozaik_tui.settings.model import (
    GuideSettings,
    InterfaceSettings,
    KioskSettings,
    LanguageSettings,
    PasswordSettings,
    ServiceSettings,
    Settings,
    SupportSettings,
)

ATTRIBUTES = {"mail.from": "sender"}
"""Keys whose field in ``model.py`` has another name: ``from`` is a word of Python."""
SECTION_OPTIONS = {"service": "service.url", "database": "service.database"}
"""Options that set a key of a section; the others set a field of :class:`Settings` by their own name."""


def _section(kind: type[Any], name: str, values: Mapping[str, Any]) -> Any:
    """The section ``kind`` from the keys ``name.…``; what was not said keeps its default."""
    prefix = f"{name}."
    return kind(
        **{ATTRIBUTES.get(key, key[len(prefix) :]): values[key] for key in values if key.startswith(prefix)}
    )


def _checked_mail(gathered: Gathered, mail: MailSettings) -> MailSettings:
    """Refuse a relay without a name or a sender at the place that chose the relay."""
    if mail.transport == "smtp":
        for key, there in (("mail.host", mail.host), ("mail.from", "@" in mail.sender)):
            if not there:
                place = gathered.places.get(key, gathered.places["mail.transport"])
                raise SettingsError(place, "smtp_needs", {"key": key})
    return mail


def _start_language(given: tuple[str, str] | None, languages: LanguageSettings) -> str | None:
    """The offered tag that is nearest to the one asked for, or the pseudo-language; ``None`` when none was."""
    if given is None:
        return None
    from mozaik_tui.language import nearest, offered
    from mozaik_tui.language.places import PSEUDO

    name, tag = given
    try:
        return nearest(tag, [*offered(languages.offered), PSEUDO])
    except ValueError:
        raise SettingsError(Place(name), "tag") from None


def _terminal(given: tuple[str, str] | None) -> str | None:
    """The profile that overrules the recognised one; refused by its name when there is none of it."""
    if given is None:
        return None
    from mozaik_tui.language.terminals.profiles import PROFILES

    name, profile = given
    if profile not in PROFILES:
        raise SettingsError(Place(name), "word", {"choices": ", ".join(PROFILES)})
    return profile


def _default_data_dir() -> Path:
    from platformdirs import user_data_path

    return user_data_path("mozaik-tui", appauthor=False)


def load(
    environ: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    *,
    practice: bool = False,
    keyring: bool = True,
) -> Settings:
    """The settings of this run.

    ``options`` are those of the command line by name without dashes: ``config``, ``service``, ``database``,
    ``data-dir``, ``language``, ``terminal``, ``plain``. ``practice``: practice even if something is
    configured, in a data directory that the caller makes and removes (``throwaway``).
    ``keyring``: whether the system keyring may be asked for secrets; a run without a service needs none.

    Raises :class:`SettingsError`: one line with file, line and key, or with the variable or the option.
    """
    environ = os.environ if environ is None else environ
    options = options or {}
    gathered = Gathered()
    config = options.get("config") or environ.get("MOZAIK_CONFIG")
    if config:
        gathered.put_file(Path(config))
    others = gathered.put_variables(environ)
    for option, text in options.items():
        if key := SECTION_OPTIONS.get(option):
            gathered.put(key, Place(f"--{option}"), kind_of(key).read, text)
        else:
            others[option.replace("-", "_")] = (f"--{option}", text)
    if practice:
        others.pop("secret_file", None)
    else:
        gathered.put_secrets(environ)
        if keyring:
            gathered.put_keyring()
    values = gathered.values
    if practice:
        # Whatever is configured: no relay, no registry and no database but the throw-away ones.
        kept = ("limits.", "password.", "languages.", "kiosk.", "guide.", "interface.")
        values = {key: value for key, value in values.items() if key.startswith(kept)}
    service = _section(ServiceSettings, "service", values)
    mail = _checked_mail(gathered, _section(MailSettings, "mail", values))
    languages = _section(LanguageSettings, "languages", values)
    return Settings(
        service=service,
        mail=mail,
        limits=_section(Limits, "limits", values),
        password=_section(PasswordSettings, "password", values),
        languages=languages,
        kiosk=_section(KioskSettings, "kiosk", values),
        support=SupportSettings(MappingProxyType(gathered.contacts)),
        guide=_section(GuideSettings, "guide", values),
        interface=_section(InterfaceSettings, "interface", values),
        data_dir=Path(others["data_dir"][1]).absolute() if "data_dir" in others else _default_data_dir(),
        practice=practice or (service.embedded and mail.transport == "practice"),
        throwaway=practice,
        language=_start_language(others.get("language"), languages),
        terminal=_terminal(others.get("terminal")),
        plain="plain" in others,
        secret_file=Path(others["secret_file"][1]) if "secret_file" in others else None,
    )
