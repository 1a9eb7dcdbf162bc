"""One of each row that is kept for a while or made anew under another key."""

import secrets

from sqlalchemy import func, select

from mozaik_tui.account import throttles
from mozaik_tui.account.context import Caller
from mozaik_tui.account.mail import outbox
from mozaik_tui.account.store import (
    account_rows,
    code_rows,
    key_rows,
    session_rows,
)
from mozaik_tui.account.store.tables import metadata
from mozaik_tui.account.store.tables.idempotency import idempotency
from mozaik_tui.account.store.tables.links import links

from ..invented import add_flow_row

HOUR, DAY = 3600.0, 86400.0
EMAIL = "ana.lopez@exemple.example"


def count(ctx, name):
    query = select(func.count()).select_from(metadata.tables[name])
    return ctx.store.read(lambda tx: tx.execute(query).scalar_one())


def add_flow(ctx, *, with_mail=True):
    def work(tx):
        now = ctx.clock()
        flow = add_flow_row(tx, now, "fr")
        code = code_rows.add(tx, flow, bytes(32), now=now, ttl=1200, cap=3600, after_handover=600)
        if with_mail:
            outbox.enqueue_code(tx, ctx, Caller(), code_id=code, email=EMAIL, language="fr", code="012345")
        return flow

    return ctx.store.write(work)


def add_account(ctx, email=EMAIL):
    def work(tx):
        account = account_rows.add(
            tx,
            email_key=ctx.keys.mac("email", email),
            email=account_rows.seal_email(ctx.keys, email, email),
            language="fr",
            password="phc",
            now=ctx.clock(),
        )
        session_rows.add(tx, token=secrets.token_bytes(32), account_id=account, now=ctx.clock())
        return account

    return ctx.store.write(work)


def add_answer(ctx):
    values = {
        "id": secrets.token_bytes(32),
        "fingerprint": bytes(32),
        "owner": bytes(16),
        "lease_until": 0.0,
        "created_at": ctx.clock(),
        "answer": b"x",
    }
    ctx.store.write(lambda tx: tx.execute(idempotency.insert(), values))


def take(ctx, kind, window=DAY):
    ctx.store.write(lambda tx: throttles.take(tx, kind, bytes(32), limit=9, window=window, now=ctx.clock()))


OLD, NEW = b"o" * 32, b"n" * 32


def recorded(ctx, since=None):
    """As at the opening of a service: the first key is on record."""
    ctx.store.write(lambda tx: key_rows.record(tx, ctx.keys, ctx.clock() if since is None else since))
    return ctx


def add_link(ctx, account):
    public = "a" * 32
    values = {
        "public_id": public,
        "account_id": account,
        "child_key": bytes(16),
        "family_place": 0,
        "guardian_place": 0,
        "typed": ctx.keys.seal("typed", b'["x","y","z","file_number","12"]', bound=public.encode()),
        "linked_at": ctx.clock(),
    }
    ctx.store.write(lambda tx: tx.execute(links.insert(), values))
