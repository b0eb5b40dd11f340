"""The rulebook as it stands: the newest pack, what the operator put on top, and what the operator is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import QuerySet

from doublet.kernel.refusals import NotThere
from doublet.rulebook import overlay
from doublet.rulebook.models import DecisionRecord, OperatorAnswer, Overlay
from doublet.rulebook.pack import Pack, Rule, load, versions
from doublet.rulebook.rules import holds_in, places_of
from doublet.rulebook.wording import BOUND_AS


def book() -> Pack:
    """The rules that count on this instance now."""
    newest = Overlay.objects.order_by("-number").values_list("number", "at").first()
    return book_of(*newest) if newest else load()


@lru_cache(maxsize=32)
def book_of(number: int, at: datetime) -> Pack:
    """The newest pack with the operator's changes up to one, by its number and the instant at which it was made.

    The number says which changes count, whatever the clock said at each; the instant keeps this change apart
    from one of the same number in another database.
    """
    return _laid(versions()[-1], Overlay.objects.filter(number__lte=number))


def book_named(version: str) -> Pack:
    """The rules as some decision named them: ``2026-11-21`` or ``2026-11-21+3``.

    Raises:
        NotThere: there is no such pack, or not so many changes.
    """
    base, _, count = version.partition("+")
    number = int(count) if count.isdigit() else 0
    found = _laid(base, Overlay.objects.filter(number__lte=number)) if number else load(base)
    if found.version != version:
        raise NotThere("no_such_pack", f"There is no rulebook {version[:24]} on this instance.")
    return found


def _laid(version: str, rows: QuerySet[Overlay]) -> Pack:
    changes = [overlay.Change(row.kind, row.rule, row.level, row.body) for row in rows.order_by("number")]
    return overlay.lay(load(version), changes)


def last_number() -> int:
    """The number of the operator's newest change; 0 while there is none."""
    return Overlay.objects.order_by("-number").values_list("number", flat=True).first() or 0


def history() -> QuerySet[Overlay]:
    """The operator's changes, the newest first."""
    return Overlay.objects.select_related("by").order_by("-number")


def records_of(*about: str) -> QuerySet[DecisionRecord]:
    """What the gate decided about these, the newest first."""
    return DecisionRecord.objects.filter(about__in=about)


def setup() -> OperatorAnswer | None:
    """What the operator says it is; None until somebody answered."""
    return OperatorAnswer.objects.first()


def registration(today: date) -> str:
    """Of the operator as a manager of models in New York: "" (none needed), fine, missing, expired."""
    answer = setup()
    if answer is None or answer.kind not in ("agency", "marketplace"):
        return ""
    if not answer.registration:
        return "missing"
    ended = answer.registration_ends is not None and answer.registration_ends < today
    return "expired" if ended else "fine"


@dataclass(frozen=True)
class Duty:
    """One rule that binds this operator; `here` when it holds where the operator sits."""

    rule: Rule
    here: bool


def duties(kind: str, seat: str) -> list[Duty]:
    """What an operator of this kind is bound by, at its seat first, then where its users may be."""
    places = places_of(seat, seat, (seat,))
    roles = set(BOUND_AS[kind])
    found = [
        Duty(rule, holds_in(rule.places, places))
        for rule in book().rules
        if roles & set(rule.binds) and rule.kind != "policy"
    ]
    return sorted(found, key=lambda duty: not duty.here)
