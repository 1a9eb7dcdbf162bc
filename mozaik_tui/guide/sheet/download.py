"""The sheet for a page in a browser: a file that the browser saves. The server keeps none and prints none."""

from __future__ import annotations

from base64 import b64encode

from ..run_of_guide import Notice
from .content import Sheet
from .delivery import FILE_NAME
from .page import sheet_page

FILE = f"{FILE_NAME}.html"
SENT = Notice("sheet.done.file", well=True, file=FILE)


def for_page(sheet: Sheet) -> str:
    """Name and content of the file, in one line of ASCII: ``name;base64``."""
    return f"{FILE};{b64encode(sheet_page(sheet).encode()).decode('ascii')}"
