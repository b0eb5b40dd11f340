"""What people read about shares and mandates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from doublet.kernel.money import Money
from doublet.people.commissions import Taken

PARTIES = {"platform": "the platform", "agent": "agency", "mother_agent": "mother agency", "crew": "crew"}
GROSS = Money(100_000, "EUR")


@dataclass(frozen=True)
class Example:
    """A fee of 1,000 divided by today's shares: who, what part, how much; and what is left for her."""

    gross: Money
    rows: tuple[tuple[str, int, Money], ...]
    left: Money

    @property
    def left_bp(self) -> int:
        """Her own part, in hundredths of a percent."""
        return 10_000 - sum(points for _, points, _ in self.rows)


def example_of(taken: Iterable[Taken], gross: Money = GROSS) -> Example:
    """The worked example. Commissions round down, so every odd cent is hers."""
    rows = tuple(
        (f"{each.name}, {PARTIES[each.party]}", each.basis_points, gross.basis_points(each.basis_points))
        for each in taken
    )
    left = gross
    for _, _, amount in rows:
        left = left - amount
    return Example(gross, rows, left)
