"""How old what brands owe is: not due yet, up to a month late, up to two, longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doublet.kernel.money import Money, total, zero
from doublet.ledger import openings
from doublet.ledger.accounts import read
from doublet.ledger.holders import names

BUCKETS = (
    ("not_due", "Not due"),
    ("to_30", "1 to 30 days late"),
    ("to_60", "31 to 60"),
    ("over_60", "61 or more"),
)


@dataclass(frozen=True, slots=True)
class Aged:
    """What one brand owes in one currency, by how late it is, in the order of the buckets."""

    brand: str
    name: str
    currency: str
    amounts: tuple[Money, ...]
    pictures: int
    oldest_due: date

    @property
    def together(self) -> Money:
        """All of it."""
        return total(self.amounts, self.currency)


def bucket(due: date, *, today: date) -> int:
    """Which bucket a due date falls into today."""
    late = (today - due).days
    return 0 if late <= 0 else 1 if late <= 30 else 2 if late <= 60 else 3


def ageing(today: date) -> list[Aged]:
    """Every brand that owes something; who is late longest first."""
    sums: dict[tuple[str, str], list[Money]] = {}
    counts: dict[tuple[str, str], int] = {}
    oldest: dict[tuple[str, str], date] = {}
    for each in openings.everything():
        owed = each.owed
        brand = read(next(line.account for line in each.lines if line.account.startswith("brand_"))).holder
        key = (brand, owed.currency)
        row = sums.setdefault(key, [zero(owed.currency)] * len(BUCKETS))
        at = bucket(each.due, today=today)
        row[at] = row[at] + owed
        counts[key] = counts.get(key, 0) + 1
        oldest[key] = min(oldest.get(key, each.due), each.due)
    told = names(brand for brand, _ in sums)
    rows = [
        Aged(brand, told[brand], currency, tuple(row), counts[brand, currency], oldest[brand, currency])
        for (brand, currency), row in sums.items()
    ]
    return sorted(rows, key=lambda row: (row.oldest_due, row.name, row.currency))
