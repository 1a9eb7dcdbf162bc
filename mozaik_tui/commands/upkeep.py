"""The service's context as the commands of upkeep need it: a database, its keys, the figures
(command-line.md).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mozaik_tui.commands.database import open_database

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.settings import Settings


@contextmanager
def open_context(settings: Settings) -> Iterator[Context]:
    """The service of ``settings`` without its calls. Raises ``ServiceFault`` and ``CommandError``."""
    from mozaik_tui.account.context import Context

    with open_database(settings) as (store, keys):
        yield Context(store, keys, settings.limits, time.time)
