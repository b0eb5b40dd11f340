"""What must be agreed before a twin is made."""

from __future__ import annotations

from doublet.consents.models import Consent
from doublet.consents.queries import in_force
from doublet.kernel import clock
from doublet.kernel.events import subscribe
from doublet.kernel.refusals import Refused
from doublet.people.models import ModelProfile


@subscribe("twin.making")
def demand_creation_consent(*, model: ModelProfile) -> None:
    """No twin without a signed consent to make one."""
    if in_force(model, Consent.Kind.TWIN_CREATION, clock.now().date()) is None:
        raise Refused(
            "no_consent",
            "You have not signed the consent to make your twin.",
            rule="FWA-01",
            hint="Read and sign it first; it is a document of its own.",
        )
