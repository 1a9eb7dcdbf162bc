"""The shape of the settings and their defaults, section by section (command-line.md, Settings file).

Named tuples: they are made at every start, before the first frame, in an eighth of the time of dataclasses.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.options import MailSettings

EMBEDDED = "embedded"
TerminalTokens = Literal["auto", "required", "off"]
Theme = Literal["auto", "light", "dark", "high-contrast", "monochrome"]


class ServiceSettings(NamedTuple):
    """Which account service. ``url`` is ``embedded`` or an address; ``database`` ``None`` means the embedded
    file.

    ``proxies`` are networks in CIDR form. ``token`` is this terminal's, when a file or a variable gave it.
    """

    url: str = EMBEDDED
    database: str | None = None
    database_direct: str | None = None
    proxies: tuple[str, ...] = ()
    terminal_tokens: TerminalTokens = "auto"
    token: str | None = None

    def __repr__(self) -> str:
        """Without the addresses of databases, which may hold a password, and without the token."""
        return f"ServiceSettings(url={self.url!r}, proxies={self.proxies!r}, terminal_tokens={self.terminal_tokens!r})"

    @property
    def embedded(self) -> bool:
        """Whether the service lives in this process."""
        return self.url == EMBEDDED


class PasswordSettings(NamedTuple):
    """``refuse_common``: the list of common passwords is refused (journey.md, Password)."""

    refuse_common: bool = True


class LanguageSettings(NamedTuple):
    """``offered``: tags, ``None`` for all there are; ``default``: the one that the language screen starts
    on.
    """

    offered: tuple[str, ...] | None = None
    default: str = "fr"


class KioskSettings(NamedTuple):
    """Seconds without a key before the ``warning`` countdown, and how long that runs; the exit PIN only as a
    hash.
    """

    idle: int = 120
    warning: int = 30
    exit_pin_hash: str = ""
    restart: bool = True

    def __repr__(self) -> str:
        """Without the hash."""
        return f"KioskSettings(idle={self.idle}, warning={self.warning}, restart={self.restart})"


class SupportSettings(NamedTuple):
    """Whom to ask: contact lines per id of a school body; the key ``default`` serves those without lines."""

    contacts: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def lines(self, school_body: str | None = None) -> tuple[str, ...]:
        """The contact lines of ``school_body``, else the default ones, else none."""
        return self.contacts.get(school_body or "default", self.contacts.get("default", ()))


class GuideSettings(NamedTuple):
    """``file``: a school body's own steps, which say what is different from ours; empty for none."""

    file: str = ""


class InterfaceSettings(NamedTuple):
    """How it looks: ``theme`` (``auto`` follows the terminal) and ``reduced_motion``."""

    theme: Theme = "auto"
    reduced_motion: bool = False


class Settings(NamedTuple):
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
    guide: GuideSettings
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
