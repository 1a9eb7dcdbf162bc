"""Worlds with an agent who helps by phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from mozaik_tui.account.assist import staff
from mozaik_tui.account.http.help_client import RemoteHelp

AGENT_PASSWORD = "une longue phrase d'agent"


def opened(open_world: Callable) -> Iterator[Callable]:
    """Opens a world, and its help: the service itself, or the client of what is served."""
    closing = []

    def opener(**settings):
        world = open_world(live_help=True, **settings)
        url = getattr(getattr(world.service, "_wire", None), "_client", None)
        if url is None:
            return world, world.service
        closing.append(RemoteHelp(str(url.base_url).removesuffix("/").removesuffix("/v1")))
        return world, closing[-1]

    yield opener
    for one in closing:
        one.close()


def hire(world, name="lea", role="agent", secret=None):
    with world.parts.hashing.place("sign_in") as place:
        phc = place.make(AGENT_PASSWORD)
    ctx = world.parts.ctx
    assert ctx.store.write(lambda tx: staff.add(tx, ctx, name=name, role=role, phc=phc, secret=secret))


def events(world):
    ctx = world.parts.ctx
    rows = ctx.store.read(lambda tx: tx.exec_driver_sql("SELECT event, details FROM audit ORDER BY id").all())
    return [(row[0], json.loads(row[1])) for row in rows]
