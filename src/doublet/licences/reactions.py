"""When a consent is withdrawn or a model dies, what rests on her word stops in the same step."""

from __future__ import annotations

from doublet.consents.models import Consent
from doublet.kernel import clock
from doublet.kernel.events import subscribe
from doublet.licences.actions import end_licence
from doublet.licences.models import Grant, Licence
from doublet.people.models import ModelProfile, User
from doublet.twins.keeping import Clearing


@subscribe("consent.withdrawn")
def end_licences(*, consent: Consent, by: User) -> None:
    """A licence is a subset of its consents; without them there is nothing left of it.

    An older consent that a newer one replaced still carries the licences signed under it; those
    end with the newer one of the same kind, since she takes back the permission, not a paper.
    """
    if consent.kind not in (Consent.Kind.TWIN_USE, Consent.Kind.TWIN_CREATION):
        return
    living = Licence.objects.select_for_update().filter(model=consent.model, status__in=Licence.LIVING)
    for licence in living:
        end_licence(licence, by=by)


@subscribe("twin.erasing")
def keep_contracts(*, clearing: Clearing) -> None:
    """What still lives ends; the contracts are kept as evidence, under the archive's key."""
    model = clearing.twin.model
    for licence in Licence.objects.select_for_update().filter(model=model, status__in=Licence.LIVING):
        end_licence(licence, by=clearing.erasure.asked_by)
    for licence in Licence.objects.filter(twin_version__twin=clearing.twin):
        licence.contract = clearing.keep(licence.pk, licence.contract)
        licence.save(update_fields=["contract"])


@subscribe("model.died")
def void_grants(*, model: ModelProfile, by: User) -> None:
    """The gate refuses from here on, since her consents are stopped; what was granted before dies too."""
    now = clock.now()
    Grant.objects.filter(licence__model=model, spent_at=None, void_at=None).update(void_at=now)
