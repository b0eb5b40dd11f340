"""Months as bars: drawn by the server as plain SVG, without a style or a script, with a table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from doublet.kernel.money import Money, total
from doublet.ledger.periods import Period
from doublet.ledger.statements import Earning

WIDTH, HEIGHT = 360, 150
_BASE, _ROOM, _GAP = HEIGHT - 22, HEIGHT - 26, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: where its bar stands, and what it says."""

    period: Period
    amount: Money
    x: float
    y: float
    width: float
    height: float
    middle: float

    @property
    def short(self) -> str:
        """Under the bar."""
        return f"{self.period.first:%b}"


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of the same currency."""

    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = _BASE

    @property
    def best(self) -> Bar:
        """The highest bar; of several the first."""
        return max(self.bars, key=lambda bar: bar.amount.amount)

    @property
    def words(self) -> str:
        """For whoever does not see it."""
        best = self.best
        first, last = self.bars[0].period.words, self.bars[-1].period.words
        return f"Earned month by month, {first} to {last}; most in {best.period.words}: {best.amount}."


def by_month(lines: Iterable[Earning], months: Sequence[Period], currency: str) -> list[tuple[Period, Money]]:
    """What was earned in each of these months."""
    sums: dict[str, list[Money]] = {period.code: [] for period in months}
    for line in lines:
        code = f"{line.day:%Y-%m}"
        if code in sums:
            sums[code].append(line.mine)
    return [(period, total(sums[period.code], currency)) for period in months]


def chart(amounts: Sequence[tuple[Period, Money]]) -> Chart:
    """Bars as high as their amounts are, the highest as high as there is room."""
    top = max((amount.amount for _, amount in amounts), default=0) or 1
    step = WIDTH / len(amounts)
    bars = []
    for at, (period, amount) in enumerate(amounts):
        height = round(_ROOM * max(amount.amount, 0) / top, 1)
        x = at * step + _GAP / 2
        middle = round(x + (step - _GAP) / 2, 1)
        bars.append(
            Bar(period, amount, round(x, 1), round(_BASE - height, 1), round(step - _GAP, 1), height, middle)
        )
    return Chart(tuple(bars))
