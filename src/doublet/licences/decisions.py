"""The gate's stored decisions about a licence, in words for its page."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.licences.decided import replay
from doublet.licences.models import Licence
from doublet.licences.rules import Reason
from doublet.rulebook.models import DecisionRecord
from doublet.rulebook.queries import records_of

_MOMENTS = {
    "sign": "Signing",
    "enqueue": "A picture was asked for",
    "start": "A picture was about to be made",
    "delivery": "A picture was to be delivered",
    "download": "A picture was to be downloaded",
}


@dataclass(frozen=True)
class Told:
    """One decision: what was asked, the answer, its grounds in words, and whether it comes out the same today."""

    record: DecisionRecord
    words: str
    state: str
    answer: str
    reasons: tuple[Reason, ...]
    differs: tuple[str, ...]


def decisions_of(licence: Licence, *, limit: int = 12) -> list[Told]:
    """The newest decisions under a licence and the offer before it. Each is taken again as it is shown."""
    return [_told(record) for record in records_of(licence.pk, licence.version.offer_id)[:limit]]


def _told(record: DecisionRecord) -> Told:
    again = replay(record)
    decision = again.decision
    return Told(
        record=record,
        words=_MOMENTS.get(record.moment, record.moment),
        state="permitted" if record.allowed else "refused",
        answer="Yes" if record.allowed else "No",
        reasons=(*decision.reasons, *decision.warnings),
        differs=again.differs,
    )
