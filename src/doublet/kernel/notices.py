"""E-mail that people are owed. Written in the transaction of the change, sent by the worker."""

from __future__ import annotations

from django.core.mail import send_mail

from doublet.kernel import clock, leases
from doublet.kernel.models import Notice


def tell(to: str, subject: str, body: str) -> None:
    """Owe somebody an e-mail. Nothing is sent if the surrounding change does not come to pass."""
    Notice.objects.create(to=to, subject=subject, body=body)


def send_next() -> bool:
    """Send one owed e-mail. False when none is owed. A failing server is tried again after the lease."""
    notice = leases.claim(Notice.objects.filter(sent_at=None, attempts__lt=10), at=clock.now())
    if notice is None:
        return False
    send_mail(notice.subject, notice.body, None, [notice.to])
    notice.sent_at = clock.now()
    leases.release(notice)
    notice.save()
    return True
