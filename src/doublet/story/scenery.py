"""What several chapters do: open a model's account, upload, sign, queue and make pictures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any, Protocol

from doublet.consents.actions import open_consent, set_boundaries, sign_consent
from doublet.consents.models import Consent
from doublet.engines import document
from doublet.engines.image import decode, encode_jpeg
from doublet.kernel import blobs, clock
from doublet.kernel.refusals import Refused
from doublet.licences.actions import sign_licence
from doublet.licences.models import Licence
from doublet.offers.actions import accept, send_offer, write_brief
from doublet.offers.models import Offer
from doublet.people.mandates import give_mandate
from doublet.people.models import ModelProfile
from doublet.provenance.actions import work as mark
from doublet.story import cast
from doublet.story.props import SECOND, Props
from doublet.studio.actions import Wish, request_shots
from doublet.studio.jobs import work as make
from doublet.studio.models import Shot
from doublet.twins.actions import add_photo, make_version, open_capture
from doublet.twins.identity import waive_challenge
from doublet.twins.models import CapturePhoto, CaptureSet
from doublet.wardrobe.actions import add_garment
from doublet.wardrobe.models import Garment


class Teller(Protocol):
    """Who prints what happens (see `play.Teller`)."""

    def say(self, words: str) -> None: ...

    def bar(self, words: str, total: int) -> AbstractContextManager[Callable[[], None]]: ...


def open_model(props: Props, who: str) -> ModelProfile:
    """A model's account: a fictional person, or the user's own photos under a plain name."""
    if props.own_photos and who != SECOND:
        return cast.model(
            "ines@demo.invalid",
            public_name="Your model",
            legal_name="Your Model",
            birth_date=date(1990, 1, 1),
            residence="FR",
            height_cm=175,
            popularity=40,
            fictional=False,
        )
    person = props.person(who)
    return cast.model(
        f"{who.split('-')[0]}@demo.invalid",
        public_name=person["public_name"],
        legal_name=person["public_name"],
        birth_date=date.fromisoformat(person["birth_date"]),
        residence=person["residence"],
        height_cm=person["height_cm"],
        popularity=40,
    )


def upload(props: Props, teller: Teller, model: ModelProfile, who: str) -> CaptureSet:
    """Upload a set photo by photo, and say what the checks found."""
    capture = open_capture(by=model.user, model=model, attests_adult=True, may_compare_faces=True)
    files = props.photos(who)
    unusable = []
    with teller.bar(f"Checking {len(files)} photos", len(files)) as tick:
        for file in files:
            try:
                add_photo(by=model.user, capture=capture, data=file.read_bytes(), name=file.name)
            except Refused as refused:
                unusable.append(f"{file.name}: {refused.reason}")
            tick()
    capture.refresh_from_db()
    states = CapturePhoto.State
    count = {state: capture.photos.filter(state=state).count() for state in states.values}
    teller.say(
        f"{model.public_name}{' (fictional, rendered)' if model.fictional else ''}: {len(files)} photos, "
        f"{count['accepted']} accepted, {count['warning']} with a warning, {count['refused'] + len(unusable)} refused."
    )
    for words in unusable:
        teller.say(f"Not kept: {words}")
    for photo in capture.photos.exclude(state=states.ACCEPTED):
        teller.say(
            f"{photo.name}: {photo.reasons[0]['words'] if photo.reasons else photo.get_state_display()}"
        )
    missing = capture.report.get("missing", [])
    teller.say(f"The set is {capture.readiness}. Missing: {', '.join(missing) or 'nothing'}.")
    wearable = sorted({kind for photo in capture.photos.all() for kind in photo.wearable})
    teller.say(f"It can already wear: {', '.join(wearable) or 'nothing'}.")
    waived = waive_challenge(by=props.cast.operator, capture=capture, reason=_nobody_there(model))
    teller.say(f"The operator waived the challenge selfie: {waived.reason}")
    if (portrait := props.portrait(who)) is not None:
        twin = capture.twin
        model.portrait = blobs.put(bytes(twin.wrapped_key), twin.pk, encode_jpeg(decode(portrait).pixels))
        model.save()
    return capture


def _nobody_there(model: ModelProfile) -> str:
    """Why nobody can take a selfie in the story."""
    if model.fictional:
        return "Fictional and rendered: there is nobody who could take one."
    return "Files from the command line, for a demonstration: nobody signed in to take one."


def sign(model: ModelProfile, kind: str) -> Consent:
    """Open, read and sign one document; the demo's model chooses not to wait 48 hours."""
    today = clock.now().date()
    consent = open_consent(
        by=model.user, model=model, kind=kind, starts=today, ends=today + timedelta(days=365)
    )
    return sign_consent(
        by=model.user,
        consent=consent,
        typed_name=model.legal_name,
        shown_sha256=consent.text_sha256,
        waive_waiting=True,
        reauthenticated_at=clock.now(),
    )


def wardrobe(props: Props, teller: Teller) -> list[Garment]:
    """The brand uploads its garments; those that the engine cannot use are named with the reason."""
    usable = []
    files = props.garment_files()
    with teller.bar(f"Looking at {len(files)} garments", len(files)) as tick:
        for item in files:
            garment = add_garment(
                by=props.cast.brand,
                data=item.file.read_bytes(),
                name=item.name,
                category=item.category,
                colour=item.colour,
                size_cm=item.size_cm,
            )
            tick()
            if garment.wearable:
                usable.append(garment)
            else:
                blocked = [
                    finding["reason"]
                    for finding in garment.report.get("findings", [])
                    if finding["severity"] == "blocks"
                ]
                teller.say(f"{garment.name} cannot be used: {'; '.join(blocked)}")
    teller.say(f"Garments: {', '.join(garment.name for garment in usable)}.")
    return usable


