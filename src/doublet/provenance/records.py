"""The public record of a registered file: what anybody may know, and no person's name in it."""

from __future__ import annotations

from typing import Any

from doublet.consents.languages import Language
from doublet.consents.terms import UseTerms
from doublet.kernel import clock
from doublet.provenance.marking import status_url
from doublet.provenance.models import Credential
from doublet.provenance.standing import standing, today
from doublet.twins.crew import credited


def record_of(credential: Credential, said: Language | None = None) -> dict[str, Any]:
    """JSON-able. Status, licence and her word are those of this moment; the rest was fixed when the file was made.

    Args:
        said: the language of the status' words; English where none is named.
    """
    licence = credential.licence
    terms = UseTerms.from_dict(licence.terms)
    finding, now = today(credential), standing(credential)
    return {
        "credential": credential.pk,
        "kind": credential.kind,
        "permitted_today": finding.state == "permitted",
        "status": finding.as_dict(said),
        "licence_stands": now.licence_stands,
        "picture": now.word,
        "held_since": f"{now.held.since:%Y-%m-%d}" if now.held else None,
        "twin": licence.twin_version.twin.pseudonym,
        "fictional": licence.model.fictional,
        "brand": licence.brand.name,
        "licence": licence.pk,
        "signed_on": f"{licence.signed_at:%Y-%m-%d}",
        "withdrawn_on": f"{licence.withdrawn_at:%Y-%m-%d}" if licence.withdrawn_at else None,
        "starts": terms.starts.isoformat(),
        "ends": terms.ends.isoformat(),
        "consent_sha256": licence.consent_sha256,
        "sha256": credential.sha256,
        "label": credential.label,
        "engine": f"{credential.frame.engine} {credential.frame.engine_version}",
        "made_at": credential.made_at.isoformat(timespec="seconds"),
        "photos_by": [
            {"name": member.name, "role": member.role} for member in credited(licence.twin_version)
        ],
        "status_url": status_url(credential.pk),
        "checked_at": clock.now().isoformat(timespec="seconds"),
    }
