"""The shape of the settings and their defaults, section by section (command-line.md, Settings file)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.options import MailSettings

EMBEDDED = "embedded"
TerminalTokens = Literal["auto", "required", "off"]
Theme = Literal["auto", "light", "dark", "high-contrast", "monochrome"]


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Which account service. ``url`` is ``embedded`` or an address; ``database`` ``None`` means the embedded
    file.

    ``proxies`` are networks in CIDR form. ``token`` is this terminal's, when a file or a variable gave it.
    """

    url: str = EMBEDDED
    database: str | None = field(default=None, repr=False)
    database_direct: str | None = field(default=None, repr=False)
    proxies: tuple[str, ...] = ()
    terminal_tokens: TerminalTokens = "auto"
    token: str | None = field(default=None, repr=False)

    @property
    def embedded(self) -> bool:
        """Whether the service lives in this process."""
        return self.url == EMBEDDED


@dataclass(frozen=True, slots=True)
class PasswordSettings:
    """``refuse_common``: the list of common passwords is refused (journey.md, Password)."""

    refuse_common: bool = True


@dataclass(frozen=True, slots=True)
class LanguageSettings:
    """``offered``: tags, ``None`` for all there are; ``default``: the one that the language screen starts
    on.
    """

    offered: tuple[str, ...] | None = None
    default: str = "fr"


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """Seconds without a key before the ``warning`` countdown, and how long that runs; the exit PIN only as a
    hash.
    """

    idle: int = 120
    warning: int = 30
    exit_pin_hash: str = field(default="", repr=False)
    restart: bool = True


@dataclass(frozen=True, slots=True)
class SupportSettings:
    """Whom to ask: contact lines per id of a school body; the key ``default`` serves those without lines."""

    contacts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def lines(self, school_body: str | None = None) -> tuple[str, ...]:
        """The contact lines of ``school_body``, else the default ones, else none."""
        return self.contacts.get(school_body or "default", self.contacts.get("default", ()))


@dataclass(frozen=True, slots=True)
class InterfaceSettings:
    """How it looks: ``theme`` (``auto`` follows the terminal) and ``reduced_motion``."""

    theme: Theme = "auto"
    reduced_motion: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is configured.

    ``language``: the offered tag to start in, ``None`` for the language screen. ``plain``: asked for by
    option. ``terminal``: the profile that overrules the recognised one. ``practice``: codes on the screen
    and an invented registry (journey.md, Practice and real). ``throwaway``: the data directory is made for
    this run and removed after it.
    """

    service: ServiceSettings
    mail: MailSettings
    limits: Limits
    password: PasswordSettings
    languages: LanguageSettings
    kiosk: KioskSettings
    support: SupportSettings
    interface: InterfaceSettings
    data_dir: Path
    practice: bool
    throwaway: bool = False
    language: str | None = None
    terminal: str | None = None
    plain: bool = False
    secret_file: Path | None = None

    @property
    def database_url(self) -> str:
        """The database of the commands: what is configured, else the embedded file of the data directory."""
        return self.service.database or f"sqlite:///{self.data_dir / 'accounts.sqlite'}"
