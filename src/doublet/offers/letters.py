"""What the people of a thread are told by e-mail, with what changed in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from doublet.kernel.notices import tell
from doublet.offers import wording
from doublet.offers.models import Offer, OfferVersion, Party
from doublet.people.models import Mandate, User


def sent(offer: Offer) -> None:
    """A brand has made an offer."""
    _write(her_side(offer), offer, "An offer for you", f"{offer.brand} offers: {offer.brief.title}.")


def countered(offer: Offer, version: OfferVersion) -> None:
    """Somebody proposed other terms."""
    rows = wording.differences(version.changes, version.terms["currency"])
    lines = "\n".join(f"- {term}: {before} → {after}" for term, before, after in rows)
    note = f"\n\n“{version.note}”" if version.note else ""
    words = f"{_who(offer, version.party)} proposes other terms for “{offer.brief}”:\n\n{lines}{note}"
    _write(_others(offer, version.proposed_by), offer, "Other terms are proposed", words)


def accepted(offer: Offer, version: OfferVersion, party: str) -> None:
    """One side said yes; the other has still to."""
    words = f"{_who(offer, party)} agrees to version {version.number} of “{offer.brief}”. It is your turn."
    _write(_across(offer, party), offer, "The other side agrees", words)


def agreed_on(offer: Offer, party: str, terms: Iterable[str]) -> None:
    """One side agrees to single terms."""
    named = ", ".join(wording.TERM_NAMES[name].lower() for name in terms)
    words = f"{_who(offer, party)} agrees to some of the terms of “{offer.brief}”: {named}."
    _write(_across(offer, party), offer, "Some terms are agreed", words)


def agreed(offer: Offer) -> None:
    """Both sides said yes: she is asked to sign."""
    words = (
        f"{offer.brand} and your side agree on “{offer.brief}”. Nothing happens until you sign it yourself."
    )
    _write([offer.model.user], offer, "Ready for your signature", words)


def lapsed(offer: Offer) -> None:
    """Her agent's yes no longer counts, since the mandate it rested on is over."""
    words = (
        f"Her agent agreed to “{offer.brief}”, and that mandate is over. The yes no longer counts; "
        "the offer is open again for the model herself or whoever speaks for her now."
    )
    _write([*_team(offer), offer.model.user], offer, "An acceptance no longer counts", words)


def declined(offer: Offer, note: str) -> None:
    """Her side said no."""
    because = (
        f" Because of: {offer.get_declined_because_display().lower()}." if offer.declined_because else ""
    )
    words = f"“{offer.brief}” was declined.{because} {note}".strip()
    _write(_team(offer), offer, "Your offer was declined", words)


def withdrawn(offer: Offer) -> None:
    """The brand took it back."""
    _write(her_side(offer), offer, "An offer was withdrawn", f"{offer.brand} withdrew “{offer.brief}”.")


def said(offer: Offer, by: User, party: str, words: str) -> None:
    """Somebody wrote a message."""
    _write(
        _others(offer, by), offer, "A message about an offer", f"{_who(offer, party)} writes:\n\n“{words}”"
    )


def extended(offer: Offer, by: User) -> None:
    """There is more time to answer."""
    words = f"“{offer.brief}” can now be answered until {offer.expires_at:%d %B %Y, %H:%M} UTC."
    _write(_others(offer, by), offer, "More time to answer", words)


def soon_over(offer: Offer, to: list[User]) -> None:
    """Two days are left."""
    words = f"“{offer.brief}” runs out on {offer.expires_at:%d %B %Y, %H:%M} UTC, and it is your turn."
    _write(to, offer, "An offer runs out soon", words)


def ran_out(offer: Offer) -> None:
    """Time is up."""
    words = f"“{offer.brief}” ran out without an answer from both sides. Nothing was agreed."
    _write([*_team(offer), *her_side(offer)], offer, "An offer ran out", words)


def her_side(offer: Offer) -> list[User]:
    """The model, and the agents whose mandate lets them negotiate for her today."""
    agencies = Mandate.objects.living().filter(model=offer.model, may_negotiate=True).values("agency")
    return [offer.model.user, *User.objects.filter(agency__in=agencies, is_active=True)]


def _team(offer: Offer) -> list[User]:
    return list(offer.brand.members.filter(is_active=True))


def _across(offer: Offer, party: str) -> list[User]:
    return her_side(offer) if party == Party.BRAND else _team(offer)


def _others(offer: Offer, by: User) -> list[User]:
    return [person for person in (*_team(offer), *her_side(offer)) if person.pk != by.pk]


def _who(offer: Offer, party: str) -> str:
    return {
        Party.BRAND.value: str(offer.brand),
        Party.MODEL.value: str(offer.model),
        Party.AGENT.value: f"{offer.model}’s agent",
    }[party]


def _write(to: Iterable[User], offer: Offer, subject: str, words: str) -> None:
    for person in to:
        tell(person.email, subject, f"{words}\n\n{settings.SITE_URL}/offers/{offer.pk}")
