"""Reading one thread: who said what as whom, how far each term is agreed, what is new to a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, QuerySet

from doublet.kernel.models import AuditEvent
from doublet.kernel.money import Money
from doublet.offers import wording
from doublet.offers.changes import NEGOTIABLE, TermState, Word, agreement, same
from doublet.offers.models import Acceptance, Message, Offer, OfferVersion, Party, Reading
from doublet.offers.screening import WORDS
from doublet.people.models import Mandate, User

_HAPPENED = {
    "offer.declined": ("declined", "declined the offer."),
    "offer.withdrawn": ("withdrawn", "took the offer back."),
    "offer.expired": ("expired", "The offer ran out."),
    "offer.extended": ("open", "left the offer open longer."),
    "offer.lapsed": ("open", "The agent’s mandate is over, and the yes given under it no longer counts."),
}


@dataclass(frozen=True)
class Entry:
    """One thing that was said or done in a thread. `touches`: closed doors that the words touch, in words."""

    at: datetime
    who: str
    words: str = ""
    state: str = ""
    diff: list[tuple[str, str, str]] = field(default_factory=list)
    number: int = 0
    new: bool = False
    touches: tuple[str, ...] = ()


@dataclass(frozen=True)
class TermRow:
    """One term as the page shows it."""

    name: str
    title: str
    now: str
    before: str
    agreed: bool
    brand: str
    model_side: str


def versions_of(offer: Offer) -> list[OfferVersion]:
    """Every version, the oldest first, with what was said to each."""
    kept = offer.versions.select_related("proposed_by", "mandate__agency")
    return list(kept.prefetch_related("acceptances__by", "acceptances__mandate__agency"))


def entries(offer: Offer, versions: list[OfferVersion], *, read_until: datetime | None) -> list[Entry]:
    """The whole thread in order. What is younger than `read_until` is new; all is old where it is None."""
    found = [_proposed(offer, version) for version in versions]
    found += [
        _said_yes(offer, version, yes)
        for version in versions
        for yes in version.acceptances.all()
        if not _proposers_own(version, yes)
    ]
    messages = offer.messages.select_related("by", "mandate__agency")
    found += [
        Entry(
            each.at,
            speaker(offer, each.party, each.by, each.mandate),
            each.words,
            touches=tuple(f"{WORDS.get(subject, subject)} (“{words}”)" for subject, words in each.touches),
        )
        for each in messages
    ]
    found += _happened(offer)
    return [
        Entry(**{**vars(entry), "new": read_until is not None and entry.at > read_until})
        for entry in sorted(found, key=lambda entry: entry.at)
    ]


def term_rows(versions: list[OfferVersion], *, against: OfferVersion | None = None) -> list[TermRow]:
    """Every term of the version on the table: agreed or open, and what it was in another version.

    Args:
        against: the version to compare with; the one before the last where it is None.
    """
    last = versions[-1]
    base = against or (versions[-2] if len(versions) > 1 else last)
    currency = last.terms["currency"]
    states = {state.name: state for state in term_states(versions)}
    whole = last.agreed_at is not None
    return [_row(states[name], last, base, currency, whole) for name in NEGOTIABLE]


def term_states(versions: Iterable[OfferVersion]) -> list[TermState]:
    """What each side last said of every term."""
    return agreement(_words(versions))


def read_until(user: User, offer: Offer) -> datetime | None:
    """How far this person has read; None for who never opened the thread."""
    found = Reading.objects.filter(offer=offer, user=user).first()
    return found.at if found else None


def unread(user: User, offers: QuerySet[Offer]) -> set[str]:
    """Which of these threads hold something that this person has not seen."""
    read = {row.offer_id: row.at for row in Reading.objects.filter(user=user, offer__in=offers)}
    kept = offers.order_by().annotate(
        last_version=Max("versions__proposed_at"), last_yes=Max("versions__acceptances__at")
    )
    talk = dict(
        Message.objects.filter(offer__in=offers)
        .exclude(by=user)
        .order_by()
        .values_list("offer")
        .annotate(Max("at"))
    )
    own = OfferVersion.objects.filter(offer=OuterRef("pk"), proposed_by=user, number=1)
    fresh = set()
    for offer in kept.annotate(mine=Exists(own)):
        seen = read.get(offer.pk)
        latest = max(at for at in (offer.last_version, offer.last_yes, talk.get(offer.pk)) if at)
        untouched = seen is None and offer.status in Offer.LIVING and not offer.mine
        if untouched or (seen is not None and latest > seen):
            fresh.add(offer.pk)
    return fresh


def speaker(offer: Offer, party: str, by: User, mandate: Mandate | None) -> str:
    """Who spoke, as whom, and under which mandate."""
    if party == Party.BRAND:
        return f"{by}, {offer.brand}"
    if party == Party.MODEL:
        return str(offer.model)
    under = f", under the mandate of {mandate.given_at.day} {mandate.given_at:%B %Y}" if mandate else ""
    agency = f" ({mandate.agency})" if mandate else ""
    return f"{by}, {offer.model}’s agent{agency}{under}"


def _proposed(offer: Offer, version: OfferVersion) -> Entry:
    gross = Money(version.quote["gross_minor"], version.quote["currency"])
    first = version.number == 1
    return Entry(
        at=version.proposed_at,
        who=speaker(offer, version.party, version.proposed_by, version.mandate),
        words=version.note or (f"{version.terms['pictures']} pictures for {gross}." if first else ""),
        state="sent" if first else "countered",
        diff=wording.differences(version.changes, version.quote["currency"]),
        number=version.number,
    )


def _said_yes(offer: Offer, version: OfferVersion, yes: Acceptance) -> Entry:
    who = speaker(offer, yes.party, yes.by, yes.mandate)
    if yes.of == Acceptance.Of.TERMS:
        named = ", ".join(wording.TERM_NAMES[name].lower() for name in yes.terms)
        return Entry(yes.at, who, f"agrees on: {named} (version {version.number}).", "accepted")
    if yes.of == Acceptance.Of.MEMO:
        return Entry(yes.at, who, "accepted the deal memo and signed.", "signed")
    gone = "" if yes.counts or version.memo_accepted_at else " It no longer counts: that mandate is over."
    return Entry(yes.at, who, f"agrees to version {version.number}.{gone}", "accepted")


def _proposers_own(version: OfferVersion, yes: Acceptance) -> bool:
    """Who proposes agrees; that needs no line of its own."""
    return yes.of == Acceptance.Of.VERSION and yes.by_id == version.proposed_by_id


def _happened(offer: Offer) -> list[Entry]:
    events = list(AuditEvent.objects.filter(subject=offer.pk, kind__in=_HAPPENED))
    people = User.objects.in_bulk([event.actor for event in events])
    found = []
    for event in events:
        state, words = _HAPPENED[event.kind]
        person = people.get(event.actor)
        who = _plain(offer, person) if person else "The house"
        found.append(Entry(event.at, who, words, state))
    return found


def _plain(offer: Offer, person: User) -> str:
    return str(offer.model) if person.pk == offer.model.user_id else str(person)


def _words(versions: Iterable[OfferVersion]) -> list[Word]:
    """What each side said of the terms, in order; a yes of an agent whose mandate is over says nothing.

    Who proposes a version has said yes to it, so the yeses tell everything.
    """
    said = [
        (yes.at, Word(_side(yes.party), version.terms, tuple(yes.terms)))
        for version in versions
        for yes in version.acceptances.all()
        if yes.of != Acceptance.Of.MEMO and yes.counts
    ]
    return [word for _, word in sorted(said, key=lambda pair: pair[0])]


def _side(party: str) -> str:
    return "brand" if party == Party.BRAND else "model"


def _row(state: TermState, last: OfferVersion, base: OfferVersion, currency: str, whole: bool) -> TermRow:
    now, before = last.terms.get(state.name), base.terms.get(state.name)
    return TermRow(
        name=state.name,
        title=wording.TERM_NAMES[state.name],
        now=wording.said(state.name, now, currency),
        before="" if same(now, before) else wording.said(state.name, before, currency),
        agreed=whole or state.agreed,
        brand=wording.said(state.name, state.brand, currency),
        model_side=wording.said(state.name, state.model_side, currency),
    )