def wish(**changes: Any) -> dict[str, Any]:
    """What the brand wants, apart from garments and price."""
    today = clock.now().date()
    return {
        "settings": ("studio", "daylight"),
        "backgrounds": ("studio_white", "studio_warm_grey", "sunlit_wall"),
        "pictures": 5,
        "purpose": "ecommerce",
        "description": "Product pictures of the winter collection, front view, for the product pages of the "
        "brand's own web shop and its newsletter pages.",
        "channels": ("own_web", "own_social"),
        "territories": ("EU",),
        "starts": today,
        "ends": today + timedelta(days=180),
        **changes,
    }


def sign_offer(offer: Offer) -> Licence:
    """The model reads the terms on the table and signs exactly those."""
    version = offer.versions.order_by("-number")[0]
    return sign_licence(
        by=offer.model.user,
        offer=offer,
        shown_sha256=version.terms_sha256,
        typed_name=offer.model.legal_name,
        memo_accepted=True,
        reauthenticated_at=clock.now(),
    )


def seal_words(pdf: bytes) -> str:
    """What the seal of a paper says."""
    report = document.read_seal(pdf)
    assert report.intact, "the seal of a fresh contract does not hold"
    return report.words


def shoot(props: Props, teller: Teller) -> list[Shot]:
    """Queue a few pictures and let a worker make them. The last one is left for the step on revocation."""
    scenes = (("studio_warm_grey", "soft"), ("sunlit_wall", "key_left"), ("studio_white", "soft"))
    wishes = [
        Wish(garment, *scenes[number % len(scenes)], crop=_crop(garment))
        for number, garment in enumerate(_each_kind(props.garments, 4))
    ]
    shots = request_shots(by=props.cast.brand, licence=props.licence, wishes=wishes)
    teller.say(f"{len(shots)} shots queued; the gate said yes to each.")
    with teller.bar("Making pictures", len(shots)) as tick:
        while make():
            tick()
    for shot in shots:
        shot.refresh_from_db()
        what = (
            f"{shot.garment.name}, {shot.background.replace('_', ' ')}, {shot.light.replace('_', ' ')} light"
        )
        if shot.status == Shot.Status.DONE:
            teller.say(
                f"Made: {what}, in {shot.frame.seconds_ms / 1000:.1f} s by {shot.frame.engine} {shot.frame.engine_version}."
            )
        else:
            teller.say(f"Refused: {what}. {shot.reason} {shot.hint}")
    return shots


def _each_kind(garments: list[Garment], count: int) -> list[Garment]:
    """One garment of each kind first, then the others, then from the start again."""
    first = {garment.category: garment for garment in reversed(garments)}
    ordered = sorted(garments, key=lambda garment: first[garment.category] != garment)
    return [ordered[number % len(ordered)] for number in range(count)]


def _crop(garment: Garment) -> str:
    return "three_quarter" if garment.category == "tops" else "full"


def second_model(props: Props, teller: Teller) -> None:
    """A second fictional model with a licence in force, so that there is something to look at and decide."""
    from doublet.story.chapters import FLOOR, OPENED

    model = open_model(props, SECOND)
    props.cast.second = model
    cast.looked_at(model, by=props.cast.operator)
    give_mandate(by=model.user, model=model, agency=props.cast.agency, commission_bp=1000)
    capture = upload(props, teller, model, SECOND)
    set_boundaries(by=model.user, model=model, bounds=OPENED, floor=FLOOR)
    for kind in (Consent.Kind.TWIN_CREATION, Consent.Kind.TWIN_USE, Consent.Kind.ROSTER_DISPLAY):
        sign(model, kind)
    make_version(by=model.user, capture=capture)
    tops = [garment for garment in props.garments if garment.category == "tops"]
    roomy = max(tops, key=lambda garment: garment.size_cm.get("chest", 0))
    bare = next((garment for garment in props.garments if garment.category in ("skirts", "dresses")), None)
    brief = write_brief(
        by=props.cast.brand,
        model=model,
        title="Spring lookbook",
        garments=[*tops, bare] if bare else tops,
        terms=wish(purpose="lookbook"),
    )
    offer = send_offer(by=props.cast.brand, brief=brief)
    accept(by=props.cast.agent, offer=offer, number=1)
    offer.refresh_from_db()
    licence = sign_offer(offer)
    wishes = [Wish(roomy, "studio_warm_grey")]
    if bare:
        wishes.append(Wish(bare, "studio_warm_grey", crop=_crop(bare)))
    shots = request_shots(by=props.cast.brand, licence=licence, wishes=wishes)
    with teller.bar("Making and marking for a second model", len(wishes) + 1) as tick:
        while make():
            tick()
        while mark():
            tick()
    for shot in shots:
        shot.refresh_from_db()
        if shot.status == Shot.Status.REFUSED:
            teller.say(f"Refused for {model.public_name}: {shot.garment.name}. {shot.reason} {shot.hint}")
    teller.say(f"{model.public_name} has a licence in force and a picture to review.")
