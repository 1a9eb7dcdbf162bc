"""The server's log: JSON lines on stderr with request ids, and nothing personal (account-service.md,
HTTP version 1).

A record holds no address, no path beyond the route, no body and no exception's text: an exception is told
by its type and by where in our code it was raised.
"""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The request that the running code serves, also on the threads that it is handed to."""

LOGGER = logging.getLogger("mozaik_tui.serve")


def place_of(traceback: TracebackType | None) -> str | None:
    """Module and line of the innermost frame that is ours; ``None`` when none is."""
    found = None
    while traceback is not None:
        module = traceback.tb_frame.f_globals.get("__name__", "")
        if module.startswith("mozaik_tui"):
            found = f"{module}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return found


class JsonLines(logging.Formatter):
    """One JSON object a record; what a caller gives as ``extra={"facts": {…}}`` stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if record.name.startswith("mozaik_tui") else record.name,
        }
        if (current := request_id.get()) is not None:
            line["request_id"] = current
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = place_of(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def write_to(stream: TextIO | None = None) -> None:
    """Send every record of this process to ``stream`` (stderr by default) as JSON lines; the libraries' own
    only from errors on.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.ERROR)
    logging.getLogger("mozaik_tui").setLevel(logging.INFO)
    logging.raiseExceptions = False  # a log that cannot be written must not end a call
