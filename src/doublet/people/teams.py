"""The people of one house: who looks after it, and leaving it at once."""

from __future__ import annotations

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.people import rights
from doublet.people.models import Affiliation, Agency, Brand, Role, User

SHORTEST_WORDS = 15


@action
def remove_member(*, by: User, member: User) -> User:
    """Close a colleague's account: signed out everywhere at once, tokens dead, history kept.

    An admin does it for the own house, the operator for every agency and brand.
    """
    if by.role != Role.OPERATOR and rights.must_run_house(by) != (member.agency or member.brand):
        raise NotAllowed("not_yours", "This person belongs to another house.", rule="HOUSE-ROLE")
    if member.agency is None and member.brand is None:
        raise BadInput("no_house", "This account belongs to no house that it could leave.")
    if member.pk == by.pk:
        raise Refused(
            "not_yourself",
            "You cannot remove yourself.",
            rule="HOUSE-ROLE",
            hint="Another admin of your house can, or the operator.",
        )
    if not member.is_active:
        raise Conflict("already_removed", f"{member} was removed before.")
    member.is_active = member.house_admin = False
    member.save()
    member.tokens.filter(revoked_at=None).update(revoked_at=clock.now())
    audit.record("member.removed", actor=by, subject=member, house=(member.agency_id or member.brand_id))
    return member


@action
def make_admin(*, by: User, member: User, house_admin: bool) -> User:
    """An admin lets a colleague look after the team too, or no longer."""
    if rights.must_run_house(by) != (member.agency or member.brand) or not member.is_active:
        raise NotAllowed("not_yours", "This person belongs to another house.", rule="HOUSE-ROLE")
    if member.pk == by.pk:
        raise Refused("not_yourself", "Another admin of your house decides this for you.", rule="HOUSE-ROLE")
    member.house_admin = house_admin
    member.save()
    audit.record("member.changed", actor=by, subject=member, house_admin=house_admin)
    return member


@action
def declare_affiliation(*, by: User, agency: Agency, brand: Brand, words: str) -> Affiliation:
    """An agency, or the operator, says what money binds it to a brand. Every offer between them shows it."""
    _may_declare(by, agency)
    words = " ".join(words.split())
    if not SHORTEST_WORDS <= len(words) <= 300:
        raise BadInput(
            "tie_too_vague",
            f"Say in {SHORTEST_WORDS} to 300 characters what binds the two.",
            hint="For example: the brand owns 20 % of the agency.",
        )
    if Affiliation.objects.filter(agency=agency, brand=brand, ended_at=None).exists():
        raise Conflict("tie_exists", "A tie to this brand is declared already.", hint="End it first.")
    tie = Affiliation.objects.create(agency=agency, brand=brand, words=words, declared_by=by)
    audit.record("affiliation.declared", actor=by, subject=tie, agency=agency.pk, brand=brand.pk)
    return tie


@action
def end_affiliation(*, by: User, tie: Affiliation) -> Affiliation:
    """The tie is over. What was shown on earlier offers stays in the log."""
    _may_declare(by, tie.agency)
    if tie.ended_at:
        raise Conflict("tie_ended", "This tie has ended before.")
    tie.ended_at = clock.now()
    tie.save()
    audit.record("affiliation.ended", actor=by, subject=tie, agency=tie.agency_id, brand=tie.brand_id)
    return tie


def _may_declare(by: User, agency: Agency) -> None:
    if by.role != Role.OPERATOR:
        rights.must_be_agency(by, agency)
