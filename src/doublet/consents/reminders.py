"""A consent that ends soon: its model is told once, in her language. Nothing renews itself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from doublet.consents.languages import language
from doublet.consents.models import Consent
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.notices import tell

NOTICE = timedelta(days=30)


@action
def remind_of_endings() -> int:
    """Owe an e-mail for every consent in force that ends within 30 days. Returns how many."""
    now = clock.now()
    ending = Consent.objects.select_for_update(of=("self",)).filter(
        status=Consent.Status.ACTIVE,
        reminded_at=None,
        ends__gte=now.date(),
        ends__lte=now.date() + NOTICE,
    )
    told = 0
    for consent in ending.select_related("model__user"):
        said = language(consent.language)
        title = said.word("titles", consent.kind)
        tell(
            consent.model.user.email,
            said.text("page", "ending_subject", day=consent.ends, title=title),
            f"{said.text('page', 'ending_mail', day=consent.ends)}\n{settings.SITE_URL}/consents/",
        )
        consent.reminded_at = now
        consent.save()
        audit.record("consent.ending_told", actor="worker", subject=consent, ends=consent.ends.isoformat())
        told += 1
    return told
