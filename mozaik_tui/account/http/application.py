"""The FastAPI application behind the gate: a route for every call of the table, and the document of them
all.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.responses import StreamingResponse

from mozaik_tui.account.contract import STATUS, Refusal
from mozaik_tui.account.http import openapi, problems
from mozaik_tui.account.http.asked import Asked
from mozaik_tui.account.http.gate import ASKED
from mozaik_tui.account.http.house import House
from mozaik_tui.account.http.operations import BASE, OPERATIONS, Operation

API_VERSION = "1"
"""Of the contract, not of the program."""


def application(house: House, digits: int) -> FastAPI:
    """All calls of version 1 on an open service. ``digits`` of a code, for the texts of refusals."""
    app = FastAPI(
        title=openapi.TITLE,
        version=API_VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    document = _Document(app)
    for operation in OPERATIONS:
        endpoint = document.endpoint if operation.name == "openapi" else _endpoint(house, digits)
        _add(app, operation, endpoint)
    return app


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the application."""
    made = get_openapi(title=app.title, version=app.version, routes=app.routes)
    made["components"] = openapi.COMPONENTS
    return made


class _Document:
    """The OpenAPI document, made when it is first asked for."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._text: bytes | None = None

    async def endpoint(self, request: Request) -> Response:
        """``GET /v1/openapi.json``."""
        asked: Asked = request.scope[ASKED]
        if asked.refusal is not None:
            return _refused(asked, asked.refusal, 6)
        if self._text is None:
            self._text = json.dumps(described(self._app), ensure_ascii=False).encode()
        return Response(self._text, media_type="application/json")


def _endpoint(house: House, digits: int) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        asked: Asked = request.scope[ASKED]
        try:
            answered = await house.answer(asked)
        except Refusal as refusal:
            return _refused(asked, refusal, digits)
        if asked.operation.lane == "stream" and isinstance(answered.body, dict):
            views = house.streams.follow(asked.operation.name, asked.bearer, answered.body)
            return StreamingResponse(views, answered.status, media_type=asked.operation.media)
        if answered.body is None:
            return Response(status_code=answered.status)
        return Response(problems.encoded(answered.body), answered.status, media_type="application/json")

    return endpoint


def _refused(asked: Asked, refusal: Refusal, digits: int) -> Response:
    asked.code = refusal.code
    document = problems.document(refusal, asked.request_id, asked.language, {"digits": digits})
    headers = {name.decode(): value.decode() for name, value in problems.headers(refusal, asked.language)}
    return Response(problems.encoded(document), STATUS[refusal.code], headers)


def _add(app: FastAPI, operation: Operation, endpoint: Callable[[Request], Awaitable[Response]]) -> None:
    app.add_api_route(
        BASE + operation.path,
        endpoint,
        methods=[operation.method],
        name=operation.name,
        summary=operation.name.replace("_", " "),
        status_code=min(operation.answers),
        response_model=None,
        response_class=Response,
        responses=openapi.responses(operation),
        openapi_extra=openapi.particulars(operation),
    )
