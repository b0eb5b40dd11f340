"""Her review of each picture, its delivery, its download, and where it was published."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import F

from doublet.consents.terms import CHANNELS
from doublet.kernel import audit, clock, events
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.licences import gate
from doublet.licences.models import Licence
from doublet.licences.rules import Ask, Moment
from doublet.people import rights
from doublet.people.models import User
from doublet.provenance.actions import register_delivery
from doublet.provenance.holds import Held, hold_of
from doublet.provenance.models import Credential
from doublet.provenance.queries import file_of
from doublet.publishing.alt_texts import checked, described
from doublet.publishing.making import Made, altered, make
from doublet.publishing.models import Delivery, Placement, Review
from doublet.publishing.profiles import PROFILES, Profile
from doublet.studio.models import Frame


@action
def approve(*, by: User, frame: Frame, comment: str = "", seen: str = "") -> Review:
    """The model says yes to one picture. It is earned money from this moment, and can be delivered.

    Args:
        seen: the file that she looked at (its credential's id): her yes to one version is none to the next.
    """
    frame = _reviewable(by, frame)
    if seen and not Credential.objects.filter(pk=seen, frame=frame, kind="master").exists():
        raise Conflict(
            "changed_meanwhile",
            "The brand had this picture retouched after you opened it.",
            hint="Look at it as it is now.",
        )
    if frame.licence.status == Licence.Status.PAUSED:
        raise NotAllowed("paused", "You paused this licence.", rule="POL", hint="Resume it, then decide.")
    if frame.licence.status != Licence.Status.ACTIVE:
        raise NotAllowed(
            "withdrawn", "You withdrew this permission; nothing more is approved.", rule="GDPR-07"
        )
    review = Review.objects.create(
        frame=frame, decision=Review.Decision.APPROVED, comment=comment.strip()[:2000], by=by
    )
    audit.record("frame.approved", actor=by, subject=frame)
    events.emit("frame.approved", frame=frame, by=by)
    return review


@action
def reject(*, by: User, frame: Frame, reason: str, comment: str = "") -> Review:
    """The model says no to one picture, with a reason code. Nobody gets it, and nothing is owed for it."""
    if reason not in Review.ReasonCode.values:
        raise BadInput(
            "unknown_reason",
            "A rejection names its reason.",
            hint=f"Choose from: {', '.join(Review.ReasonCode.values)}.",
        )
    frame = _reviewable(by, frame)
    review = Review.objects.create(
        frame=frame, decision=Review.Decision.REJECTED, reason=reason, comment=comment.strip()[:2000], by=by
    )
    audit.record("frame.rejected", actor=by, subject=frame, reason=reason)
    return review


def deliver(*, by: User, frame: Frame, profile: str) -> Delivery:
    """The brand takes an approved picture for one place. The gate is asked; label and credential are made.

    Marking takes seconds, so it happens between two short transactions. The first spares the work where the gate
    refuses; the second asks about the file as it came out, and that decision is the one that is kept. It keeps
    nothing that fails the pre-flight report.
    """
    frame, place, warnings = _deliverable(by=by, frame=frame, profile=profile)
    if (there := Delivery.objects.filter(frame=frame, profile=profile).first()) is not None:
        return there
    return _keep(by=by, frame=frame, place=place, made=make(frame, place, warnings))


@action
def _deliverable(
    *, by: User, frame: Frame, profile: str
) -> tuple[Frame, Profile, tuple[tuple[str, str], ...]]:
    place = _profile(profile)
    frame = Frame.objects.select_related("licence__brand", "licence__model", "shot__garment").get(pk=frame.pk)
    rights.must_be_brand(by, frame.licence.brand)
    decision = gate.foresee(frame.licence, _ask("delivery", frame, by, place))
    return frame, place, tuple((each.rule, each.words) for each in decision.warnings)


@action
def _keep(*, by: User, frame: Frame, place: Profile, made: Made) -> Delivery:
    made.report.demand()
    gate.demand(frame.licence, _ask("delivery", frame, by, place, marks=made.report.marks))
    there = Delivery.objects.select_for_update().filter(frame=frame, profile=place.id).first()
    if there is not None:
        return there
    credential = register_delivery(frame=frame, profile=place.id, label=made.text, made=made.marked)
    delivery = Delivery.objects.create(
        frame=frame,
        profile=place.id,
        profile_version=made.report.version,
        report=made.report.as_dict(),
        alt_text=described(frame),
        credential=credential,
        made_by=by,
    )
    audit.record("frame.delivered", actor=by, subject=delivery, frame=frame.pk, profile=place.id)
    return delivery


@action
def download(*, by: User, delivery: Delivery) -> bytes:
    """The delivered file. The gate is asked again: a file made yesterday may be closed today."""
    delivery = Delivery.objects.select_related("frame__licence__brand", "credential").get(pk=delivery.pk)
    rights.must_be_brand(by, delivery.frame.licence.brand)
    carried = tuple(delivery.report.get("marks", ()))
    place = _profile(delivery.profile)
    gate.demand(delivery.frame.licence, _ask("download", delivery.frame, by, place, marks=carried))
    Delivery.objects.filter(pk=delivery.pk).update(downloads=F("downloads") + 1)
    audit.record("delivery.downloaded", actor=by, subject=delivery)
    return file_of(delivery.credential)


@action
def write_alt_text(*, by: User, delivery: Delivery, words: str) -> Delivery:
    """The brand describes a picture in its own words; that it was made with AI stays said."""
    delivery = Delivery.objects.select_related("frame__licence__brand", "frame__licence__model").get(
        pk=delivery.pk
    )
    rights.must_be_brand(by, delivery.frame.licence.brand)
    delivery.alt_text = checked(words)
    delivery.save(update_fields=["alt_text"])
    audit.record("delivery.described", actor=by, subject=delivery)
    return delivery


@action
def note_placement(*, by: User, delivery: Delivery, url: str, channel: str, since: date) -> Placement:
    """The brand says where it published a picture, so that a withdrawal can reach that place."""
    delivery = Delivery.objects.select_related("frame__licence__brand").get(pk=delivery.pk)
    rights.must_be_brand(by, delivery.frame.licence.brand)
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise BadInput(
            "not_an_address", "This is not a web address.", hint="Give it with https://."
        ) from None
    if channel not in CHANNELS:
        raise BadInput("unknown_channel", f"There is no channel “{channel[:40]}”.")
    if since > clock.now().date():
        raise BadInput("in_the_future", "A picture cannot have been published in the future.")
    placement = Placement.objects.create(
        delivery=delivery, url=url, channel=channel, since=since, noted_by=by
    )
    audit.record("placement.noted", actor=by, subject=placement, delivery=delivery.pk)
    return placement


def _reviewable(by: User, frame: Frame) -> Frame:
    frame = (
        Frame.objects.select_for_update(of=("self",))
        .select_related("licence__model", "shot__garment")
        .get(pk=frame.pk)
    )
    rights.must_be_model(by, frame.licence.model)
    if Review.objects.filter(frame=frame).exists():
        raise Conflict("already_reviewed", "You have already decided about this picture.")
    if not Credential.objects.filter(frame=frame, kind="master", status="ready").exists():
        raise Conflict("not_marked_yet", "This picture is still being marked.", hint="Wait a few seconds.")
    return frame


def _ask(
    moment: Moment, frame: Frame, by: User, place: Profile, *, marks: tuple[str, ...] | None = None
) -> Ask:
    """What the gate is asked about a picture that she approved and that nobody reported."""
    review = Review.objects.filter(frame=frame).first()
    if review is None or review.decision != Review.Decision.APPROVED:
        raise NotAllowed(
            "not_approved",
            "The model has not approved this picture.",
            rule="HOUSE-REVIEW",
            hint="Only she can.",
        )
    if frame.holds.filter(lifted_at=None).exists():
        raise _held(hold_of(frame.pk))
    return place.ask(moment, by.brand_id, frame.pk, altered=altered(frame), marks=marks)


def _held(held: Held | None) -> NotAllowed:
    if held is not None and held.upheld:
        return NotAllowed(
            "held",
            f"This picture is on hold since {held.since:%d %B %Y}: the operator upheld a report about it.",
            rule="US-TID",
            hint="Take it down where you show it. If that is wrong, write to the operator of this house.",
        )
    return NotAllowed(
        "held",
        "Somebody reported this picture, so nobody gets it until a person has looked.",
        rule="US-TID",
        hint="The operator decides within 48 hours and tells you.",
    )


def _profile(profile: str) -> Profile:
    if profile not in PROFILES:
        raise Refused(
            "no_profile",
            "A picture is delivered for one place, which decides its label.",
            rule="EU-50-4",
            hint=f"Choose from: {', '.join(PROFILES)}.",
        )
    return PROFILES[profile]
