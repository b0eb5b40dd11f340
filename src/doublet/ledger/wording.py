"""Money's states and sums in words: the same on the page, on paper and in e-mails."""

from __future__ import annotations

from datetime import date

from doublet.kernel.money import Money
from doublet.ledger.holders import PARTY_WORDS
from doublet.ledger.owing import Open
from doublet.ledger.statements import Earning, State, Statement


def day(on: date | None) -> str:
    """``10 Nov 2026``."""
    return f"{on:%d %b %Y}".lstrip("0") if on else ""


def state(told: State, *, paid_out: bool = True) -> str:
    """Where the money of one earning is; `paid_out` is false for the platform, which keeps what it earned."""
    if told.code == "waiting":
        return f"Waits for the brand, due {day(told.on)}" if told.on else "Waits for the brand"
    if told.code == "ready":
        return "Ready for the next payout" if paid_out else "The brand has paid"
    return f"{'Partly paid' if told.code == 'partly' else 'Paid'} out {day(told.on)}".strip()


def due(told: Open) -> str:
    """Where an open picture stands."""
    if told.days_late:
        return f"{told.days_late} day{'s' if told.days_late != 1 else ''} late"
    return "Due soon" if told.state == "due_soon" else "Open"


def pictures(count: int) -> str:
    """``1 picture``, ``4 pictures``."""
    return f"{count} picture{'s' if count != 1 else ''}"


def chain(told: Statement, line: Earning) -> str:
    """Who got what of one earning: brand, exclusivity, everybody's part."""
    words = [f"The brand pays {line.price}"]
    if line.held:
        words.append(f"of it {line.held} for exclusivity, earned day by day")
    if line.price.currency != line.split.gross.currency:
        words.append(f"changed to {line.split.gross}")
    me = "you" if told.payee == "model" else "model"
    parts = [f"{me} {line.split.model}"]
    for share in line.split.shares:
        own = share.party == told.payee and share.holder == told.holder
        parts.append(f"{'you' if own else PARTY_WORDS[share.party].lower()} {share.amount}")
    return " · ".join([*words, *parts])


def sums(told: Statement, *, today: date) -> list[tuple[str, str, Money]]:
    """From what was open at the beginning to what is open at the end; what is zero is left out."""
    period = told.period
    start = f"Open before {day(period.first)}" if period.code else "Open at the beginning"
    end = f"Open on {day(period.last)}" if period.last < today else "Open now"
    pictures_earned = sum(line.kind == "approval" for line in told.lines)
    rows = [
        (start, "", told.opening.together),
        ("Earned", pictures(pictures_earned), told.net),
        ("Advances", "Paid back to an agency, or to this one by a model", told.moved("advance")),
        ("Tax withheld", "Passed on to the authority", told.moved("tax")),
        ("Paid out", "", told.moved("payout")),
        ("Came back", "A payout that did not arrive", told.moved("returned")),
        ("Other", "", told.moved("other")),
    ]
    kept = [row for row in rows if row[2] or row[0] in (start, "Earned")]
    how = f"{told.closing.waiting} waits for brands, {told.closing.ready} is ready to be paid out"
    return [*kept, (end, how, told.closing.together)]
