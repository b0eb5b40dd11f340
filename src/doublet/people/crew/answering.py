"""The other end of the link: somebody of the crew permits or refuses, takes it back, and says where she is paid."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from doublet.engines.payout import iban as checked_iban
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.moves import move
from doublet.kernel.notices import tell
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.people import commissions, rules
from doublet.people.commissions import Taken
from doublet.people.crew import queries, wording
from doublet.people.crew.models import CrewMember
from doublet.people.crew.naming import mail_link
from doublet.people.models import Role, User

_NO = (CrewMember.Answer.REFUSED, CrewMember.Answer.WITHDRAWN)


@action
def answer(
    *, secret: str, permits: bool, typed_name: str, shown_sha256: str, language: str, credited: bool = False
) -> CrewMember:
    """She permits that photos she worked on are the source of a twin, or refuses. Kept with the text she read.

    Args:
        shown_sha256: hash of the text on her page, which must be the text of today.
        credited: her own tick, to be named where the pictures are explained.

    Raises:
        Refused: the text has changed since the page was opened (rule HOUSE-TEXT), or all commissions together
            would pass 20 % by now (rule FWA-06).
        BadInput: no name was typed.
    """
    member = opened(secret)
    name = rules.clean_name(typed_name, "Your name")
    text = wording.permission(member, language)
    if text.sha256 != shown_sha256:
        raise Refused(
            "text_changed",
            "The text has changed since you opened this page.",
            rule="HOUSE-TEXT",
            hint="Read it again, then answer.",
        )
    if permits and member.share_bp and member.ended_at is None:
        others = sum(each.share_bp for each in queries.sharing(member.model))
        commissions.refuse_more(member.model, Taken("crew", "crew", others + member.share_bp, member.pk))
    said = CrewMember.Answer.PERMITTED if permits else CrewMember.Answer.REFUSED
    move(member, said, "This was answered already")
    member.typed_name, member.answered_at, member.language = name, clock.now(), text.language
    member.text, member.text_sha256 = text.as_dict(), text.sha256
    member.credited = credited and permits
    member.resolved_at, member.resolved_by, member.resolution = None, None, ""
    member.save()
    audit.record(
        f"crew.{said}",
        actor=member,
        subject=member,
        text_sha256=text.sha256,
        language=text.language,
        typed_name=name,
        share_bp=member.share_bp,
    )
    _tell_the_model(member)
    return member


@action
def take_back(*, secret: str) -> CrewMember:
    """She takes her permission back for new twins. What was made and signed before stands, and stays paid."""
    member = opened(secret)
    move(member, CrewMember.Answer.WITHDRAWN, "There is nothing to take back")
    member.answered_at = clock.now()
    member.save()
    audit.record("crew.withdrawn", actor=member, subject=member)
    _tell_the_model(member)
    return member


@action
def set_bank_account(*, secret: str, iban: str, country: str) -> CrewMember:
    """Where her share is paid to. Changing an account that is on file needs a link that was mailed today.

    Raises:
        BadInput: not an IBAN, or no country.
        NotAllowed: the link is too old to change an account by it.
    """
    member = opened(secret)
    if member.iban and not member.link_is_fresh:
        raise NotAllowed(
            "link_not_fresh",
            "To change an account that is on file, use a link that was mailed within a day.",
            rule="HOUSE-SIGN",
            hint="Have a new link mailed to you, below.",
        )
    changed, member.iban = bool(member.iban), checked_iban(iban)
    member.country = rules.clean_place(country)
    member.save()
    audit.record("bank_account.set", actor=member, subject=member, ends_in=member.iban[-4:])
    if changed:
        tell(
            member.email,
            "Your bank account was changed",
            f"Your share is paid to the account that ends in {member.iban[-4:]} from now on. If that was not you, "
            f"write to the operator of {settings.PLATFORM_NAME} today.\n",
        )
    return member


@action
def ask_for_link(*, secret: str) -> CrewMember:
    """A new link, mailed to the address on file and nowhere else. An old link is good for this only."""
    member = queries.by_link(secret)
    member = CrewMember.objects.select_for_update(of=("self",)).select_related("model").get(pk=member.pk)
    mail_link(member)
    audit.record("crew.link_sent", actor=member, subject=member)
    return member


def opened(secret: str) -> CrewMember:
    """Who a living link is for, held until the end of this step.

    Raises:
        NotAllowed: the link has run out.
    """
    found = queries.by_link(secret)
    if not found.link_lives:
        raise NotAllowed(
            "link_run_out", "This link has run out.", rule="HOUSE-SIGN", hint="Have a new one mailed to you."
        )
    return CrewMember.objects.select_for_update(of=("self",)).select_related("model__user").get(pk=found.pk)


def _tell_the_model(member: CrewMember) -> None:
    said = {
        CrewMember.Answer.PERMITTED: "permits that the photos are the source of your twin",
        CrewMember.Answer.REFUSED: "does not permit that the photos are used",
        CrewMember.Answer.WITHDRAWN: "has taken the permission back for new twins",
    }[CrewMember.Answer(member.status)]
    more = ""
    if member.stands_in_the_way:
        more = " No new version of your twin is made of those photos until that is resolved; what exists goes on."
    where = settings.SITE_URL + reverse("twins:crew")
    tell(member.model.user.email, f"{member.name} has answered", f"{member} {said}.{more}\n\n{where}\n")
    if member.status in _NO:
        for operator in User.objects.filter(role=Role.OPERATOR, is_active=True):
            tell(
                operator.email,
                "Somebody of a crew said no",
                f"{member} {said}: photos of {member.model}.{more}\n",
            )
