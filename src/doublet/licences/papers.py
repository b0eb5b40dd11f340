"""The contract of a licence: typeset, then sealed. A copy of exactly what the gate enforces."""

from __future__ import annotations

import hashlib

from django.conf import settings

from doublet.consents.papers import identity, notices, person
from doublet.consents.terms import CHANNELS, NEVER_ALTERED, PURPOSES, SETTINGS, TERRITORIES, UseTerms
from doublet.engines import document
from doublet.kernel.money import Money
from doublet.licences.models import Licence
from doublet.offers.shares import Commission, split
from doublet.offers.wording import background_title


def sha256(data: bytes) -> str:
    """Hash of a paper's bytes."""
    return hashlib.sha256(data).hexdigest()


def sealed_contract(licence: Licence) -> bytes:
    """The contract PDF with the platform's PAdES seal."""
    terms = UseTerms.from_dict(licence.terms)
    gross = Money(terms.gross_minor, terms.currency)
    rate = Money(terms.rate_minor, terms.currency)
    quote = licence.version.quote
    when = f"{licence.signed_at:%d %B %Y, %H:%M:%S} UTC"
    accepted = licence.version.accepted_at or licence.signed_at
    pdf = document.contract(
        document.Contract(
            reference=licence.pk,
            issued=licence.signed_at,
            instance=settings.PLATFORM_NAME,
            notices=notices(licence.model),
            model=person(licence.model),
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
            payment=(
                f"Each approved picture earns {rate}, due {terms.payment_days} days after she approves it. "
                "Pictures that she does not approve cost nothing and are not delivered.",
                "Pictures approved before a withdrawal stay payable.",
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
                    str(licence.version.accepted_by_brand),
                    f"{accepted:%d %B %Y, %H:%M:%S} UTC",
                    "accepted this version while signed in",
                ),
            ),
        )
    )
    return document.seal(
        pdf, identity(), reason="Licence as signed by the model", name=settings.PLATFORM_NAME
    )


def _terms(terms: UseTerms) -> tuple[document.Term, ...]:
    altered = ", ".join(terms.alterations) or "nothing about the model"
    return tuple(
        document.Term(label, text)
        for label, text in (
            ("Garments", ", ".join(garment.name for garment in terms.garments)),
            ("Pictures", str(terms.pictures)),
            ("Purpose", PURPOSES[terms.purpose]),
            ("Channels", ", ".join(CHANNELS[channel] for channel in terms.channels)),
            ("Territories", ", ".join(TERRITORIES[place] for place in terms.territories)),
            ("Days", f"{terms.starts:%d %B %Y} to {terms.ends:%d %B %Y}"),
            ("Settings", ", ".join(SETTINGS[setting] for setting in terms.settings)),
            ("Backgrounds", ", ".join(background_title(background) for background in terms.backgrounds)),
            ("May be altered", f"{altered}; never {', '.join(NEVER_ALTERED)}"),
            ("Exclusivity", "for the kinds of garment named" if terms.exclusivity == "category" else "none"),
        )
    )


def _shares(licence: Licence, rate: Money) -> tuple[document.MoneyRow, ...]:
    parts = split(
        rate, commissions=tuple(Commission(party, points) for party, _, points in licence.commissions)
    )
    rows = [
        document.MoneyRow(
            share.party.replace("_", " ").capitalize(), f"of {rate} a picture", str(share.amount)
        )
        for share in parts.shares
    ]
    return (*rows, document.MoneyRow("Model", f"of {rate} a picture", str(parts.model)))
