"""When a consent is withdrawn or a model dies, what rests on her word stops in the same step."""

from __future__ import annotations

from doublet.consents.models import Consent
from doublet.kernel import clock
from doublet.kernel.events import subscribe
from doublet.licences.actions import end_licence
from doublet.licences.models import Grant, Licence
from doublet.people.models import ModelProfile, User


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


@subscribe("model.died")
def void_grants(*, model: ModelProfile, by: User) -> None:
    """The gate refuses from here on, since her consents are stopped; what was granted before dies too."""
    now = clock.now()
    Grant.objects.filter(licence__model=model, spent_at=None, void_at=None).update(void_at=now)
