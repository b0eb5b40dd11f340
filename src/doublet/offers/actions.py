"""What brand, agent and model do with a brief and the offer that grows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from doublet.consents.models import Consent
from doublet.consents.queries import in_force
from doublet.consents.terms import GarmentRef, UseTerms
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.canonical import digest
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.offers import changes as changing
from doublet.offers import letters, prices, questions
from doublet.offers.changes import NEGOTIABLE
from doublet.offers.checks import check_terms, refuse_under_floor
from doublet.offers.hurdles import refuse_hurdles
from doublet.offers.models import Acceptance, Brief, Message, Offer, OfferVersion, Party
from doublet.offers.scenes import with_plates
from doublet.people import factors, rights
from doublet.people.models import Mandate, ModelProfile, Role, User
from doublet.wardrobe.models import Garment
from doublet.wardrobe.queries import plates_in_use

OPEN_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Speaker:
    """Who speaks, as whom, and under which mandate."""

    user: User
    party: str
    mandate: Mandate | None = None


@action
def write_brief(
    *, by: User, model: ModelProfile, title: str, garments: list[Garment], terms: dict[str, Any]
) -> Brief:
    """A brand writes down what it wants. A brief that crosses a boundary of hers is refused here.

    `terms` holds the fields of `UseTerms` apart from garments and price.
    """
    brand = _own_brand(by)
    for garment in garments:
        rights.must_be_brand(by, garment.brand)
        if garment.retired_at or not garment.wearable:
            raise Refused(
                "garment_not_wearable",
                f"The engine cannot use the photo of “{garment.name}”.",
                rule="HOUSE-GARMENT",
                hint="Open the garment to see what to change in the photo.",
            )
    wish = UseTerms(garments=tuple(_named(garment) for garment in garments), **terms)
    wish = with_plates(wish, plates_in_use(brand.pk))
    check_terms(model, brand, wish)
    questions.refuse_words(model, brand, title=title, terms=wish.as_dict())
    quoted = prices.quote(model=model, brand=brand, terms=wish)
    priced = wish.with_price(quoted.per_picture.amount, quoted.per_picture.currency)
    brief = Brief.objects.create(
        brand=brand,
        model=model,
        title=_title(title),
        terms=priced.as_dict(),
        quote=prices.receipt(quoted, priced),
        written_by=by,
    )
    brief.garments.set(garments)
    audit.record("brief.written", actor=by, subject=brief, model=model.pk, terms=digest(priced.as_dict()))
    return brief


@action
def send_offer(*, by: User, brief: Brief, note: str = "") -> Offer:
    """The brand offers its brief at the quoted price. The model and her agents are told."""
    return _open(by, brief, UseTerms.from_dict(brief.terms), note, after=None)


@action
def send_again(*, by: User, offer: Offer, changes: dict[str, Any], note: str = "") -> Offer:
    """The brand opens a new offer from the brief of one that came to nothing, with other terms if it likes.

    `changes` names terms of `NEGOTIABLE`. The old thread stays as it is, and each names the other.
    """
    offer = Offer.objects.select_for_update().select_related("model__user", "brand", "brief").get(pk=offer.pk)
    rights.must_be_brand(by, offer.brand)
    if offer.status not in (Offer.Status.DECLINED, Offer.Status.WITHDRAWN, Offer.Status.EXPIRED):
        raise Conflict(
            "still_living",
            f"This offer is “{offer.get_status_display().lower()}”.",
            hint="Only an offer that came to nothing can be sent again.",
        )
    terms = _changed(offer, UseTerms.from_dict(_last(offer).terms), changes)
    check_terms(offer.model, offer.brand, terms)
    refuse_under_floor(offer.model, terms)
    return _open(by, offer.brief, terms, note, after=offer)


@action
def counter(*, by: User, offer: Offer, changes: dict[str, Any], note: str = "") -> OfferVersion:
    """Any party proposes other terms. The new version replaces the one on the table; nobody has agreed to it yet.

    `changes` names terms of `NEGOTIABLE` with their new values.
    """
    offer, speaker = _on_the_table(by, offer)
    before = UseTerms.from_dict(_last(offer).terms)
    after = _changed(offer, before, changes)
    diff = changing.differences(before, after)
    if not diff:
        raise BadInput("nothing_changed", "The counter changes nothing.", hint="Accept the offer instead.")
    _within_mandate(speaker, offer, after)
    check_terms(offer.model, offer.brand, after)
    refuse_under_floor(offer.model, after)
    version = _propose(offer, speaker, after, diff, note, like=_last(offer).quote)
    if offer.status != Offer.Status.OPEN:
        move(offer, Offer.Status.OPEN, "The offer cannot be opened again")
        offer.save()
    audit.record(
        "offer.countered", actor=by, subject=offer, version=version.number, changes=[row[0] for row in diff]
    )
    letters.countered(offer, version)
    return version


@action
def accept(*, by: User, offer: Offer, number: int) -> Offer:
    """A party agrees to exactly this version. When both have, only the model's signature is missing."""
    offer, speaker = _on_the_table(by, offer)
    last = _this_version(offer, number)
    _within_mandate(speaker, offer, UseTerms.from_dict(last.terms))
    questions.refuse_open(last)
    ours = last.yes_of_brand if speaker.party == Party.BRAND else last.yes_of_model_side
    if ours is None:
        _yes(last, speaker)
    last = _last(offer)
    if last.agreed_at and offer.status != Offer.Status.AGREED:
        move(offer, Offer.Status.AGREED, "This offer cannot be agreed")
        offer.save()
        letters.agreed(offer)
    elif ours is None:
        letters.accepted(offer, last, speaker.party)
    audit.record("offer.accepted", actor=by, subject=offer, version=number, party=speaker.party)
    return offer


