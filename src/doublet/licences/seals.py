"""The instance's signature over a licence, and telling whether the row on file is still what was signed."""

from __future__ import annotations

from doublet.kernel import audit, tokens
from doublet.kernel.canonical import digest
from doublet.kernel.refusals import Refused
from doublet.licences.models import Licence


def claims(licence: Licence) -> dict[str, object]:
    """Everything about a licence that signing froze."""
    frozen: dict[str, object] = {
        "licence": licence.pk,
        "offer_version": licence.version_id,
        "model": licence.model_id,
        "brand": licence.brand_id,
        "consent": licence.consent_id,
        "consent_sha256": licence.consent_sha256,
        "creation_consent": licence.creation_consent_id,
        "creation_sha256": licence.creation_sha256,
        "twin_version": licence.twin_version_id,
        "terms_sha256": licence.terms_sha256,
        "commissions": licence.commissions,
        "signer": licence.signer_id,
        "typed_name": licence.typed_name,
        "signed_at": audit.stamp(licence.signed_at),
        "contract_sha256": licence.contract_sha256,
    }
    if licence.advised_by:  # seals from before this was asked say nothing of it
        frozen |= {"advised_by": licence.advised_by, "adviser": licence.adviser}
    if licence.memo_sha256:  # nor of the words of the memo
        frozen["memo_sha256"] = licence.memo_sha256
    return frozen


def why_not_genuine(licence: Licence) -> str:
    """Empty when the row is what was signed; else what differs."""
    if digest(licence.terms) != licence.terms_sha256:
        return "its terms were changed after signing"
    try:
        sealed = tokens.read("licence-seal", licence.seal)
    except Refused:
        return "its seal was not made by this instance"
    if sealed != claims(licence):
        return "its seal tells of something else"
    if licence.signer_id != licence.model.user_id:
        return "it was not signed by the model"
    if licence.consent.text_sha256 != licence.consent_sha256:
        return "it is pinned to another text of the consent"
    if licence.creation_consent.text_sha256 != licence.creation_sha256:
        return "it is pinned to another text of the consent to make the twin"
    return ""
