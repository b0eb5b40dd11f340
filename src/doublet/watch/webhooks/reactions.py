"""What the brands' servers hear of, in the same transaction as it happens."""

from __future__ import annotations

from doublet.consents.models import Consent
from doublet.consents.terms import CHANNELS
from doublet.kernel import audit, clock
from doublet.kernel.events import subscribe
from doublet.licences.models import Licence
from doublet.people.models import Brand, User
from doublet.provenance.models import Credential
from doublet.studio.models import Frame
from doublet.watch.webhooks.messages import announce

EVENTS = {
    "licence.withdrawn": "A licence was taken back. Clear what your tasks name.",
    "licence.paused": "A licence is paused. Nothing is made or handed out.",
    "licence.resumed": "A paused licence goes on.",
    "asset.revoked": "One picture was taken back; the rest of the licence stands.",
    "use.revoked": "One channel was taken back; the rest of the licence stands.",
    "consent.withdrawn": "A consent under your licences was taken back.",
    "frame.approved": "She said yes to a picture. It can be delivered.",
    "endpoint.test": "You pressed the test button.",
}


@subscribe("licence.withdrawn")
def withdrawn(*, licence: Licence, by: User) -> None:
    """The whole licence."""
    announce(licence.brand, "licence.withdrawn", {"licence": licence.pk, "at": _at()})


@subscribe("licence.paused")
def paused(*, licence: Licence, by: User) -> None:
    """For a while."""
    announce(licence.brand, "licence.paused", {"licence": licence.pk, "at": _at()})


@subscribe("licence.resumed")
def resumed(*, licence: Licence, by: User) -> None:
    """It goes on."""
    announce(licence.brand, "licence.resumed", {"licence": licence.pk, "at": _at()})


@subscribe("licence.narrowed")
def narrowed(*, licence: Licence, what: str, by: User) -> None:
    """One picture, with every file that was made of it, or one channel."""
    if what in CHANNELS:
        announce(licence.brand, "use.revoked", {"licence": licence.pk, "channel": what, "at": _at()})
        return
    files = (
        Credential.objects.filter(frame_id=what, status="ready").order_by("pk").values_list("pk", flat=True)
    )
    data = {"licence": licence.pk, "frame": what, "credentials": list(files), "at": _at()}
    announce(licence.brand, "asset.revoked", data)


@subscribe("consent.withdrawn")
def consent_withdrawn(*, consent: Consent, by: User) -> None:
    """Every brand that holds a licence resting on it."""
    under = Licence.objects.filter(model=consent.model)
    for brand in Brand.objects.filter(licences__in=under).distinct():
        ids = sorted(under.filter(brand=brand).values_list("pk", flat=True))
        data = {"consent_sha256": consent.text_sha256, "kind": consent.kind, "licences": ids, "at": _at()}
        announce(brand, "consent.withdrawn", data)


@subscribe("frame.approved")
def approved(*, frame: Frame, by: User) -> None:
    """It can be delivered."""
    announce(
        frame.licence.brand, "frame.approved", {"licence": frame.licence_id, "frame": frame.pk, "at": _at()}
    )


def _at() -> str:
    return audit.stamp(clock.now())
