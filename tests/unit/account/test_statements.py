"""Every statement of the core also compiles for PostgreSQL: one code path for both databases."""

import importlib

import pytest
from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite

ROWS = ("account", "clock", "code", "counter", "flow", "idempotency", "key", "session")


def statements(module):
    for name, value in vars(module).items():
        for one in (
            value.values() if isinstance(value, dict) else (value if isinstance(value, tuple) else (value,))
        ):
            if isinstance(one, Executable) and hasattr(one, "compile"):
                yield name, value, one


@pytest.mark.parametrize("concern", ROWS)
def test_statements_compile_for_both(concern):
    module = importlib.import_module(f"mozaik_tui.account.store.{concern}_rows")
    seen = 0
    for name, value, one in statements(module):
        if isinstance(value, dict):
            dialect = next(d for d, s in value.items() if s is one)
            dialects = [{"sqlite": sqlite, "postgresql": postgresql}[dialect]]
        else:
            dialects = [sqlite, postgresql]
        for dialect in dialects:
            assert str(one.compile(dialect=dialect.dialect())), name
        seen += 1
    assert seen
