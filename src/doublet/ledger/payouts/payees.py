"""To whom money is owed that the brands have paid, where it goes, and whom to tell."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.kernel.money import Money
from doublet.ledger import book
from doublet.ledger.accounts import PARTY_OF, PAYABLES, read
from doublet.ledger.models import Balance, PayeeChoice, PayoutItem
from doublet.people.models import Agency, CrewMember, ModelProfile, User


@dataclass(frozen=True)
class Payee:
    """Somebody who is paid. `party` is model, agent, mother_agent or crew; `country` where she is taxed."""

    account: str
    party: str
    name: str
    iban: str
    country: str
    owed: Money
    destination: str = ""
    service_ready: bool = False


def payees(currency: str) -> list[Payee]:
    """Everybody who can be paid in one currency; what the brands have not paid is not in it."""
    rows = Balance.objects.filter(currency=currency, amount_minor__lt=0).order_by("account")
    return [
        payee(row.account, Money(-row.amount_minor, currency))
        for row in rows
        if row.account.partition(":")[0] in PAYABLES
    ]


def payee(account: str, owed: Money | None = None, *, currency: str = "") -> Payee:
    """Who stands behind one payable account today, and what is owed there."""
    told = read(account)
    choice = PayeeChoice.objects.filter(pk=told.holder).first() or PayeeChoice()
    name, iban, country = _whom(told.holder)
    return Payee(
        account=account,
        party=PARTY_OF.get(told.kind, "model"),
        name=name,
        iban=iban,
        country=country,
        owed=-book.standing(account, currency) if owed is None else owed,
        destination=choice.stripe_account,
        service_ready=choice.stripe_ready,
    )


def addresses(account: str) -> list[str]:
    """Whom to tell of a payout by e-mail."""
    holder = read(account).holder
    model = ModelProfile.objects.filter(pk=holder).select_related("user").first()
    if model:
        return [model.user.email]
    member = CrewMember.objects.filter(pk=holder).first()
    if member:
        return [member.email]
    team = User.objects.filter(agency_id=holder, is_active=True)
    return list(team.filter(house_admin=True).values_list("email", flat=True)) or list(
        team.values_list("email", flat=True)
    )


def came_back(who: Payee, way: str) -> PayoutItem | None:
    """The last payout by this way to this very account, if the account does not take money."""
    settled = PayoutItem.objects.filter(account=who.account, payout__way=way).exclude(settled_at=None)
    last = settled.order_by("-settled_at").first()
    if last is None or not last.bounced:
        return None
    same = last.destination == who.destination if way == "stripe" else last.iban == who.iban
    return last if same else None


def _whom(holder: str) -> tuple[str, str, str]:
    model = ModelProfile.objects.filter(pk=holder).first()
    if model:
        return model.legal_name, model.iban, model.residence
    agency = Agency.objects.filter(pk=holder).first()
    if agency:
        return agency.name, agency.iban, agency.country
    member = CrewMember.objects.get(pk=holder)
    return member.name, member.iban, member.country


def currencies() -> list[str]:
    """The currencies in which somebody can be paid."""
    rows = Balance.objects.filter(amount_minor__lt=0).values_list("account", "currency")
    return sorted({currency for code, currency in rows if code.partition(":")[0] in PAYABLES})
