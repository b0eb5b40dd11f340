"""Tax that the operator's rules hold back of what is paid out, and passing it on."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Max

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.ledger import book, entries
from doublet.ledger.accounts import Account, account
from doublet.ledger.models import Posting, WithholdingRule
from doublet.people import factors, rights
from doublet.people.models import User
from doublet.people.rules import clean_place

PARTIES = {"model": "Models", "agent": "Agencies", "mother_agent": "Mother agencies", "crew": "Crew"}
MOST_BP = 5_000


def rule_for(country: str, party: str, on: date) -> WithholdingRule | None:
    """The rule in force for a payee: of her state before her country's, the newest of each."""
    rules = WithholdingRule.objects.filter(party=party, starts__lte=on)
    for place in dict.fromkeys((country, country.partition("-")[0])):
        found = rules.filter(country=place).first() if place else None
        if found:
            return found if found.basis_points else None
    return None


def in_force(on: date) -> list[WithholdingRule]:
    """Every rule that counts on a day, one for each country and party; a rule of nothing ends another."""
    newest: dict[tuple[str, str], WithholdingRule] = {}
    for rule in WithholdingRule.objects.filter(starts__lte=on):
        newest.setdefault((rule.country, rule.party), rule)
    return sorted(newest.values(), key=lambda rule: (rule.country, rule.party))


@action
def set_rule(
    *,
    by: User,
    country: str,
    party: str,
    basis_points: int,
    authority: str,
    words: str,
    starts: date,
    key: str = "",
) -> WithholdingRule:
    """A new rule, from a day on. It replaces the earlier one for this country and party; nothing past changes.

    Raises:
        BadInput: an unknown country or party, more than half, no authority or reason, or a day in the past.
    """
    rights.must_be_operator(by)
    factors.must_hold(by)
    country, authority, words = country.strip().upper(), " ".join(authority.split()), " ".join(words.split())
    asked = book.once(
        key,
        by=by,
        action="set_rule",
        of=[country, party, basis_points, authority, words, starts.isoformat()],
    )
    if asked.answer:
        return WithholdingRule.objects.get(pk=asked.answer)
    country = clean_place(country)
    if party not in PARTIES:
        raise BadInput("party_unknown", f"{party[:20]!r} is not somebody who is paid.")
    if not 0 <= basis_points <= MOST_BP:
        raise BadInput("tax_share", "Tax is between 0 and 50 percent of what is paid out.")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 .&'-]{1,58}[A-Za-z0-9.]", authority):
        raise BadInput(
            "authority_unreadable",
            "An authority's name has 3 to 60 plain letters, digits, spaces and - . & '.",
        )
    if not 3 <= len(words) <= 200:
        raise BadInput("reason_missing", "Say which law or treaty asks for it, in 3 to 200 characters.")
    if starts < clock.now().date():
        raise BadInput(
            "starts_in_the_past", "A rule starts today or later: what was paid out stays as it was."
        )
    rule = WithholdingRule.objects.create(
        country=country,
        party=party,
        basis_points=basis_points,
        authority=authority,
        words=words,
        starts=starts,
        made_by=by,
        made_at=clock.later_than(WithholdingRule.objects.aggregate(last=Max("made_at"))["last"]),
    )
    audit.record(
        "tax.rule_set", actor=by, subject=rule, country=country, party=party, basis_points=basis_points
    )
    asked.done(rule)
    return rule


@action
def pass_on(*, by: User, authority: str, amount: Money, reference: str, key: str = "") -> Posting:
    """Tax that was withheld went to its authority.

    Raises:
        Refused: more than what was withheld and not passed on yet (rule HOUSE-LEDGER).
        Conflict: this reference was noted before.
    """
    rights.must_be_operator(by)
    factors.must_hold(by)
    reference = " ".join(reference.split())
    if not 1 <= len(reference) <= 60:
        raise BadInput("reference_length", "A payment needs the bank's reference, of at most 60 characters.")
    asked = book.once(
        key,
        by=by,
        action="pass_on",
        authority=authority,
        amount=[amount.amount, amount.currency],
        reference=reference,
    )
    if asked.answer:
        return Posting.objects.get(pk=asked.answer)
    if Posting.objects.filter(kind=Posting.Kind.TAX_PAID, subject=reference).exists():
        raise Conflict("already_noted", "A payment with this reference is in the books already.")
    code = account(Account.TAX_PAYABLE, authority)
    if amount > (held := -book.standing(code, amount.currency)):
        raise Refused(
            "more_than_withheld",
            f"{held} is withheld for {authority}; {amount} is more than that.",
            rule="HOUSE-LEDGER",
        )
    draft = entries.moved(
        "tax_paid",
        amount,
        reference=reference,
        debit=code,
        credit=account(Account.BANK_CLEARING),
        words=f"Tax passed on to {authority}",
    )
    posting = book.post([draft], by=by)[0]
    asked.done(posting)
    return posting
