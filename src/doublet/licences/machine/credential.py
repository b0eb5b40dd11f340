"""A licence as a W3C Verifiable Credential 2.0, secured as a VC-JWT, with its two entries in the status lists.

It names the brand as an organisation and the model by her twin's pseudonym: no name, no address, no words
that somebody wrote freely. A brand shows it to a marketplace or an ad platform, which can check signature
and status without an account here.
"""

from __future__ import annotations

from typing import Any

from doublet.consents.terms import UseTerms
from doublet.licences.lasting import last_day
from doublet.licences.machine import issuer, profile, status
from doublet.licences.machine.odrl import twin_of
from doublet.licences.models import Licence

MEDIA_TYPE = "application/vc+jwt"


def credential(licence: Licence, *, uid: str) -> dict[str, Any]:
    """The credential before it is signed; the same for the same licence at all times."""
    terms = UseTerms.from_dict(licence.terms)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", f"{profile.page()}.jsonld"],
        "id": f"{uid}/credential.jwt",
        "type": ["VerifiableCredential", "TwinLicenceCredential"],
        "issuer": issuer.did(),
        "validFrom": f"{terms.starts.isoformat()}T00:00:00Z",
        "validUntil": f"{last_day(licence).isoformat()}T23:59:59Z",
        "credentialStatus": status.entries(licence),
        "credentialSubject": {
            "id": issuer.name_of("brands", licence.brand_id),
            "licence": {
                "id": uid,
                "type": "TwinLicence",
                "twin": twin_of(licence),
                "twinVersionSha256": licence.twin_version.sha256,
                "consentSha256": licence.consent_sha256,
                "creationConsentSha256": licence.creation_sha256,
                "termsSha256": licence.terms_sha256,
                "contractSha256": licence.contract_sha256,
                "starts": terms.starts.isoformat(),
                "ends": terms.ends.isoformat(),
                "pictures": terms.pictures,
                "purpose": terms.purpose,
                "channels": list(terms.channels),
                "territories": list(terms.territories),
                "garments": [
                    {"id": issuer.name_of("garments", garment.id), "garmentSha256": garment.sha256}
                    for garment in terms.garments
                ],
                "rateMinor": terms.rate_minor,
                "currency": terms.currency,
            },
        },
    }


def credential_jwt(licence: Licence, *, uid: str) -> str:
    """The signed credential."""
    return issuer.signed(credential(licence, uid=uid), kind="vc+jwt")
