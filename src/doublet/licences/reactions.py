"""When a consent is withdrawn, every licence that rests on it ends in the same step."""

from __future__ import annotations

from doublet.consents.models import Consent
from doublet.kernel.events import subscribe
from doublet.licences.actions import end_licence
from doublet.licences.models import Licence
from doublet.people.models import User


@subscribe("consent.withdrawn")
def end_licences(*, consent: Consent, by: User) -> None:
    """A licence is a subset of its consents; without them there is nothing left of it.

    An older consent that a newer one replaced still carries the licences signed under it; those
    end with the newer one of the same kind, since she takes back the permission, not a paper.
    """
    if consent.kind == Consent.Kind.BIOMETRIC_MATCHING:
        return
    living = Licence.objects.select_for_update().filter(model=consent.model, status=Licence.Status.ACTIVE)
    for licence in living:
        end_licence(licence, by=by)
