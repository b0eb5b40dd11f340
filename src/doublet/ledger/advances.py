"""Advances: told beforehand with every item, agreed by the model herself, paid back without interest (FWA-07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.urls import reverse

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money, total
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, NotThere, Refused
from doublet.ledger import book, entries
from doublet.ledger.accounts import Account, account
from doublet.ledger.drafts import Draft
from doublet.ledger.models import Advance, Entry, Posting
from doublet.people import factors, rights
from doublet.people.access import must_have_signed_in_just_now
from doublet.people.models import Agency, ModelProfile, Role, User

MOST_ITEMS = 12
LARGEST_SHARE_BP = 5_000


@action
def tell_advance(
    *, by: User, model: ModelProfile, items: Sequence[tuple[str, Money]], share_bp: int
) -> Advance:
    """An agency tells an advance, item by item. It counts only once the model has agreed to it herself.

    Args:
        items: what each part was for, and how much.
        share_bp: the most of each earning of hers that goes into paying it back; half of it at most.

    Raises:
        Refused: an item or its amount is missing, currencies are mixed, or the share is over half (FWA-07).
        NotAllowed: no mandate of hers is in force.
    """
    agency = _own_agency(by, model)
    told = [(" ".join(words.split()), amount) for words, amount in items]
    if not 1 <= len(told) <= MOST_ITEMS or any(len(words) < 3 or len(words) > 120 for words, _ in told):
        raise Refused(
            "items_missing",
            f"An advance names each thing it was for, in 3 to 120 characters; {MOST_ITEMS} at most.",
            rule="FWA-07",
            hint="One line for each, such as “Flight to Milan, 4 March”.",
        )
    currency = told[0][1].currency
    if any(amount.currency != currency or amount.amount <= 0 for _, amount in told):
        raise BadInput("item_amount", "Every item needs an amount over zero, all of them in one currency.")
    if type(share_bp) is not int or not 1 <= share_bp <= LARGEST_SHARE_BP:
        raise Refused(
            "advance_share",
            "At most half of an earning can go into paying an advance back.",
            rule="FWA-07",
            hint="Choose a share between 1 and 50 %.",
        )
    amount = total([each for _, each in told], currency)
    advance = Advance.objects.create(
        model=model,
        agency=agency,
        amount_minor=amount.amount,
        currency=currency,
        items=[[words, each.amount] for words, each in told],
        share_bp=share_bp,
        told_by=by,
    )
    audit.record(
        "advance.told", actor=by, subject=advance, amount=amount.amount, currency=currency, share_bp=share_bp
    )
    tell(
        model.user.email,
        f"{agency} asks about an advance",
        f"{agency} says that it lent you {amount}. Nothing is taken back before you agree, and you may say no.\n\n"
        f"{settings.SITE_URL}{reverse('ledger:advances')}\n",
    )
    return advance


@action
def answer_advance(
    *,
    by: User,
    advance: Advance,
    agrees: bool,
    reauthenticated_at: datetime | None = None,
    by_token: bool = False,
) -> Advance:
    """The model herself agrees that an advance is paid back out of what she earns from now on, or refuses.

    Raises:
        NotAllowed: somebody else, or an API key, or she has not just signed in, where she agrees.
        Conflict: answered before.
    """
    advance = (
        Advance.objects.select_for_update(of=("self",))
        .select_related("model__user", "agency")
        .get(pk=advance.pk)
    )
    rights.must_be_model(by, advance.model)
    if agrees:
        must_have_signed_in_just_now(reauthenticated_at, by_token=by_token)
        factors.must_hold(by)
    if advance.agreed_at or advance.refused_at:
        raise Conflict("answered_already", "This advance was answered already.")
    if agrees:
        advance.agreed_at = clock.now()
    else:
        advance.refused_at = clock.now()
    advance.save()
    audit.record("advance.agreed" if agrees else "advance.refused", actor=by, subject=advance)
    said = "agreed to" if agrees else "refused"
    for member in advance.agency.members.filter(is_active=True):
        tell(member.email, "About an advance", f"{advance.model} {said} the advance of {_sum(advance)}.\n")
    return advance


def recoup(settled: Iterable[Posting], *, by: Any) -> list[Posting]:
    """Pay advances back out of earnings that the brand has just paid: the oldest first, each up to its share.

    Only out of pictures that were approved after she agreed; once for each picture, so not again out of the
    interest on it that is paid on its own; never more than is left; all advances together never more than half of an earning.
    """
    drafts: dict[str, Draft] = {}
    remaining: dict[str, Money] = {}
    for posting in settled:
        if posting.kind != Posting.Kind.SETTLEMENT:
            continue
        approval = Posting.objects.get(pk=posting.source)
        for entry in posting.entries.filter(
            account__startswith=f"{Account.MODEL_PAYABLE}:", amount_minor__lt=0
        ):
            earned = Money(-entry.amount_minor, entry.currency)
            room = earned.basis_points(LARGEST_SHARE_BP)
            model = entry.account.partition(":")[2]
            for advance in _open_for(model, entry.currency, approval.posted_at):
                reference = f"{advance.pk}:{approval.subject}"
                left = remaining.setdefault(advance.pk, left_of(advance))
                amount = min(earned.basis_points(advance.share_bp), left, room)
                if amount.amount <= 0 or reference in drafts or _stands(reference):
                    continue
                remaining[advance.pk], room = left - amount, room - amount
                drafts[reference] = entries.moved(
                    "advance",
                    amount,
                    reference=reference,
                    debit=entry.account,
                    credit=account(Account.AGENT_PAYABLE, advance.agency_id),
                    words=f"Paid back on the advance of {advance.agency}",
                    licence=posting.licence_id,
                    source=advance.pk,
                )
    return book.post(list(drafts.values()), by=by)


def left_of(advance: Advance) -> Money:
    """What is still to be paid back of an advance that she agreed to."""
    own = Entry.objects.filter(posting__kind=Posting.Kind.ADVANCE_RECOUPED, posting__source=advance.pk)
    back = own.filter(amount_minor__gt=0).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return _sum(advance) - Money(back, advance.currency)


def advances_seen_by(user: User) -> QuerySet[Advance]:
    """A model's own, or those that an agent's agency told."""
    found = Advance.objects.select_related("model", "agency")
    if user.role == Role.MODEL:
        return found.filter(model__user=user)
    return found.filter(agency_id=user.agency_id) if user.agency_id else found.none()


def advance_for(user: User, pk: str) -> Advance:
    """One advance, if this person may see it.

    Raises:
        NotThere: none, or somebody else's.
    """
    found = advances_seen_by(user).filter(pk=pk).first()
    if found is None:
        raise NotThere("no_such_advance", "There is no such advance, or it is not yours.")
    return found


def _open_for(model: str, currency: str, earned_at: datetime) -> list[Advance]:
    """Held until the end of this step, so that no advance is paid back twice over."""
    agreed = Advance.objects.select_for_update(of=("self",)).filter(
        model_id=model, currency=currency, agreed_at__isnull=False, agreed_at__lte=earned_at
    )
    return list(agreed.select_related("agency").order_by("agreed_at", "pk"))


def _stands(reference: str) -> bool:
    return Posting.objects.filter(kind=Posting.Kind.ADVANCE_RECOUPED, subject=reference).exists()


def _sum(advance: Advance) -> Money:
    return Money(advance.amount_minor, advance.currency)


def _own_agency(by: User, model: ModelProfile) -> Agency:
    given = rights.mandate(by, model)
    if given is None:
        rights.must_speak_for(by, model)
        raise Refused("agencies_only", "Only an agency with a mandate tells an advance.", rule="FWA-07")
    return given.agency


def represented(user: User, pk: str) -> ModelProfile:
    """A model whom this agent's agency speaks for today.

    Raises:
        NotThere: nobody, or somebody whose mandate another house has.
    """
    found = ModelProfile.objects.filter(rights.under_mandate(user, "pk"), pk=pk).first()
    if found is None:
        raise NotThere("no_such_model", "There is no such model, or you do not speak for her.")
    return found
