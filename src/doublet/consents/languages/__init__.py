"""The words of consents and deal memos in every language that they are written in. Pure data, read once.

One file a language: document texts with placeholders, the words of every code that terms may hold, dates,
money and lists. Django's gettext is not used: signed words must not depend on a compiled catalogue, a
missing entry must be a fault and never English, and a rule must be able to write a text without Django.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from doublet.kernel.money import Money

CODES = ("en", "fr", "es", "it", "pt", "de", "zh")
DEFAULT = "en"


@dataclass(frozen=True)
class Language:
    """One language. A word that is missing raises KeyError: nothing is ever shown in another language.

    Attributes:
        code: as stored with a profile and a consent, e.g. ``de``.
        name: what its speakers call it.
        html: the `lang` attribute, e.g. ``zh-Hans``.
        django: Django's code for the messages of its form fields.
    """

    code: str
    name: str
    html: str
    django: str
    tables: Mapping[str, Mapping[str, Any]]

    def word(self, group: str, code: str) -> str:
        """The word of one code, e.g. ``word("kinds", "swim")``."""
        return str(self.tables[group][code])

    def text(self, group: str, key: str, **fields: object) -> str:
        """One sentence with its fields filled in; dates, times and money are written as the language does."""
        return self.word(group, key).format(**self._written(fields))

    def lines(self, group: str, key: str, **fields: object) -> tuple[str, ...]:
        """Sentences that belong together."""
        written = self._written(fields)
        return tuple(line.format(**written) for line in self.tables[group][key])

    def listed(self, group: str, codes: Iterable[str]) -> str:
        """The words of several codes, one after the other."""
        return self.joined(self.word(group, code) for code in codes)

    def joined(self, words: Iterable[str]) -> str:
        """Words one after the other."""
        return self.word("format", "comma").join(words)

    def day(self, day: date) -> str:
        """A date in full."""
        month = self.tables["format"]["months"][day.month - 1]
        return self.word("format", "day").format(day=day.day, month=month, year=day.year)

    def moment(self, at: datetime) -> str:
        """A date and a time, always in UTC."""
        at = at.astimezone(UTC)
        return f"{self.day(at.date())}, {at:%H:%M} UTC"

    def money(self, amount: Money) -> str:
        """An amount with its currency's code, which every country reads alike."""
        whole, _, part = amount.decimal().lstrip("-").partition(".")
        number = f"{int(whole):,}".replace(",", self.word("format", "thousands"))
        number += self.word("format", "decimal") + part if part else ""
        sign = "-" if amount.amount < 0 else ""
        return self.word("format", "money").format(amount=sign + number, code=amount.currency)

    def percent(self, basis_points: int) -> str:
        """``1250`` basis points as 12.5 percent."""
        number = f"{basis_points / 100:g}".replace(".", self.word("format", "decimal"))
        return self.word("format", "percent").format(number=number)

    def _written(self, fields: Mapping[str, object]) -> dict[str, str]:
        return {name: self._said(value) for name, value in fields.items()}

    def _said(self, value: object) -> str:
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        return self.money(value) if isinstance(value, Money) else str(value)


@cache
def language(code: str) -> Language:
    """A language by its code; the documents of somebody who reads none of the seven are English."""
    if code not in CODES:
        return language(DEFAULT)
    tables = tomllib.loads((Path(__file__).parent / f"{code}.toml").read_text("utf-8"))
    names = {key: tables.pop(key) for key in ("name", "html", "django")}
    return Language(code=code, tables=tables, **names)


def words(code: str, group: str, item: str) -> str:
    """The word of one code of terms in one language, e.g. ``words("de", "kinds", "swim")``."""
    return language(code).word(group, item)


def choices() -> list[tuple[str, str]]:
    """Every language with its own name, for forms."""
    return [(code, language(code).name) for code in CODES]