@action
def agree_on(*, by: User, offer: Offer, number: int, terms: list[str]) -> Acceptance:
    """A party agrees to single terms of exactly this version; the others stay open between them.

    It binds nobody: only a yes to the whole version lets the model sign.
    """
    offer, speaker = _on_the_table(by, offer)
    last = _this_version(offer, number)
    if unknown := sorted(set(terms) - set(NEGOTIABLE)):
        raise BadInput("not_negotiable", f"There is no term called “{unknown[0][:40]}”.")
    if not terms:
        raise BadInput("no_term", "No term was ticked.", hint="Tick at least one.")
    wanted = [name for name in NEGOTIABLE if name in terms]
    if (speaker.party == Party.BRAND) == (last.party == Party.BRAND):
        raise Conflict(
            "own_proposal", "These terms are your side’s own.", hint="It is the other side’s turn."
        )
    given = _yes(last, speaker, of=Acceptance.Of.TERMS, terms=wanted)
    audit.record("offer.terms_agreed", actor=by, subject=offer, version=number, terms=wanted)
    letters.agreed_on(offer, speaker.party, wanted)
    return given


@action
def accept_memo(*, by: User, version: OfferVersion) -> Acceptance:
    """The model accepts the deal memo of a version: part of signing, never apart from it (rule FWA-10)."""
    rights.must_be_model(by, version.offer.model)
    return _yes(version, Speaker(by, Party.MODEL), of=Acceptance.Of.MEMO)


@action
def decline(*, by: User, offer: Offer, note: str = "", because: str = "") -> Offer:
    """The model or her agent says no. It has no effect on how she is ranked, priced or shown (rule FWA-18)."""
    offer = _locked(offer)
    speaker = _her_side(by, offer)
    if because and because not in Offer.Because.values:
        raise BadInput("unknown_reason", f"“{because[:20]}” is none of the reasons.", hint="None is needed.")
    move(offer, Offer.Status.DECLINED, "This offer cannot be declined")
    offer.declined_because = because
    offer.save()
    if note.strip():
        Message.objects.create(
            offer=offer, party=speaker.party, by=by, mandate=speaker.mandate, words=note.strip()[:2000]
        )
    audit.record("offer.declined", actor=by, subject=offer)
    letters.declined(offer, note)
    return offer


@action
def withdraw_offer(*, by: User, offer: Offer) -> Offer:
    """The brand takes an offer back before it is signed."""
    offer = _locked(offer)
    rights.must_be_brand(by, offer.brand)
    move(offer, Offer.Status.WITHDRAWN, "This offer cannot be withdrawn")
    offer.save()
    audit.record("offer.withdrawn", actor=by, subject=offer)
    letters.withdrawn(offer)
    return offer


def speaker_in(by: User, offer: Offer) -> Speaker:
    """In which part somebody speaks in a thread, and under which mandate. Refuses whoever has no part."""
    if by.role == Role.BRAND:
        rights.must_be_brand(by, offer.brand)
        return Speaker(by, Party.BRAND)
    return _her_side(by, offer)


def must_live(offer: Offer) -> None:
    """Refuse what can only be done while an offer lives."""
    if offer.status not in Offer.LIVING:
        raise Conflict("moved_on", f"This offer is already “{offer.get_status_display().lower()}”.")
    if clock.now() > offer.expires_at:
        raise Conflict(
            "offer_expired", f"This offer ran out on {offer.expires_at:%d %B %Y}.", hint="Send a new one."
        )


