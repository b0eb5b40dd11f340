"""The eleven steps, each through the same actions that pages and API use."""

from __future__ import annotations

from collections.abc import Callable

from doublet.consents.actions import set_boundaries
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Consent
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.licences.queries import contract
from doublet.offers.actions import accept, counter, send_offer, write_brief
from doublet.story import aftermath, cast, scenery
from doublet.story.props import MAIN, Props
from doublet.studio.models import Shot
from doublet.twins.actions import make_version

FLOOR = Money(80_00, "EUR")
# What shall happen after her death is hers to say, and she has said nothing.
SIGNED = (
    Consent.Kind.TWIN_CREATION,
    Consent.Kind.TWIN_USE,
    Consent.Kind.BIOMETRIC_MATCHING,
    Consent.Kind.ROSTER_DISPLAY,
)
OPENED = BoundaryTerms(
    kinds=("everyday", "evening", "sport"),
    exposure=("shoulders", "legs"),
    poses=("standing", "walking"),
    settings=("studio", "daylight"),
    purposes=("ecommerce", "lookbook", "social_organic"),
    channels=("own_web", "own_social", "marketplaces", "paid_ads"),
    territories=("EU", "US"),
    alterations=("hair", "accessories"),
)


def capture(props: Props, teller: scenery.Teller) -> None:
    """Capture: a model uploads photos, and each is checked."""
    model = scenery.open_model(props, MAIN)
    props.cast = cast.houses(model)
    props.capture = scenery.upload(props, teller, model, MAIN)


def consent(props: Props, teller: scenery.Teller) -> None:
    """Consent: she sets boundaries and a floor, reads, and signs each document herself."""
    model = props.cast.model
    set_boundaries(by=model.user, model=model, bounds=OPENED, floor=FLOOR)
    teller.say(f"Boundaries: everything is closed but what she opened. Floor: {FLOOR} a picture.")
    for kind in SIGNED:
        props.consents[kind] = scenery.sign(model, kind)
        signed = props.consents[kind]
        teller.say(
            f"Signed “{signed.get_kind_display().lower()}”, text sha256 {signed.text_sha256[:12]}…, PDF and receipt kept."
        )
    version = make_version(by=model.user, capture=props.capture)
    teller.say(
        f"Her twin, version {version.number}, can wear: {', '.join(version.wearable) or 'nothing yet'}."
    )


def offer(props: Props, teller: scenery.Teller) -> None:
    """Offer: a brand writes a brief, sees the price, and her agent counters."""
    people = props.cast
    props.garments = scenery.wardrobe(props, teller)
    try:
        write_brief(
            by=people.brand,
            model=people.model,
            title="Beach bar",
            garments=props.garments[:1],
            terms=scenery.wish(settings=("alcohol",)),
        )
    except Refused as refused:
        teller.say(f"A brief in a bar was refused while it was written: {refused.reason}")
    else:
        raise AssertionError("a brief that crosses a boundary was not refused")
    brief = write_brief(
        by=people.brand,
        model=people.model,
        title="Winter web shop",
        garments=props.garments,
        terms=scenery.wish(),
    )
    props.offer = send_offer(by=people.brand, brief=brief, note="We would love to work with you.")
    quote = props.offer.versions.get(number=1).quote
    for line in quote["lines"]:
        teller.say(f"[dim]{line['label']:22}[/] {line['how']}")
    rate = Money(quote["per_picture_minor"], quote["currency"])
    better = rate.basis_points(11_000)
    counter(
        by=people.agent,
        offer=props.offer,
        changes={"rate_minor": better.amount},
        note="She is in demand this season.",
    )
    teller.say(f"Offered at {rate} a picture. Her agent counters one term: {rate} → {better}.")
    accept(by=people.brand, offer=props.offer, number=2)
    teller.say("The brand accepts. Nothing can be made yet: only the model herself can sign.")


def licence(props: Props, teller: scenery.Teller) -> None:
    """Licence: she signs, the terms freeze, the contract is typeset and sealed."""
    props.offer.refresh_from_db()
    props.licence = scenery.sign_offer(props.offer)
    props.contract_pdf = contract(props.licence)
    teller.say(f"Licence {props.licence.pk}, pinned to consent {props.licence.consent_sha256[:12]}….")
    teller.say(
        f"Contract: {len(props.contract_pdf) // 1024} kB PDF, {scenery.seal_words(props.contract_pdf)}"
    )


def generate(props: Props, teller: scenery.Teller) -> None:
    """Generate: shots are queued; a worker asks the gate, takes a grant, and the engine dresses the twin."""
    props.shots = scenery.shoot(props, teller)
    made = [shot for shot in props.shots if shot.status == Shot.Status.DONE]
    if len(made) < 2:
        raise Refused(
            "too_few_pictures",
            f"{len(made)} pictures could be made of {len(props.shots)}; the story needs two.",
            hint="The reasons stand above. Add photos or garments that the engine can use.",
        )


def credential(props: Props, teller: scenery.Teller) -> None:
    """Credential: each picture gets its watermark, metadata, signature and register entry."""
    aftermath.mark_all(props, teller)


def review(props: Props, teller: scenery.Teller) -> None:
    """Review: she approves one picture and rejects another; only the approved one is delivered."""
    aftermath.review_and_deliver(props, teller)


def pay(props: Props, teller: scenery.Teller) -> None:
    """Pay: the approval was earned money; a statement and a payout file."""
    aftermath.pay(props, teller)


def verify(props: Props, teller: scenery.Teller) -> None:
    """Verify: anybody can ask about the file, a copy, a changed copy, and a stranger's photo."""
    aftermath.verify_copies(props, teller)


def revoke(props: Props, teller: scenery.Teller) -> None:
    """Revoke: she withdraws; what waits dies, and the delivered file says so."""
    aftermath.revoke(props, teller)


def audit(props: Props, teller: scenery.Teller) -> None:
    """Audit: the log, the books, and the attacks on the gate."""
    aftermath.audit_all(props, teller)
    if props.fictional:
        scenery.second_model(props, teller)


CHAPTERS: tuple[Callable[[Props, scenery.Teller], None], ...] = (
    capture,
    consent,
    offer,
    licence,
    generate,
    credential,
    review,
    pay,
    verify,
    revoke,
    audit,
)
