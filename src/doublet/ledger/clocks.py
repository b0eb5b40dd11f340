"""What the calendar does to money: reminders, lateness, interest, exclusivity day by day, licences that ran out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse

from doublet.consents.terms import UseTerms
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.kernel.notices import tell
from doublet.ledger import interest, openings
from doublet.ledger.accounts import Account, read
from doublet.ledger.earning import close, earn_exclusivity
from doublet.ledger.entries import due_state
from doublet.ledger.models import Balance, Reminder
from doublet.ledger.openings import Open
from doublet.licences.models import Licence
from doublet.people.models import Brand, Mandate, ModelProfile


def look_after_money() -> None:
    """The worker's part: everything here can be done again at any time and then does nothing more."""
    remind_of_payments()
    interest.charge_what_is_late()
    for licence in holding_money():
        follow(licence=licence)


@action
def remind_of_payments() -> int:
    """Tell brands what is due within three days, and what is late; each picture once for each. How many were new."""
    today = clock.now().date()
    found: dict[tuple[str, str], list[Open]] = defaultdict(list)
    for each in openings.everything():
        if (state := due_state(each.due, today=today)) != "open" and interest.fee_is_open(each):
            found[brand_of(each), state].append(each)
    told = 0
    for (brand_pk, what), pictures in sorted(found.items()):
        brand = Brand.objects.select_for_update().get(pk=brand_pk)
        known = set(
            Reminder.objects.filter(
                what=what, posting__in=[each.posting.pk for each in pictures]
            ).values_list("posting_id", flat=True)
        )
        fresh = [each for each in pictures if each.posting.pk not in known]
        for each in fresh:
            Reminder.objects.create(posting=each.posting, brand=brand, what=what)
        if fresh:
            _tell(brand, what, fresh)
            told += len(fresh)
    return told


@action
def follow(*, licence: Licence) -> None:
    """Earn a licence's exclusivity up to today; once the licence has run out, close it."""
    ended = UseTerms.from_dict(licence.terms).ends < clock.now().date()
    if ended or licence.status == Licence.Status.WITHDRAWN:
        close(licence, by="worker")
    else:
        earn_exclusivity(licence, by="worker")


def holding_money() -> list[Licence]:
    """Licences for which money is held: exclusivity that is not earned yet, or what was paid beforehand."""
    kinds = (Account.EXCLUSIVITY_HELD, Account.ESCROW)
    rows = Balance.objects.filter(amount_minor__lt=0)
    rows = rows.filter(account__startswith=f"{kinds[0]}:") | rows.filter(account__startswith=f"{kinds[1]}:")
    holders = {read(code).holder for code in rows.values_list("account", flat=True)}
    return list(Licence.objects.filter(pk__in=holders).order_by("pk"))


def late(brand: Brand | None = None) -> list[Open]:
    """Pictures that a brand (or any brand) has not paid though their day has passed, the earliest first."""
    today = clock.now().date()
    found = [each for each in openings.everything() if each.due < today and interest.fee_is_open(each)]
    return [each for each in found if brand is None or brand_of(each) == brand.pk]


def brand_of(each: Open) -> str:
    """Whose debt it is, by id."""
    codes = (line.account for line in each.lines if line.account.startswith(Account.BRAND_RECEIVABLE))
    return read(next(codes)).holder


def sums(found: Iterable[Open]) -> list[Money]:
    """What is owed together, one amount a currency."""
    totals: dict[str, int] = defaultdict(int)
    for each in found:
        totals[each.owed.currency] += each.owed.amount
    return [Money(amount, currency) for currency, amount in sorted(totals.items())]


def _tell(brand: Brand, state: str, pictures: list[Open]) -> None:
    amount = " and ".join(str(each) for each in sums(pictures))
    day = min(each.due for each in pictures)
    listed = "\n".join(f"- {each.posting.words}: {each.owed}, due {_day(each.due)}" for each in pictures)
    where = settings.SITE_URL + reverse("ledger:owing")
    for member in brand.members.filter(is_active=True):
        if state == "due_soon":
            tell(
                member.email,
                f"Due on {_day(day)}: {amount}",
                f"Approved pictures are due:\n\n{listed}\n\n{where}\n",
            )
        else:
            tell(
                member.email,
                f"Overdue: {amount}",
                f"These pictures were approved and are not paid:\n\n{listed}\n\nUntil they are paid, {brand} sends "
                f"no new offers. If you have paid meanwhile, thank you: the operator notes it.\n\n{where}\n",
            )
    if state == "overdue":
        _tell_her_side(brand, pictures)
    audit.record(
        f"payment.{state}", actor="worker", subject=brand, postings=[each.posting.pk for each in pictures]
    )


def _tell_her_side(brand: Brand, pictures: list[Open]) -> None:
    of_model: dict[str, list[Open]] = defaultdict(list)
    models = dict(
        Licence.objects.filter(pk__in=[each.posting.licence_id for each in pictures]).values_list(
            "pk", "model_id"
        )
    )
    for each in pictures:
        of_model[models[each.posting.licence_id]].append(each)
    for pk, own in sorted(of_model.items()):
        model = ModelProfile.objects.select_related("user").get(pk=pk)
        amount = " and ".join(str(each) for each in sums(own))
        words = (
            f"{brand} has not paid {amount} for pictures of {model}, due {_day(min(each.due for each in own))}. "
            f"It was told, and it sends no new offers until it has paid. What {model} earned stays hers."
        )
        tell(model.user.email, f"{brand} is late", f"{words}\n\nYou do not have to do anything.\n")
        for mandate in Mandate.objects.living().filter(model=model).select_related("agency"):
            for agent in mandate.agency.members.filter(is_active=True):
                tell(agent.email, f"{brand} is late", f"{words}\n")


def _day(day: date) -> str:
    return f"{day:%d %B %Y}"
