"""Statements that the server plans once a connection and keeps: for what is asked at every step of somebody.

Django composes a query anew at each asking, and binds on this side, so that the server plans it anew too: of
an answer that only says "nothing has changed" seven tenths. The ORM is for what is asked less often.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, Generic, TypeVar, cast

import psycopg
from django.db import connection
from django.db.models import Field, Model, QuerySet

M = TypeVar("M", bound=Model)


def answer(
    statement: str, facts: Mapping[str, Any] | Sequence[Any], *, prepare: bool = True
) -> list[tuple[Any, ...]]:
    """Return the rows of a statement; with `prepare` off it is planned anew, for these facts."""
    connection.ensure_connection()
    if connection.queries_logged:  # who counts queries counts these too
        connection.queries_log.append({"sql": statement, "time": ""})
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, facts, prepare=prepare, binary=True).fetchall()


class Prepared(Generic[M]):
    """The first row of a queryset in which only one value differs from asking to asking.

    Shape: `rows(stand_in)` makes the queryset, `stand_in` being a value that occurs in it nowhere else;
    `also` are its annotations, which become attributes; `beside` is a one-to-one relation that comes along,
    cached as None where there is no such row; fields named in `later` are read when they are used.
    """

    def __init__(
        self,
        model: type[M],
        rows: Callable[[Any], QuerySet[M]],
        *,
        stand_in: object,
        also: Sequence[str] = (),
        beside: str = "",
        later: Sequence[str] = (),
    ) -> None:
        self._model, self._rows, self._stand_in = model, rows, stand_in
        self._also, self._beside, self._later = also, beside, later

    def first(self, value: object) -> M | None:
        """The row for this value, or None."""
        statement, parameters = self._composed
        given = [value if one == self._stand_in else one for one in parameters]
        for row in answer(statement, given):
            return self._made(iter(row))
        return None

    def _made(self, values: Any) -> M:
        fields = self._fields
        row = self._model.from_db(connection.alias, fields, list(islice(values, len(fields))))
        for name in self._also:
            setattr(row, name, next(values))
        if self._beside:
            self._set_beside(row, list(values))
        return row

    def _set_beside(self, row: M, values: list[Any]) -> None:
        relation = cast(Any, self._model._meta.get_field(self._beside))
        related = relation.related_model.from_db(connection.alias, self._fields_beside, values)
        if related.pk is None:
            relation.set_cached_value(row, None)
        else:
            relation.set_cached_value(row, related)
            relation.remote_field.set_cached_value(related, row)

    @cached_property
    def _composed(self) -> tuple[str, tuple[Any, ...]]:
        beside = [f"{self._beside}__{name}" for name in self._fields_beside]
        columns = self._rows(self._stand_in).values_list(*self._fields, *self._also, *beside)[:1]
        return columns.query.sql_with_params()

    @cached_property
    def _fields(self) -> list[str]:
        return [field.attname for field in _columns_of(self._model) if field.attname not in self._later]

    @cached_property
    def _fields_beside(self) -> list[str]:
        if not self._beside:
            return []
        related = self._model._meta.get_field(self._beside).related_model
        return [field.attname for field in _columns_of(cast("type[Model]", related))]


def _columns_of(model: type[Model]) -> "list[Field[Any, Any]]":
    return list(model._meta.concrete_fields)
