"""The review board's pictures as its script needs them: no more of each than she sees on its own page."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from doublet.consents.terms import CHANNELS, PURPOSES, UseTerms
from doublet.kernel.money import Money
from doublet.licences.models import Licence
from doublet.offers.shares import Commission, split
from doublet.people.models import User
from doublet.provenance.models import Credential
from doublet.publishing import queries
from doublet.publishing.models import Review
from doublet.publishing.wording import plain, remarks
from doublet.studio.models import Frame


def pictures(user: User) -> list[dict[str, Any]]:
    """Everything that waits for her, the oldest first."""
    masters = Credential.objects.filter(kind=Credential.Kind.MASTER, status=Credential.Status.READY)
    waiting = queries.waiting(user).prefetch_related(Prefetch("credentials", masters, to_attr="masters"))
    return [_picture(frame) for frame in waiting]


def reasons() -> list[tuple[str, str]]:
    """Why she may say no, in the order of the keys 1 to 9."""
    return [(str(code), str(words)) for code, words in Review.ReasonCode.choices]


def share_of(licence: Licence) -> Money:
    """What she gets for one approved picture."""
    terms = UseTerms.from_dict(licence.terms)
    commissions = tuple(Commission(party, points, holder) for party, holder, points in licence.commissions)
    return split(Money(terms.rate_minor, terms.currency), commissions=commissions).model


def _picture(frame: Frame) -> dict[str, Any]:
    terms = UseTerms.from_dict(frame.licence.terms)
    badge = "fictional" if frame.licence.model.fictional else frame.badge
    return {
        "id": frame.pk,
        "name": frame.shot.garment.name,
        "brand": str(frame.licence.brand),
        "use": f"{PURPOSES[terms.purpose]}; {', '.join(CHANNELS[channel] for channel in terms.channels)}",
        "share": share_of(frame.licence).format(),
        "badge": badge,
        "src": reverse("publishing:preview", args=[frame.pk]),
        "garment": reverse("publishing:review_garment", args=[frame.pk]),
        "page": reverse("publishing:look", args=[frame.pk]),
        "decide": reverse("publishing:decide", args=[frame.pk]),
        "seen": frame.masters[0].pk,  # type: ignore[attr-defined]
        "width": frame.width,
        "height": frame.height,
        "lines": plain(frame.report),
        "notes": [*frame.report.get("held", ()), *remarks(frame.report)],
    }
