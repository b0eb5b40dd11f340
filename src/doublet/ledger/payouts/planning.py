"""A payout run before anybody says yes to it: who gets how much, what is withheld, who is left out and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from doublet.engines import payout as files
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.ids import NewId
from doublet.kernel.money import Money, exponent, total
from doublet.kernel.refusals import BadInput, Refused
from doublet.ledger import book
from doublet.ledger.models import Payout, PayoutItem, WithholdingRule
from doublet.ledger.payouts import telling, withholding
from doublet.ledger.payouts.payees import Payee, came_back, payees
from doublet.people import factors, rights
from doublet.people.models import User

WAYS = {
    "file": "A file for the bank",
    "stripe": "Stripe Connect",
    "manual": "By hand, with proof",
}


@dataclass(frozen=True)
class Part:
    """What one payee would get."""

    payee: Payee
    tax: Money
    rule: WithholdingRule | None

    @property
    def net(self) -> Money:
        """What is sent."""
        return self.payee.owed - self.tax


@dataclass(frozen=True)
class LeftOut:
    """Somebody to whom money is owed, and why she is not in this run."""

    payee: Payee
    code: str
    why: str


@dataclass(frozen=True)
class Preview:
    """A run that was not written down yet."""

    currency: str
    way: str
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def gross(self) -> Money:
        """What leaves the accounts of the payees."""
        return total([part.payee.owed for part in self.parts], self.currency)

    @property
    def tax(self) -> Money:
        """What is withheld of it."""
        return total([part.tax for part in self.parts], self.currency)

    @property
    def net(self) -> Money:
        """What is sent."""
        return self.gross - self.tax


def preview(currency: str, way: str = "file") -> Preview:
    """What a run would do now. Writes nothing.

    Raises:
        BadInput: an unknown currency or way.
    """
    exponent(currency)
    if way not in WAYS:
        raise BadInput(
            "way_unknown", f"{way[:20]!r} is no way to pay out.", hint=f"One of {', '.join(WAYS)}."
        )
    parts, left_out = [], []
    for who in payees(currency):
        because = _obstacle(who, way)
        if because:
            left_out.append(LeftOut(who, *because))
        else:
            parts.append(part_of(who))
    return Preview(currency, way, tuple(parts), tuple(left_out))


def part_of(who: Payee) -> Part:
    """What one payee would get today."""
    rule = withholding.rule_for(who.country, who.party, clock.now().date())
    tax = who.owed.basis_points(rule.basis_points) if rule else Money(0, who.owed.currency)
    return Part(who, tax, rule)


@action
def plan(*, by: User, currency: str, way: str = "file", key: str = "") -> Payout:
    """Write a run down for a second person. It holds nothing back: whoever approves looks again.

    Those who are left out because they gave no account are told by e-mail what waits for them.

    Raises:
        Refused: ``nothing_owed``; ``nobody_can_be_paid`` where everybody would be left out.
    """
    rights.must_be_operator(by)
    factors.must_hold(by)
    asked = book.once(key, by=by, action="plan", currency=currency, way=way)
    if asked.answer:
        return Payout.objects.get(pk=asked.answer)
    told = preview(currency, way)
    if not told.parts and not told.left_out:
        raise Refused(
            "nothing_owed",
            f"Nothing is owed in {currency} that a brand has paid.",
            rule="HOUSE-LEDGER",
            hint="What a brand has not paid yet is paid out when its payment is noted.",
        )
    if not told.parts:
        raise Refused(
            "nobody_can_be_paid",
            "; ".join(f"{each.payee.name}: {each.why}" for each in told.left_out)[:480],
            rule="HOUSE-LEDGER",
        )
    run = Payout.objects.create(
        currency=currency,
        total_minor=told.net.amount,
        way=way,
        left_out=[[each.payee.name, each.payee.owed.amount, each.code, each.why] for each in told.left_out],
        made_by=by,
    )
    PayoutItem.objects.bulk_create(_item(run, number, part) for number, part in enumerate(told.parts, 1))
    for each in told.left_out:
        telling.missing_account(each.payee, each.code)
    audit.record(
        "payout.planned", actor=by, subject=run, currency=currency, way=way, total_minor=run.total_minor
    )
    asked.done(run)
    return run


def _item(run: Payout, number: int, part: Part) -> PayoutItem:
    pk = NewId("pit")()
    return PayoutItem(
        id=pk,
        payout=run,
        number=number,
        account=part.payee.account,
        name=part.payee.name,
        iban=part.payee.iban if run.way == "file" else "",
        destination=part.payee.destination if run.way == "stripe" else "",
        gross_minor=part.payee.owed.amount,
        tax_minor=part.tax.amount,
        tax_rule=part.rule,
        reference=pk.replace("_", "-").upper(),
    )


def _obstacle(who: Payee, way: str) -> tuple[str, str] | None:
    least = Money(settings.PAYOUT_MINIMUM * 10 ** exponent(who.owed.currency), who.owed.currency)
    if who.owed < least:
        return "below_minimum", f"{who.owed} is below the {least} from which is paid out; it stays hers."
    if way == "file":
        if not who.iban:
            return "no_bank_account", "There is no bank account on file."
        if refused := _unfit(who.iban):
            return "bank_account_unfit", refused
    if way == "stripe":
        if not who.destination:
            return "no_service_account", "There is no account at Stripe yet."
        if not who.service_ready:
            return (
                "service_not_ready",
                "The account at Stripe cannot be paid to yet; something is missing there.",
            )
    if way != "manual" and (last := came_back(who, way)):
        return (
            "came_back",
            f"The last payout to this account came back ({last.problem}). It needs another account.",
        )
    return None


def _unfit(iban: str) -> str:
    try:
        files.iban(iban)
    except Refused as refused:
        return refused.reason
    return ""
