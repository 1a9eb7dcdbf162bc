"""A transaction as the rules see it. Statements are written with SQLAlchemy's Core, compiled once, and then go
straight to the database's driver.

SQLAlchemy's own execution cost more than all the statements of a sign-up cost the database
(docs/decisions/0010). It is still what builds and compiles them, and what opens, pools and commits.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from sqlalchemy import Connection, Dialect, Executable
    from sqlalchemy.sql.compiler import ExpandedState, SQLCompiler

Values: TypeAlias = Mapping[str, Any]


class Result:
    """What a statement answered: all its rows are here."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Every row; columns by place or by name."""
        return self._rows

    def first(self) -> Any:
        """The first row, ``None`` where there is none."""
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        """The only row. Raises ``LookupError`` where there is none, or more."""
        if len(self._rows) != 1:
            raise LookupError("not one row")
        return self._rows[0]

    def one_or_none(self) -> Any:
        """The only row, ``None`` where there is none."""
        return self.one() if self._rows else None

    def scalar(self) -> Any:
        """The first column of the first row, ``None`` where there is none."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """The first column of the only row."""
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        """The first column of the only row, ``None`` where there is none."""
        return self.one()[0] if self._rows else None

    def scalars(self) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self._rows]


class Tx:
    """A transaction on a connection of SQLAlchemy's, which begins and ends it. Errors are the driver's own."""

    __slots__ = ("_known", "connection", "dialect", "driver", "kind")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect
        self.kind: str = connection.get_execution_options().get("kind", "write")
        self.driver: Any = connection.connection.dbapi_connection
        self._known = _KNOWN.setdefault(self.dialect.name, {})

    def execute(self, statement: Executable, values: Values | list[Values] = {}) -> Result:  # noqa: B006
        """Run a statement, or once for each of several sets of values (the same names in each)."""
        if isinstance(values, list):
            if values:
                self._prepared(statement, values[0]).run_each(self.driver, values)
            return Result([], -1)
        return self._prepared(statement, values).run(self.driver, values)

    def _prepared(self, statement: Executable, values: Values) -> _Prepared:
        # The names belong to what is compiled: an INSERT names the columns that it is given.
        key = (statement, *values)
        prepared = self._known.get(key)
        if prepared is None:
            prepared = self._known[key] = _Prepared(statement, self.dialect, values)
        return prepared

    def scalar(self, statement: Executable, values: Values = {}) -> Any:  # noqa: B006
        """The first column of the first row, ``None`` where there is none."""
        return self.execute(statement, values).scalar()

    def exec_driver_sql(self, text: str, values: Any = None) -> Any:
        """What is written in the database's own words (registries on PostgreSQL), run by SQLAlchemy."""
        return self.connection.exec_driver_sql(text, values)


class _Prepared:
    """A statement as the driver takes it, for one set of names of values."""

    __slots__ = ("_compiled", "_dialect", "_expanding", "_forms", "_readers", "_row", "_types")

    def __init__(self, statement: Executable, dialect: Dialect, values: Values) -> None:
        self._compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=list(values))  # type: ignore[attr-defined]
        self._expanding = [name for name, value in values.items() if isinstance(value, list)]
        self._forms: dict[tuple[int, ...], _Form] = {}
        self._dialect = dialect
        self._types = [column.type for column in getattr(statement, "exported_columns", ())]
        self._readers: list[Callable[[Any], Any] | None] | None = None
        self._row: Callable[[Any], Any] | None = None

    def run(self, driver: Any, values: Values) -> Result:
        lengths = tuple([len(values[name]) for name in self._expanding]) if self._expanding else ()
        form = self._forms.get(lengths)
        if form is None:
            form = self._forms[lengths] = _Form(self._compiled, values)
        cursor = driver.execute(form.text, form.arguments(values))
        if cursor.description is None:
            return Result([], cursor.rowcount)
        found = cursor.fetchall()
        if found:
            found = self._named(cursor, found)
        return Result(found, cursor.rowcount)

    def run_each(self, driver: Any, values: list[Values]) -> None:
        """For each set of values, together: psycopg sends them without waiting for the answers between."""
        form = _Form(self._compiled, values[0])
        driver.cursor().executemany(form.text, [form.arguments(one) for one in values])

    def _named(self, cursor: Any, found: list[Any]) -> list[Any]:
        make = self._row
        if make is None:
            make = self._row = self._described(cursor.description)
        if self._readers is None:
            return [make(row) for row in found]
        readers = self._readers
        return [
            make([read(value) if read else value for read, value in zip(readers, row, strict=True)])
            for row in found
        ]

    def _described(self, columns: Sequence[tuple[Any, ...]]) -> Callable[[Any], Any]:
        """What makes a row with names, once the driver has said what its columns are."""
        dialect = self._dialect
        readers = [
            type_.dialect_impl(dialect).result_processor(dialect, column[1])
            for type_, column in zip(self._types, columns, strict=False)
        ]
        self._readers = readers if any(readers) else None
        return namedtuple("Row", [column[0] for column in columns], rename=True)._make  # type: ignore[no-any-return,attr-defined]


class _Form:
    """The text of a statement for lists of certain lengths, and the order of its values."""

    __slots__ = ("_fixed", "_lists", "_named", "_pick", "text")

    def __init__(self, compiled: SQLCompiler, values: Values) -> None:
        state: ExpandedState = compiled.construct_expanded_state(dict(values))
        self.text = state.statement
        order = state.positiontup
        self._named = order is None
        self._pick = (
            itemgetter(*order) if order and len(order) > 1 else lambda given: [given[n] for n in order or ()]
        )
        self._lists = [(name, list(names)) for name, names in state.parameter_expansion.items()]
        self._fixed = {name: value for name, value in compiled.params.items() if name not in values}
        for column in compiled.insert_prefetch:
            self._fixed[column.key] = column.default.arg  # type: ignore[union-attr]

    def arguments(self, values: Values) -> Any:
        """The values as the driver takes them."""
        if self._fixed or self._lists:
            values = {**self._fixed, **values}
            for name, names in self._lists:
                values.update(zip(names, values[name], strict=True))
        return values if self._named else self._pick(values)


_KNOWN: dict[str, dict[tuple[Any, ...], _Prepared]] = {}
"""What was compiled, by dialect. Statements are made once, when their module is read."""
