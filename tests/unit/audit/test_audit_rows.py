"""What a row of the audit trail can hold (account-service.md, Audit)."""

import json

import pytest
from sqlalchemy import select

from mozaik_tui.account import audit
from mozaik_tui.account.store.tables.audit import audit as table


def rows(ctx):
    return ctx.store.read(lambda tx: tx.execute(select(table).order_by(table.c.id)).all())


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_a_row_names_nobody(service, tmp_path):
    ctx = service()
    ctx.store.write(
        lambda tx: audit.append(
            tx,
            ctx,
            "code_sent",
            email="ana.lopez@exemple.example",
            subject=b"LOPA14030912",
            details={"tries": 3, "reason": "es-419"},
        )
    )
    ctx.store.truncate_log()
    (row,) = rows(ctx)
    assert (row.event, row.at, row.number, row.link) == ("code_sent", ctx.clock(), None, None)
    assert row.email == audit.email_digest(ctx, "ana.lopez@exemple.example")
    assert len(row.subject) == 32
    assert json.loads(row.details) == {"tries": 3, "reason": "es-419"}
    content = (tmp_path / "accounts.sqlite").read_bytes()
    assert b"ana.lopez" not in content
    assert b"LOPA14030912" not in content


def test_a_row_without_anybody(service):
    ctx = service()
    ctx.store.write(lambda tx: audit.append(tx, ctx, "purged"))
    (row,) = rows(ctx)
    assert (row.email, row.subject, row.details) == (None, None, "{}")


@pytest.mark.parametrize(
    ("event", "details"),
    [
        ("code sent", {}),
        ("", {}),
        ("ok", {"a b": 1}),
        ("ok", {"name": "Ana López"}),
        ("ok", {"email": "ana@exemple.example"}),
        ("ok", {"x": "y" * 65}),
    ],
)
def test_what_somebody_typed_never_enters(service, event, details):
    ctx = service()
    with pytest.raises(ValueError, match="words of our own"):
        ctx.store.write(lambda tx: audit.append(tx, ctx, event, details=details))
    assert rows(ctx) == []


def test_a_row_goes_with_its_transaction(service):
    ctx = service()

    def work(tx):
        audit.append(tx, ctx, "code_sent")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ctx.store.write(work)
    assert rows(ctx) == []
