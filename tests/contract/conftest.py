"""The worlds that the conformance suite runs in. Each gives a service, a clock to set, and a look at the
mail.

A test asks for ``open_world(**limits)`` and uses nothing but this face, so that the same suite can run on
another way to reach the service.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from mozaik_tui.account.context import Caller
from mozaik_tui.account.contract import AccountService, ChildForm, Refusal, SessionStarted
from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.passwords import Cost
from mozaik_tui.account.registry.importing import import_registry
from mozaik_tui.account.registry.lookup import registry_of
from mozaik_tui.account.registry.reader import RegistryFile
from mozaik_tui.account.registry.records import HEADER

from . import help_desk
from .house import House

START = 1_795_000_000.0
PARENT = "nadia@example.com"
PASSWORD = "Kx7$vold8rz"
ZOE = ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number="0412357")
ROWS = [
    ("css-montreal", "0412357", "BENZ71031404", "Benali", "Zoé", "2014-03-09", f"{PARENT};marc@example.org")
]


EVERYWHERE = {(way, store) for way in ("embedded", "http") for store in ("sqlite", "postgresql")}
CORNERS = {("embedded", "sqlite"), ("http", "postgresql")}
ORDINARY = EVERYWHERE - {("http", "postgresql")}
SHORT_FORM = {
    "test_contract_at_once.py": EVERYWHERE,
    "test_contract_idempotency.py": EVERYWHERE,
    "test_contract_machine.py": EVERYWHERE,
    "test_contract_steps.py": CORNERS,
    "test_contract_child_forms.py": CORNERS,
    "test_contract_child_tries.py": CORNERS,
    "test_contract_children.py": CORNERS,
    "test_contract_family_limits.py": CORNERS,
    "test_contract_enumeration.py": {("http", "sqlite")},
    "test_mail_and_audit.py": CORNERS,
}
"""Where the ordinary check runs a file, if not in the three that are ORDINARY: everywhere what happens at once, what
is repeated, and whole orders of calls. `make prove` runs all of it everywhere.
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the long form."""
    if os.environ.get("MOZAIK_PROVE"):
        return
    left_out = [item for item in items if _is_long_form(item)]
    config.hook.pytest_deselected(items=left_out)
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]


def _is_long_form(item: pytest.Item) -> bool:
    params = getattr(getattr(item, "callspec", None), "params", {})
    where = (params.get("reached"), params.get("new_database"))
    return where in EVERYWHERE - SHORT_FORM.get(item.path.name, ORDINARY)


class World(Protocol):
    """What the suite may ask for besides the service itself."""

    service: AccountService

    def at(self, address: str) -> AccountService: ...
    def advance(self, seconds: float) -> None: ...
    def codes(self, email: str) -> list[str]: ...
    def subjects(self, email: str) -> list[str]: ...
    def load_registry(self, rows: Iterable[tuple[str, ...]] = ROWS) -> None: ...
    def count(self, table: str) -> int: ...
    def content(self) -> bytes: ...


class EmbeddedWorld:
    """The embedded service on a database of its own, with hashes that cost next to nothing."""

    def __init__(self, folder: Path, limits: Limits, database: str | None = None, **more) -> None:
        self.now = START
        self.folder, self.database = folder, database
        self.parts: EmbeddedParts = open_embedded(
            data_dir=folder,
            practice=False,
            database=database,
            direct=database,  # nothing is in between; tests/postgresql has the other case
            limits=limits,
            clock=lambda: self.now,
            helpers=False,
            **{"cost": Cost(memory=8, rounds=1), "twin_patience": 5.0, **more},
        )
        self.parts.hashing._count = 2  # also on a machine with one core: some tests hash while they hash
        self.service = self.parts.service
        self._box = PracticeTransport(self.parts.ctx)
        self._worker = Worker(self.parts.ctx, self._box)

    def at(self, address: str) -> AccountService:
        return self.parts.service.for_caller(Caller(address))

    def advance(self, seconds: float) -> None:
        self.now += seconds

    def _letters(self, email: str):
        self._worker.run_once()
        return self._box.mailbox(email)

    def codes(self, email: str) -> list[str]:
        found = [re.search(r"(?<!\d)\d{6}(?!\d)", letter.text) for letter in self._letters(email)]
        return [match.group() for match in found if match]

    def subjects(self, email: str) -> list[str]:
        return [letter.subject for letter in self._letters(email)]

    def load_registry(self, rows: Iterable[tuple[str, ...]] = ROWS) -> None:
        text = io.StringIO()
        csv.writer(text).writerows([HEADER, *rows])
        content = text.getvalue().encode()
        ctx = self.parts.ctx
        home = registry_of(ctx.store, ctx.keys).home
        file = RegistryFile(io.BytesIO(content), len(content))
        assert import_registry(ctx.store, ctx.keys, home, file, clock=ctx.clock).in_force

    def content(self) -> bytes:
        """All that the database holds, as it lies in its file; on PostgreSQL, as a dump of every table has it."""
        store = self.parts.ctx.store
        if self.database is None:
            store.truncate_log()
            return (self.folder / "accounts.sqlite").read_bytes()
        return store.read(lambda tx: "\n".join(_rows_of(tx)).encode())

    def count(self, table: str) -> int:
        return self.parts.ctx.store.read(
            lambda tx: tx.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
        )


def _rows_of(tx) -> Iterator[str]:
    """Every row as text; bytes are shown as the letters that they may be."""
    for (table,) in tx.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").all():
        for row in tx.exec_driver_sql(f'SELECT * FROM "{table}"').all():
            yield repr([bytes(v) if isinstance(v, memoryview) else v for v in row])


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], str | None]]:
    """Gives the address of a fresh database: none for the file in the world's own folder."""
    if request.param == "sqlite":
        yield lambda: None
        return
    server, made = request.getfixturevalue("postgresql_server"), []

    def make() -> str:
        made.append(server.make("ours"))
        return server.url(made[-1])

    yield make
    for name in made:
        server.drop(name)


