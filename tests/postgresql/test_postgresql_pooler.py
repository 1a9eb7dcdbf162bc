"""Everything works through a pooler in transaction mode (account-service.md, Growing)."""

import contextlib
import io
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mozaik_tui.account import audit_chain, retention
from mozaik_tui.account.contract import ChildForm, Refusal
from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.passwords import Cost
from mozaik_tui.account.registry.importing import import_registry
from mozaik_tui.account.registry.lookup import registry_of
from mozaik_tui.account.registry.reader import RegistryFile

from ..unit.registry.conftest import content_of, row
from .pooler import Pooler

PASSWORD = "Kx7$vold8rz"
EMAILS = [f"parent{n}@example.com" for n in range(6)]


@pytest.fixture
def pooler(postgresql_server):
    name = postgresql_server.make()
    with tempfile.TemporaryDirectory(prefix="pool-") as folder:
        pooler = Pooler(Path(folder), postgresql_server._data, name)
        yield pooler
        pooler.close()
    postgresql_server.drop(name)


def test_whole_sign_ups_an_import_and_the_upkeep(pooler, tmp_path):
    parts = open_embedded(
        data_dir=tmp_path, practice=False, database=pooler.url, cost=Cost(8, 1), helpers=False
    )
    parts.hashing._count = 4
    service, ctx = parts.service, parts.ctx
    content = content_of(
        [row(f"{n:07d}", f"BENZ7103140{n}", mails=";".join(EMAILS[:4])) for n in range(3)]
        + [row("7654321", last="Roy", mails=EMAILS[n]) for n in (4,)]
    )
    home = registry_of(ctx.store, ctx.keys).home
    for _ in range(2):
        file = RegistryFile(io.BytesIO(content), len(content))
        assert import_registry(ctx.store, ctx.keys, home, file, clock=ctx.clock).in_force
    box = PracticeTransport(ctx)

    def sign_up(email):
        token = service.start_flow(email, "fr", key="k" * 16 + email).flow_token
        while not box.mailbox(email):
            Worker(ctx, box).run_once()
        code = next(word for word in box.mailbox(email)[0].text.split() if word.isdigit() and len(word) == 6)

        def enter(_):
            try:
                return service.verify(token, code).state
            except Refusal as refusal:
                return refusal.code

        with ThreadPoolExecutor(4) as pool:
            assert Counter(pool.map(enter, range(4))) == {"email_verified": 1, "code_used": 3}
        session = service.set_password(token, PASSWORD, PASSWORD).session_token
        for n in range(3):
            form = ChildForm("css-montreal", "Benali", "Zoé", "2014-03-09", file_number=f"{n:07d}")
            with contextlib.suppress(Refusal):  # the last two are nobody's guardians
                service.add_child(session, form)
        return len(service.children(session))

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(sign_up, EMAILS)) == [3, 3, 3, 3, 0, 0]
    audit_chain.seal(ctx)
    retention.purge(ctx)
    assert audit_chain.verify(ctx).whole
    assert pooler.transactions > 200
    parts.close()
