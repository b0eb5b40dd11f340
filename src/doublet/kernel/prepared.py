"""A query whose SQL is built once: for the gate, which reads the same joined row again and again.

Django builds the text of a query anew each time, which takes longer than the database takes to answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
_PLACE = "\x01the key\x01"


class Prepared(Generic[M]):
    """One row by its key, through a query of joins and annotations.

    A thread has a connection of its own, and so has each its own plan.
    """

    def __init__(self, build: Callable[[], QuerySet[M]]) -> None:
        self._build = build
        self._plans: WeakKeyDictionary[Any, _Plan] = WeakKeyDictionary()

    def get(self, key: str) -> M:
        """The row as it stands in the database now.

        Raises:
            DoesNotExist: of its model.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        plan = self._plans.get(connection)
        if plan is None:
            plan = self._plans[connection] = _Plan(self._build())
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, [key if part == _PLACE else part for part in plan.params])
            row = cursor.fetchone()
        if row is None:
            raise plan.model.DoesNotExist(f"there is no {plan.model.__name__} {key}")
        made: M = plan.make(row)
        return made


class _Plan:
    """What Django works out for a query: its text, and how a row of answers becomes objects."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        compiler = rows.filter(pk=_PLACE).query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.sql, self.params = compiler.as_sql()
        kept: Any = compiler.klass_info
        self.model = kept["model"]
        self._first, self._last = kept["select_fields"][0], kept["select_fields"][-1] + 1
        self._names = [column[0].target.attname for column in compiler.select[self._first : self._last]]
        populators: Any = get_related_populators  # its stub is of a newer Django
        self._related = populators(kept, compiler.select, DEFAULT_DB_ALIAS)
        self._more = dict(compiler.annotation_col_map or {})
        self._convert = compiler.get_converters([column[0] for column in compiler.select])
        self._compiler = compiler

    def make(self, answer: Any) -> Any:
        row = next(iter(self._compiler.apply_converters([answer], self._convert)))
        found = self.model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._first : self._last])
        for relation in self._related:
            relation.populate(row, found)
        for name, column in self._more.items():
            setattr(found, name, row[column])
        return found