@pytest.fixture(params=["embedded", "http"])
def reached(request: pytest.FixtureRequest) -> Callable[[EmbeddedWorld], Callable[[], None]]:
    """Puts a way to reach it before a world; what it returns takes it away again."""
    if request.param == "embedded":
        return lambda world: lambda: None
    from .over_http import over_http

    return over_http


@pytest.fixture
def open_world(tmp_path: Path, new_database, reached) -> Iterator[Callable[..., EmbeddedWorld]]:
    """Opens a world with these limits; others are the contract's, but for the address budgets, which are
    out of the way.
    """
    worlds: list[EmbeddedWorld] = []
    closers: list[Callable[[], None]] = []

    def opener(**settings) -> EmbeddedWorld:
        known = Limits._fields
        limits = {"requests_minute": 100_000, "sends_address_hour": 100_000}
        limits |= {name: value for name, value in settings.items() if name in known}
        more = {name: value for name, value in settings.items() if name not in known}
        folder = tmp_path / f"world-{len(worlds)}"
        worlds.append(EmbeddedWorld(folder, Limits(**limits), new_database(), **more))
        closers.append(reached(worlds[-1]))
        return worlds[-1]

    yield opener
    for close in closers:
        close()
    for world in worlds:
        world.parts.close()


@pytest.fixture
def world(open_world) -> EmbeddedWorld:
    return open_world()


@pytest.fixture
def make_house(open_world) -> Callable[..., House]:
    """Opens a house with these limits; its sessions do not end."""
    return lambda **limits: House(open_world(session_ttl=10**8, session_idle=10**8, **limits))


@pytest.fixture
def house(make_house: Callable[..., House]) -> House:
    return make_house()


@pytest.fixture
def assisting(open_world) -> Iterator[Callable[..., tuple[EmbeddedWorld, Any]]]:
    """Opens a world that can be helped by phone, and its help."""
    yield from help_desk.opened(open_world)


@pytest.fixture
def refused() -> Callable[..., Refusal]:
    """Calls, and gives the refusal that must come; its word is the first argument."""

    def check(code: str, call: Callable[..., object], *args: object, **kwargs: object) -> Refusal:
        with pytest.raises(Refusal) as caught:
            call(*args, **kwargs)
        assert caught.value.code == code
        return caught.value

    return check


@pytest.fixture
def verified(world) -> Callable[..., str]:
    """The token of a flow whose code was entered."""

    def make(email: str = PARENT, at: World | None = None) -> str:
        where = at or world
        token = where.service.start_flow(email, "fr").flow_token
        where.service.verify(token, where.codes(email)[0])
        return token

    return make


@pytest.fixture
def signed_up(verified, world) -> Callable[..., SessionStarted]:
    """A new account's session."""

    def make(email: str = PARENT, at: World | None = None) -> SessionStarted:
        return (at or world).service.set_password(verified(email, at), PASSWORD, PASSWORD)

    return make


def other(code: str, *more: str) -> str:
    """A well-formed code that is none of these."""
    return next(c for c in (f"{n:06d}" for n in range(100)) if c not in (code, *more))


@pytest.fixture
def wrong() -> Callable[..., str]:
    return other
