"""A real database in a folder of its own, real keys, and registry files made of rows."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from mozaik_tui.account.keys import Keys
from mozaik_tui.account.registry.home import home_of
from mozaik_tui.account.registry.importing import Report, import_registry
from mozaik_tui.account.registry.lookup import Registry, close_registry, registry_of
from mozaik_tui.account.registry.reader import RegistryFile
from mozaik_tui.account.registry.records import HEADER
from mozaik_tui.account.store import Store, account_rows, link_rows, open_store
from mozaik_tui.account.store.tables.links import links
from mozaik_tui.journey.rules.folding import fold_name

NOW = 1_795_000_000.0  # a day in November 2026
CSS = "css-montreal"
MAIL = "nadia@example.com"


def row(
    file: str = "",
    code: str = "",
    last: str = "Benali",
    first: str = "Zoé",
    born: str = "2014-03-09",
    mails: str = MAIL,
    body: str = CSS,
) -> tuple[str, ...]:
    """One row of a registry file."""
    return (body, file, code, last, first, born, mails)


def content_of(rows) -> bytes:
    """The file that holds some rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode()


class Place:
    """One database with its registry."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self.store, self.keys = store, keys
        self.home: Any = home_of(store)

    @property
    def registry(self) -> Registry:
        return registry_of(self.store, self.keys)

    def load(self, *rows, skip_bad: bool = False, keys: Keys | None = None, **more) -> Report:
        content = content_of(rows)
        file = RegistryFile(io.BytesIO(content), len(content))
        return import_registry(
            self.store, keys or self.keys, self.home, file, clock=lambda: NOW, skip_bad=skip_bad, **more
        )

    def key(self, row_: tuple[str, ...], *, by: str = "", mail: str = MAIL) -> bytes | None:
        """The child that a row's data and an e-mail lead to; by the identifier of kind ``by``, else the
        first.
        """
        body, file, code, last, first, born, _ = row_
        kind = by or ("file_number" if file else "permanent_code")
        digests = self.registry.match_digests(
            body,
            kind,  # type: ignore[arg-type]
            file if kind == "file_number" else code,
            fold_name(last),
            fold_name(first),
            born,
            mail,
        )
        return self.store.read(lambda tx: self.registry.match(tx, digests))

    def account(self, mail: str = MAIL) -> int:
        """A new account."""
        return self.store.write(
            lambda tx: account_rows.add(
                tx,
                email_key=self.keys.mac("email", mail),
                email=account_rows.seal_email(self.keys, mail, mail),
                language="fr",
                password="-",
                now=NOW,
            )
        )

    def link(self, account: int, child_key: bytes | None, *, children: int = 12, guardians: int = 4):
        """Link, within limits; the link or the word of the refusal."""
        assert child_key is not None
        return self.store.write(
            lambda tx: link_rows.insert_link(
                tx,
                account_id=account,
                child_key=child_key,
                public_id=secrets.token_hex(16),
                typed=b"-",
                linked_at=NOW,
                children=children,
                guardians=guardians,
            )
        )

    def linked_keys(self, account: int) -> list[bytes]:
        """The child keys of an account in order of linking."""
        wanted = select(links.c.child_key).where(links.c.account_id == account).order_by(links.c.id)
        return self.store.read(lambda tx: [bytes(key) for key in tx.execute(wanted).scalars()])

    def files(self) -> list[str]:
        if self.store.dialect == "postgresql":
            tables = "SELECT tablename FROM pg_tables WHERE tablename ~ '^registry_[0-9]' ORDER BY 1"
            return self.store.read(lambda tx: list(tx.exec_driver_sql(tables).scalars()))
        return sorted(p.name for p in self.home.folder.iterdir() if p.name.startswith("registry-"))


@pytest.fixture
def keys() -> Keys:
    return Keys([b"k" * 32])


@pytest.fixture
def make_place(address_of: Callable[[str], str]) -> Iterator[Callable[..., Place]]:
    opened = []

    def make(keys: Keys, name: str = "accounts.sqlite") -> Place:
        store = open_store(address_of(name))
        opened.append(store)
        return Place(store, keys)

    yield make
    for store in opened:
        close_registry(store)
        store.close()


@pytest.fixture
def place(make_place, keys: Keys) -> Place:
    return make_place(keys)
