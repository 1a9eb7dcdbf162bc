"""Every key of the settings file with its kind, section by section (command-line.md, Settings file).

Only what is written here is known: an unknown key is refused. Defaults are those in
``model.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from mozaik_tui.account.limits import Limits
from mozaik_tui.settings.checks import (
    database_url,
    database_url_of_file,
    network,
    offered_tag,
    service_url,
)
from mozaik_tui.settings.kinds import Flag, Kind, Seconds, Text, Texts, Whole, Word
from mozaik_tui.settings.secrets import SECRET_KEYS

CONTACT = Texts(Text(), between=";")

# A code of fewer digits could be guessed within its tries; more would not fit the e-mail and the field.
_LIMITS: dict[str, Kind] = {**dict.fromkeys(Limits._fields, Whole()), "code_digits": Whole(4, 10)}

KEYS: Mapping[str, Mapping[str, Kind]] = {
    "service": {
        "url": Text(service_url),
        "database": Text(database_url_of_file),
        "database_direct": Text(database_url_of_file),
        "proxies": Texts(Text(network)),
        "terminal_tokens": Word(("auto", "required", "off")),
    },
    "mail": {
        "transport": Word(("practice", "smtp")),
        "host": Text(),
        "port": Whole(1, 65535),
        "user": Text(),
        "from": Text(),
        "tls": Word(("required", "opportunistic", "none")),
        "retry_first": Seconds(),
        "retry_max": Seconds(),
        "lease": Seconds(),
        "connect_timeout": Seconds(),
        "command_timeout": Seconds(),
        "data_timeout": Seconds(),
    },
    "limits": _LIMITS,
    "password": {"refuse_common": Flag()},
    "languages": {"offered": Texts(Text(offered_tag)), "default": Text(offered_tag)},
    "kiosk": {"idle": Whole(1), "warning": Whole(1), "exit_pin_hash": Text(), "restart": Flag()},
    "support": {},
    "guide": {"file": Text()},
    "interface": {
        "theme": Word(("auto", "light", "dark", "high-contrast", "monochrome")),
        "reduced_motion": Flag(),
    },
}

SECRETS: Mapping[str, Kind] = {
    key: Text(database_url) if key.startswith("service.database") else Text() for key in SECRET_KEYS
}
"""The kinds of what is secret; elsewhere than in the file a database may carry its password."""
