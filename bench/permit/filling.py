"""Ten thousand licences, each with consents, seal and receipts of its own, so that nothing is warm by accident."""

from __future__ import annotations

from doublet.consents.actions import receipt_claims
from doublet.consents.models import Consent
from doublet.kernel import tokens
from doublet.kernel.ids import NewId
from doublet.licences import seals
from doublet.licences.models import Licence
from doublet.offers.models import Acceptance, OfferVersion
from doublet.story.target import build


def licences(count: int) -> list[Licence]:
    """One signed by the real actions, and copies of it that are signed as well."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    first = build().licence
    first = Licence.objects.select_related("consent", "creation_consent", "version", "model").get(pk=first.pk)
    made: list[Licence] = []
    for at in range(0, count, 1000):
        made += _some(first, at, min(1000, count - at))
    return made


def _some(first: Licence, begin: int, count: int) -> list[Licence]:
    uses = [_consent(first.consent) for _ in range(count)]
    creations = [_consent(first.creation_consent) for _ in range(count)]
    versions = [_copy(first.version, "ofv", number=1000 + begin + number) for number in range(count)]
    copies = []
    for use, creation, version in zip(uses, creations, versions, strict=True):
        licence = _copy(first, "lic", consent=use, creation_consent=creation, version=version)
        licence.seal = tokens.sign("licence-seal", seals.claims(licence))
        copies.append(licence)
    Consent.objects.bulk_create([*uses, *creations])
    OfferVersion.objects.bulk_create(versions)
    memo = Acceptance.objects.get(version=first.version, of=Acceptance.Of.MEMO)
    Acceptance.objects.bulk_create([_copy(memo, "acc", version=version) for version in versions])
    return Licence.objects.bulk_create(copies)


def _consent(consent: Consent) -> Consent:
    copy = _copy(consent, "con", status=Consent.Status.SUPERSEDED)
    copy.receipt = {
        **(consent.receipt or {}),
        "signature": tokens.sign("consent-receipt", receipt_claims(copy)),
    }
    return copy


def _copy(row, prefix, **change):  # type: ignore[no-untyped-def]
    values = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields}
    return type(row)(**{**values, "id": NewId(prefix)(), **change})