def _open(by: User, brief: Brief, terms: UseTerms, note: str, *, after: Offer | None) -> Offer:
    rights.must_be_brand(by, brief.brand)
    refuse_hurdles(brief.brand)
    if in_force(brief.model, Consent.Kind.TWIN_USE, clock.now().date()) is None:
        raise Refused(
            "no_consent",
            "The model has not consented to the use of her twin, so no offer can reach her yet.",
            rule="FWA-03",
            hint="Keep the brief; you can send it once she has signed.",
        )
    if Offer.objects.filter(brief=brief, status__in=Offer.LIVING).exists():
        raise Conflict("already_offered", "This brief is already on offer.", hint="Open the offer instead.")
    offer = Offer.objects.create(
        brief=brief, brand=brief.brand, model=brief.model, follows=after, expires_at=clock.now() + OPEN_FOR
    )
    diff = changing.differences(UseTerms.from_dict(_last(after).terms), terms) if after else []
    like = None if after else brief.quote or None
    version = _propose(offer, Speaker(by, Party.BRAND), terms, diff, note, like=like)
    audit.record("offer.sent", actor=by, subject=offer, terms=version.terms_sha256)
    letters.sent(offer)
    return offer


def _locked(offer: Offer) -> Offer:
    return Offer.objects.select_for_update().select_related("model__user", "brand", "brief").get(pk=offer.pk)


def _on_the_table(by: User, offer: Offer) -> tuple[Offer, Speaker]:
    """The offer, locked and living, and in which part this person speaks."""
    offer = _locked(offer)
    speaker = speaker_in(by, offer)
    must_live(offer)
    return offer, speaker


def _her_side(by: User, offer: Offer) -> Speaker:
    party = rights.must_speak_for(by, offer.model)
    return Speaker(by, party, rights.mandate(by, offer.model) if party == Party.AGENT else None)


def _within_mandate(speaker: Speaker, offer: Offer, terms: UseTerms) -> None:
    if speaker.party == Party.AGENT:
        rights.must_speak_for(speaker.user, offer.model, terms.territories)


def _changed(offer: Offer, before: UseTerms, changes: dict[str, Any]) -> UseTerms:
    named = UseTerms.from_dict(offer.brief.terms).garments
    return changing.changed(before, changes, garments=named, plates=plates_in_use(offer.brand_id))


def _propose(
    offer: Offer,
    speaker: Speaker,
    terms: UseTerms,
    diff: list[Any],
    note: str,
    *,
    like: dict[str, Any] | None,
) -> OfferVersion:
    """Lay a version on the table; who proposes it has said yes to it. `like` is the receipt it goes on from."""
    quoted = prices.quote(model=offer.model, brand=offer.brand, terms=terms, like=like)
    version = OfferVersion.objects.create(
        offer=offer,
        number=offer.versions.count() + 1,
        party=speaker.party,
        proposed_by=speaker.user,
        mandate=speaker.mandate,
        terms=terms.as_dict(),
        terms_sha256=digest(terms.as_dict()),
        quote=prices.receipt(quoted, terms),
        changes=diff,
        note=note.strip()[:2000],
    )
    _yes(version, speaker)
    questions.ask(version)
    return version


def _yes(
    version: OfferVersion,
    speaker: Speaker,
    *,
    of: str = Acceptance.Of.VERSION,
    terms: list[str] | None = None,
) -> Acceptance:
    if speaker.party == Party.BRAND and of == Acceptance.Of.VERSION:
        factors.must_hold(speaker.user)  # a brand's yes is what it will have to pay
    return Acceptance.objects.create(
        version=version,
        of=of,
        terms=terms or [],
        party=speaker.party,
        by=speaker.user,
        mandate=speaker.mandate,
    )


def _this_version(offer: Offer, number: int) -> OfferVersion:
    last = _last(offer)
    if last.number != number:
        raise Conflict(
            "newer_version", "Somebody proposed other terms meanwhile.", hint="Read the newest version first."
        )
    return last


def _last(offer: Offer) -> OfferVersion:
    return OfferVersion.objects.select_for_update().filter(offer=offer).order_by("-number")[0]


def _own_brand(by: User) -> Any:
    if by.role != Role.BRAND or by.brand is None:
        raise NotAllowed("brands_only", "Only a brand's team can write a brief.", rule="HOUSE-ROLE")
    return by.brand


def _named(garment: Garment) -> GarmentRef:
    return GarmentRef(id=garment.pk, name=garment.name, kind=garment.kind, sha256=garment.sha256)


def _title(title: str) -> str:
    cleaned = " ".join(title.split())
    if not 3 <= len(cleaned) <= 120:
        raise BadInput("title_length", "A brief needs a title of 3 to 120 characters.")
    return cleaned
