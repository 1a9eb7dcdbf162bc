"""The statements on the outbox are one each, and PostgreSQL's are ready (account-service.md, Mail)."""

from sqlalchemy.dialects import postgresql, sqlite

from mozaik_tui.account.store import outbox_rows


def shape(statement, dialect):
    return " ".join(str(statement.compile(dialect=dialect.dialect())).split())


def test_a_claim_is_one_conditional_statement():
    for dialect in (postgresql, sqlite):
        text = shape(outbox_rows._CLAIM, dialect)
        assert text.startswith("UPDATE outbox SET")
        assert "RETURNING" in text
        assert text.count("SELECT") == 1
    assert "LIMIT 1 OFFSET" not in text


def test_postgresql_passes_by_the_rows_of_other_workers():
    text = shape(outbox_rows._CLAIM, postgresql)
    assert "FOR UPDATE OF waiting SKIP LOCKED" in text
    assert "FOR UPDATE" not in shape(outbox_rows._CLAIM, sqlite)


def test_what_is_upserted_is_the_same_on_both():
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql)):
        budget, turn = (shape(statement, dialect) for statement in outbox_rows._UPSERTS[name])
        assert "ON CONFLICT (id) DO UPDATE" in budget
        assert "RETURNING" in budget
        assert "ON CONFLICT (address) DO UPDATE" in turn
