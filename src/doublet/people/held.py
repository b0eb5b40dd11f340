"""What the house holds of an account, table by table, for the file that its owner takes home (GDPR 15 and 20).

Each part says which of its tables hold something of a person, how a row leads to the account, which fields
are told, and why a field is not. A table or field that nobody spoke about fails a test of the whole house.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet

from doublet.people.models import User

LOCKED = "A secret, or what is kept of one: whoever had it could act as you or open what is sealed."
FILE = "The name of a sealed file. You find the file itself on its page, and your papers in the pack."
MACHINE = "How a machine of this house works a row off. It says nothing of you."
NUMBERS = (
    "Computed from a picture, to find it again: numbers that nobody can read. The picture is yours to see."
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """One table that holds something of a person.

    Attributes:
        ways: lookups that lead from a row to the account, e.g. ``licence__model__user``; one is enough.
        tells: the fields that are told, one after the other with spaces between, as Django stores them.
        many: its many-to-many fields, told as lists of ids.
        keeps: each field that is not told, with the reason.
        find: how rows are found where no lookup leads to the account.
    """

    table: type[Model]
    ways: tuple[str, ...]
    tells: str
    many: str = ""
    keeps: Mapping[str, str] = field(default_factory=dict)
    find: Callable[[User], Q] | None = None

    def of(self, user: User) -> QuerySet[Any]:
        """The rows that are about this account, in the order of their ids."""
        mine = self.find(user) if self.find else Q(pk__in=[])
        for way in self.ways:
            mine |= Q(**{way: user})
        ids = self.table._default_manager.filter(mine).values("pk")  # a row found in two ways is one row
        return self.table._default_manager.filter(pk__in=ids).order_by("pk")

    def rows(self, user: User) -> list[Row]:
        """What is told of each of them."""
        return [self.row(row) for row in self.of(user)]

    def row(self, row: Model) -> Row:
        """What is told of one row."""
        listed = {name: sorted(getattr(row, name).values_list("pk", flat=True)) for name in self.many.split()}
        return plain_row(row, *self.tells.split()) | listed


_sections: dict[str, Callable[[User], Any]] = {}
_held: dict[type[Model], Held] = {}
_untold: dict[type[Model], str] = {}

Finder = Callable[[User], Any]


def part_of_my_data(name: str, *holds: Held) -> Callable[[Finder], Finder]:
    """Register what a part of the house tells under `name`, as JSON, and the tables that this covers."""

    def register(find: Finder) -> Finder:
        _sections[name] = find
        also_held(*holds)
        return find

    return register


def also_held(*tables: Held) -> None:
    """Register tables that are told outside the sections: the log, which is found by what they tell."""
    _held.update({each.table: each for each in tables})


def tables_of_my_data(name: str, **tables: Held) -> None:
    """Register tables that are told as they are: each under its name, rows as a list, joined by their ids."""
    part_of_my_data(name, *tables.values())(
        lambda user: {called: held.rows(user) for called, held in tables.items()}
    )


def not_told(why: str, *tables: type[Model]) -> None:
    """Say why some tables are in nobody's file."""
    _untold.update(dict.fromkeys(tables, why))


def sections(user: User) -> dict[str, Any]:
    """What every part tells of this account."""
    return {name: find(user) for name, find in _sections.items()}


def ids_in(told: Any) -> set[str]:
    """The ids of all rows in what was told."""
    if isinstance(told, dict):
        own = {told["id"]} if isinstance(told.get("id"), str) else set()
        return own.union(*(ids_in(value) for value in told.values()))
    return set().union(*(ids_in(value) for value in told)) if isinstance(told, list) else set()


def held() -> Iterator[Held]:
    """Every table that is told."""
    yield from _held.values()


def untold() -> dict[type[Model], str]:
    """Every table that is not, with the reason."""
    return dict(_untold)


def kept_back() -> list[Row]:
    """What the file leaves out, and why: one entry a reason, with the kinds of data it holds for."""
    reasons: dict[str, set[str]] = {}
    for each in _held.values():
        for why in each.keeps.values():
            reasons.setdefault(why, set()).add(str(each.table._meta.verbose_name))
    for table, why in _untold.items():
        reasons.setdefault(why, set()).add(str(table._meta.verbose_name))
    return [{"why": why, "in": sorted(names)} for why, names in sorted(reasons.items())]


def plain_row(row: Any, *names: str) -> Row:
    """Some fields of a row as JSON."""
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """A field's value as JSON: days and times as ISO 8601."""
    return value.isoformat() if hasattr(value, "isoformat") else value
