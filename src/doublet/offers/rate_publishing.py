"""The operator publishes a new rate card, and sees beforehand what it would change."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict
from doublet.offers import rates
from doublet.offers.models import RateCardVersion
from doublet.offers.pricing import RateCard, quote
from doublet.offers.pricing.card_check import NEEDED
from doublet.offers.pricing.card_data import as_data, from_toml, sha256_of
from doublet.offers.pricing.samples import SAMPLES, Sample, at
from doublet.people import rights
from doublet.people.models import User


@dataclass(frozen=True)
class Moved:
    """What one sample order costs by the card in use and by the new one."""

    sample: Sample
    before: Money
    after: Money

    @property
    def more(self) -> Money:
        """The difference; negative where it gets cheaper."""
        return self.after - self.before


@dataclass(frozen=True)
class Preview:
    """A card that could be published, beside the one in use."""

    card: RateCard
    against: RateCard
    changes: tuple[tuple[str, str, str], ...]
    moved: tuple[Moved, ...]


def preview(text: str) -> Preview:
    """What a card in a TOML file would change. Changes nothing.

    Raises:
        BadInput: it cannot be read, or breaks a promise that every card keeps.
        Conflict: its version or its day is taken, or the day is over.
    """
    card = from_toml(text)
    _refuse_taken(card)
    before = rates.current(card.valid_from)
    moved = [
        Moved(sample, quote(before, at(sample, code)).gross, quote(card, at(sample, code)).gross)
        for sample in SAMPLES
        for code in NEEDED
    ]
    return Preview(card, before, _changes(before, card), tuple(moved))


@action
def publish_card(*, by: User, text: str, why: str) -> RateCardVersion:
    """Publish a card from a day on. What was quoted before keeps the card that it was quoted with.

    Raises:
        BadInput, Conflict: see `preview`; or nobody says why.
    """
    rights.must_be_operator(by)
    seen = preview(text)
    if len(why.split()) < 2:
        raise BadInput(
            "why_missing", "Say why, for whoever reads the history.", hint="A few words are enough."
        )
    row = RateCardVersion.objects.create(
        version=seen.card.version,
        valid_from=seen.card.valid_from,
        body=as_data(seen.card),
        sha256=sha256_of(seen.card),
        why=" ".join(why.split())[:300],
        by=by,
    )
    audit.record(
        "rate_card.published",
        actor=by,
        subject=row,
        sha256=row.sha256,
        valid_from=row.valid_from.isoformat(),
    )
    return row


def _refuse_taken(card: RateCard) -> None:
    if card.valid_from < clock.now().date():
        raise Conflict(
            "card_in_the_past",
            f"A new card cannot begin on {card.valid_from:%d %B %Y}: that day is over.",
            hint="What was quoted stays as it is. Choose today or a later day.",
        )
    for other in rates.cards():
        if other.version == card.version:
            raise Conflict(
                "card_published",
                f"Rate card {card.version} is published, and a published card never changes.",
                hint="Give the new one a version of its own.",
            )
        if other.valid_from == card.valid_from:
            raise Conflict(
                "card_day_taken",
                f"Rate card {other.version} begins on {card.valid_from:%d %B %Y} already.",
                hint="Choose another day.",
            )


def _changes(before: RateCard, after: RateCard) -> tuple[tuple[str, str, str], ...]:
    old, new = _flat(as_data(before)), _flat(as_data(after))
    named = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    return tuple((name, old.get(name, "nothing"), new.get(name, "nothing")) for name in named)


def _flat(data: dict[str, object], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in data.items():
        flat |= (
            _flat(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}": str(value)}
        )
    return flat
