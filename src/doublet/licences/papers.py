"""The contract of a licence: typeset, then sealed. A copy of exactly what the gate enforces."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.conf import settings

from doublet.consents.papers import identity, notices, person
from doublet.consents.rules import ConsentTerms
from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    COMPANY,
    EXCLUSIVITY,
    EXPOSURE,
    NEVER_ALTERED,
    POSES,
    PURPOSES,
    ROUTINE_RETOUCH,
    SETTINGS,
    TERRITORIES,
    UseTerms,
)
from doublet.engines import document
from doublet.engines.tryon.processors import PROCESSORS as OUTSIDE
from doublet.kernel.money import Money
from doublet.kernel.refusals import Conflict
from doublet.licences.models import Licence
from doublet.licences.paid_in import paid_in
from doublet.offers.shares import Commission, split
from doublet.offers.wording import background_title


def sha256(data: bytes) -> str:
    """Hash of a paper's bytes."""
    return hashlib.sha256(data).hexdigest()


def sealed_contract(licence: Licence) -> bytes:
    """The contract PDF with the platform's PAdES seal. A time stamp comes later and lies beside it."""
    return document.seal(
        _typeset(licence), identity(), reason="Licence as signed by the model", name=settings.PLATFORM_NAME
    )


def _typeset(licence: Licence) -> bytes:
    terms = UseTerms.from_dict(licence.terms)
    gross = Money(terms.gross_minor, terms.currency)
    rate = Money(terms.rate_minor, terms.currency)
    quote = licence.version.quote
    when = f"{licence.signed_at:%d %B %Y, %H:%M:%S} UTC"
    yes = licence.version.yes_of_brand
    if yes is None:
        raise Conflict("not_agreed", "The brand has not said yes to these terms.")
    her = person(licence.model)
    return document.contract(
        document.Contract(
            reference=licence.pk,
            issued=licence.signed_at,
            instance=settings.PLATFORM_NAME,
            notices=notices(licence.model),
            model=replace(her, lines=(*licence.model.postal_address.splitlines(), *her.lines)),
            brand=document.Person(
                role="Brand",
                name=licence.brand.name,
                lines=tuple(licence.brand.address.splitlines()) or (licence.brand.country,),
                fictional=licence.brand.fictional,
            ),
            language="en",
            consent_reference=licence.consent_id,
            consent_sha256=licence.consent_sha256,
            terms=_terms(terms),
            services=(
                f"Use of the model's digital twin in {terms.pictures} pictures, each shown to her before delivery.",
                terms.description,
            ),
            price=tuple(
                document.MoneyRow(
                    line["label"], line["how"], str(Money(line["amount_minor"], terms.currency))
                )
                for line in quote["lines"]
            ),
            total=document.MoneyRow("Gross", f"{terms.pictures} pictures at {rate}", str(gross)),
            commissions=_shares(licence, rate),
            receivers=receivers(licence),
            payment=(
                f"Each approved picture earns {rate}, due {terms.payment_days} days after she approves it. "
                "Pictures that she does not approve cost nothing and are not delivered.",
                "Pictures approved before a withdrawal stay payable.",
                *_late(),
                *_exchanged(licence, terms.currency),
            ),
            memo=(
                document.Term("What", f"{terms.pictures} pictures, {PURPOSES[terms.purpose].lower()}"),
                document.Term("When", f"{terms.starts:%d %B %Y} to {terms.ends:%d %B %Y}"),
                document.Term("Pay", f"{rate} for each approved picture, within {terms.payment_days} days"),
                document.Term("Expenses", "none for the model"),
                document.Term("Expected of her", "to look at each picture and say yes or no"),
            ),
            memo_accepted_at=when,
            clock=document.WITHDRAWAL_CLOCK,
            signatures=(
                document.Signature(
                    "Model", licence.typed_name, when, "typed name, after entering password or passkey again"
                ),
                document.Signature(
                    "Brand",
                    str(yes.by),
                    f"{yes.at:%d %B %Y, %H:%M:%S} UTC",
                    "accepted this version while signed in",
                ),
            ),
        )
    )


def _late() -> tuple[str, ...]:
    """What the brand owes on top when it pays late: what is in force at signing is fixed with the licence."""
    if not settings.LATE_INTEREST_BP:
        return ()
    return (
        f"From the day after the due date the brand owes {settings.LATE_INTEREST_BP / 100:g} % a year on what it "
        "has not paid: simple interest by the day on 365 days, never on interest, for one picture always less "
        "than its price. It is shared as the fee is.",
    )


def _exchanged(licence: Licence, currency: str) -> tuple[str, ...]:
    told = paid_in(licence.model, currency)
    if told is None or told.rate is None:
        return ()
    rate = told.rate
    return (
        f"The brand pays in {currency}; the model and all who share are paid in {rate.quote_currency} at the rate "
        f"fixed here: {rate.shown} ({rate.source}, {rate.on:%d %B %Y}).",
    )


def receivers(licence: Licence) -> tuple[str, ...]:
    """Who outside the house gets a photo of hers, as the consent under this licence names them."""
    named = ConsentTerms.from_dict(licence.consent.terms).bounds.processors
    house = f"on the machines of {settings.PLATFORM_NAME}"
    if not named:
        return (f"Nobody else: the photos, the twin and all that is made from them stay {house}.",)
    return (
        "To make a picture, one photo of hers and the photos of the garments may be sent to those whom her "
        "consent names, and to nobody else:",
        *(f"{OUTSIDE[name].words}; {OUTSIDE[name].keeps}" for name in named),
        f"Everything else stays {house}, and the twin itself is passed on to nobody.",
    )


def _terms(terms: UseTerms) -> tuple[document.Term, ...]:
    altered = ", ".join(ALTERATIONS[name] for name in terms.alterations) or "nothing"
    return tuple(
        document.Term(label, text)
        for label, text in (
            ("Garments", ", ".join(garment.name for garment in terms.garments)),
            ("Pictures", str(terms.pictures)),
            ("Purpose", PURPOSES[terms.purpose]),
            ("Channels", ", ".join(CHANNELS[channel] for channel in terms.channels)),
            ("Territories", ", ".join(TERRITORIES[place] for place in terms.territories)),
            ("Days", f"{terms.starts:%d %B %Y} to {terms.ends:%d %B %Y}"),
            ("Poses", ", ".join(POSES[pose] for pose in terms.poses)),
            ("Skin that shows", ", ".join(EXPOSURE[skin] for skin in terms.exposure) or "none"),
            ("Others in it", ", ".join(COMPANY[who] for who in terms.company) or "nobody"),
            ("Settings", ", ".join(SETTINGS[setting] for setting in terms.settings)),
            ("Backgrounds", ", ".join(background_title(background) for background in terms.backgrounds)),
            ("Retouch of the picture", ROUTINE_RETOUCH),
            ("Altered about her", f"{altered}; never {', '.join(NEVER_ALTERED)}"),
            ("Exclusivity", EXCLUSIVITY[terms.exclusivity]),
        )
    )


def _shares(licence: Licence, rate: Money) -> tuple[document.MoneyRow, ...]:
    parts = split(
        rate,
        commissions=tuple(Commission(party, points, holder) for party, holder, points in licence.commissions),
    )
    rows = [
        document.MoneyRow(
            share.party.replace("_", " ").capitalize(), f"of {rate} a picture", str(share.amount)
        )
        for share in parts.shares
    ]
    return (*rows, document.MoneyRow("Model", f"of {rate} a picture", str(parts.model)))
