"""The OpenAPI 3.1 document of all calls. FastAPI writes it from the table of calls; requests do not pass through
FastAPI, which would read them a second time (docs/decisions/0010).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mozaik_tui.account.http import openapi
from mozaik_tui.account.http.operations import BASE, OPERATIONS

API_VERSION = "1"
"""Of the contract, not of the program."""


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The document, made when it is first asked for."""
    from fastapi import FastAPI, Response
    from fastapi.openapi.utils import get_openapi

    app = FastAPI(title=openapi.TITLE, version=API_VERSION)
    for operation in OPERATIONS:
        app.add_api_route(
            BASE + operation.path,
            _answered_elsewhere,
            methods=[operation.method],
            name=operation.name,
            summary=operation.name.replace("_", " "),
            status_code=min(operation.answers),
            response_model=None,
            response_class=Response,
            responses=openapi.responses(operation),
            openapi_extra=openapi.particulars(operation),
        )
    made = get_openapi(title=app.title, version=app.version, routes=app.routes)
    made["components"] = openapi.COMPONENTS
    return made


def _answered_elsewhere() -> None:
    """Stands for every call: the house answers them."""
