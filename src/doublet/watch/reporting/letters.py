"""Drafts of take-down notices to hosts, for somebody to read, complete and send. Not legal advice."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from doublet.watch.models import Report

_INTIMATE = (
    "This is a request under section 3 of the TAKE IT DOWN Act (United States), and under the law of the place of "
    "the person shown: remove it within 48 hours of this notice, and make reasonable efforts to remove known "
    "identical copies."
)
_LIKENESS = (
    "The person shown did not allow this use of her likeness. We ask you to remove it, and copies of it, without "
    "delay, and to tell us when that is done."
)


def hosts(report: Report) -> list[str]:
    """The servers that the reporter named, each once."""
    found = [urlsplit(word).hostname or "" for word in report.places.split() if "://" in word]
    return sorted({host for host in found if host})


def notice_to(report: Report, host: str) -> str:
    """A notice to one host, as plain text. The reporter's own address is not in it."""
    places = [word for word in report.places.split() if urlsplit(word).hostname == host]
    who = "on behalf of the person shown" if report.for_somebody else "by the person shown"
    lines = [
        f"To: {host}, abuse and legal contact",
        f"From: {settings.PLATFORM_NAME}, {settings.SITE_URL}",
        f"Reference: {report.pk}",
        "",
        "Please take down:",
        *(f"  {place}" for place in places),
        "",
        _INTIMATE if report.kind == Report.Kind.INTIMATE else _LIKENESS,
        "",
        f"It was reported to us {who} on {report.reported_at:%d %B %Y, %H:%M} UTC, with a statement in good faith "
        f"that it was not allowed, signed: {report.signature}.",
    ]
    if report.sha256:
        lines += ["", f"SHA-256 of the file that was handed in: {report.sha256}"]
    if report.credential_id:
        lines += ["", f"Our public record of the picture: {settings.SITE_URL}/c/{report.credential_id}"]
    return "\n".join(
        [*lines, "", "Answer to: [name and address of the sender]", "Date: [date]", "Signature: [name]"]
    )
