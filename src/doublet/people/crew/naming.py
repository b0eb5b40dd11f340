"""A model names the crew of her photos, and says what part of her gross it gets."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.urls import reverse

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.moves import move
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.people import commissions, rights, rules
from doublet.people.commissions import Taken
from doublet.people.crew import queries, wording
from doublet.people.crew.models import LARGEST_SHARE_BP, CrewMember
from doublet.people.inviting import clean_email
from doublet.people.models import ModelProfile, User
from doublet.people.tokens import digest_of

MOST_NAMED = 20


@action
def name_crew(
    *,
    by: User,
    model: ModelProfile,
    role: str,
    name: str,
    email: str,
    capture: str = "",
    share_bp: int = 0,
    language: str = "en",
) -> tuple[CrewMember, str]:
    """The model names somebody who worked on her photos. A link is mailed; it is returned as well.

    Args:
        capture: id of the set of photos that it is about; empty is all of hers.
        share_bp: basis points of her gross; it counts in the fifth that all commissions together may take.

    Raises:
        Refused: the share is over what a crew may have, or all commissions together pass 20 % (rule FWA-06).
        Conflict: named already for these photos.
    """
    rights.must_be_model(by, model)
    if role not in CrewMember.Role.values:
        raise BadInput(
            "unknown_role", f"“{role[:20]}” is no part of a crew.", hint=", ".join(CrewMember.Role.values)
        )
    email, name = clean_email(email), rules.clean_name(name, "The person's name")
    ModelProfile.objects.select_for_update().get(pk=model.pk)  # two shares at once must not pass the limit
    if email.casefold() == model.user.email.casefold():
        raise BadInput(
            "own_address", "This is your own address.", hint="Give the address of the other person."
        )
    same = model.crew.filter(email__iexact=email, role=role, capture=capture, ended_at=None)
    if same.exists():
        raise Conflict("named_already", f"{name} is named for these photos already.")
    if model.crew.filter(ended_at=None).count() >= MOST_NAMED:
        raise Refused(
            "crew_too_large",
            f"A crew has at most {MOST_NAMED} people here.",
            rule="HOUSE-LIMIT",
            hint="Take one off.",
        )
    member = CrewMember(
        model=model,
        capture=capture,
        role=role,
        name=name,
        email=email,
        share_bp=share_bp,
        language=language if language in wording.CODES else wording.DEFAULT,
    )
    _refuse_large(member)
    audit.record("crew.named", actor=by, subject=member, role=role, capture=capture, share_bp=share_bp)
    return member, mail_link(member)


@action
def change_share(*, by: User, member: CrewMember, share_bp: int) -> CrewMember:
    """Another share, for licences that are signed from now on. The person is asked anew, since her yes named it."""
    member = _own(by, member)
    if member.ended_at:
        raise Conflict("crew_ended", f"{member.name} is not in your crew any more.")
    if share_bp == member.share_bp:
        return member
    member.share_bp = share_bp
    _refuse_large(member)
    if member.status == CrewMember.Answer.PERMITTED:
        move(member, CrewMember.Answer.WAITING, "Her answer cannot be asked again")
    audit.record("crew.share_changed", actor=by, subject=member, share_bp=share_bp)
    mail_link(member)
    return member


@action
def send_link_again(*, by: User, member: CrewMember) -> CrewMember:
    """The model has a new link mailed; the one of before stops working."""
    member = _own(by, member)
    mail_link(member)
    audit.record("crew.link_sent", actor=by, subject=member)
    return member


@action
def end_crew(*, by: User, member: CrewMember) -> CrewMember:
    """She takes somebody off her crew: no share in licences that are signed from now on. What was agreed stays.

    A photographer's no does not go away by this; only the photographer or the operator can lift it.
    """
    member = _own(by, member)
    if member.ended_at is None:
        member.ended_at = clock.now()
        member.save()
        audit.record("crew.ended", actor=by, subject=member)
    return member


@action
def resolve(*, by: User, member: CrewMember, words: str) -> CrewMember:
    """The operator has looked into a photographer's no and writes down why the photos may be used after all.

    Raises:
        Conflict: nothing stands in the way.
    """
    rights.must_be_operator(by)
    member = _locked(member)
    told = " ".join(words.split())
    if not 20 <= len(told) <= 300:
        raise BadInput(
            "reason_missing",
            "A resolution needs its reason, in 20 to 300 characters.",
            hint="Such as: which contract was shown, and on which day.",
        )
    if not member.stands_in_the_way:
        raise Conflict("nothing_to_resolve", f"{member.name} does not stand in the way of anything.")
    member.resolved_at, member.resolved_by, member.resolution = clock.now(), by, told
    member.save()
    audit.record("crew.resolved", actor=by, subject=member, words=told)
    for address in (member.email, member.model.user.email):
        tell(address, "About the photos", f"The operator of {settings.PLATFORM_NAME} has decided: {told}\n")
    return member


def mail_link(member: CrewMember) -> str:
    """A new secret for this person, kept as a hash, and the mail that brings it."""
    secret = secrets.token_urlsafe(32)
    member.digest, member.sent_at = digest_of(secret), clock.now()
    member.save()
    link = settings.SITE_URL + reverse("crew", args=[secret])
    tell(
        member.email,
        f"{member.model} named you for her photos",
        f"Hello {member.name},\n\n{wording.mail(member)}\n\n{link}\n\nThe link is yours alone: whoever has it can "
        "answer for you. If you do not know what this is about, do nothing.\n",
    )
    return link


def _refuse_large(member: CrewMember) -> None:
    """All of the crew together stay small, and with all other commissions within the fifth."""
    model = member.model
    if type(member.share_bp) is not int or member.share_bp < 0:
        raise BadInput("share_unreadable", "A share is a number of hundredths of a percent, zero or more.")
    others = queries.promised_bp(model) - sum(
        model.crew.filter(pk=member.pk, ended_at=None, status__in=("waiting", "permitted")).values_list(
            "share_bp", flat=True
        )
    )
    if others + member.share_bp > LARGEST_SHARE_BP:
        raise Refused(
            "crew_share_too_large",
            f"Your whole crew would get {commissions.percent(others + member.share_bp)} of your gross; "
            f"{commissions.percent(LARGEST_SHARE_BP)} is the most.",
            rule="FWA-06",
            hint=f"At most {commissions.percent(max(LARGEST_SHARE_BP - others, 0))} is left for {member.name}.",
        )
    if member.share_bp:
        commissions.refuse_more(model, Taken("crew", "crew", others + member.share_bp, member.pk))


def _own(by: User, member: CrewMember) -> CrewMember:
    member = _locked(member)
    rights.must_be_model(by, member.model)
    return member


def _locked(member: CrewMember) -> CrewMember:
    return CrewMember.objects.select_for_update(of=("self",)).select_related("model__user").get(pk=member.pk)
