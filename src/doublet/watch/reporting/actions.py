"""Taking a report in, and an operator's decision about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from doublet.consents.languages import CODES
from doublet.engines import fingerprint
from doublet.engines.image import decode
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.moves import move
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict
from doublet.people import rights
from doublet.people.models import User
from doublet.provenance.models import Credential
from doublet.provenance.verify import verify
from doublet.publishing.models import Hold, Placement
from doublet.studio.models import Frame
from doublet.watch.cases import close_for, open_case
from doublet.watch.models import Case, Report, Task
from doublet.watch.reporting.languages import language
from doublet.watch.rules import REPORT, deadline


@dataclass(frozen=True)
class Told:
    """What the reporter wrote."""

    kind: str
    places: str
    signature: str
    contact: str
    good_faith: bool
    words: str = ""
    for_somebody: bool = False
    language: str = "en"


@dataclass(frozen=True)
class _Seen:
    """What was found out about the picture that came with it; the picture itself is not kept."""

    sha256: str = ""
    pdq: bytes = b""
    features: bytes = b""
    credential: Credential | None = None


def report(*, told: Told, picture: bytes = b"") -> Report:
    """Take a report in. What matches it here is held at once, and the answer never says whether anything did.

    Looking at a picture takes seconds, so it happens before the transaction.

    Raises:
        BadInput: a statement is missing, or the file is no picture.
    """
    if told.kind not in Report.Kind.values:
        raise BadInput("unknown_kind", "Choose what the picture is.")
    if told.language not in CODES:
        raise BadInput("unknown_language", "Reports are answered in: " + ", ".join(CODES) + ".")
    if not told.good_faith:
        raise BadInput("no_good_faith", "Say that you believe in good faith that this was not allowed.")
    if not told.places.strip() and not picture:
        raise BadInput("no_place", "Say where the picture stands, or hand it in.")
    if len(told.signature.strip()) < 3:
        raise BadInput("no_signature", "Sign with your full name.")
    return _keep(told=told, seen=_look(picture) if picture else _Seen())


def _look(picture: bytes) -> _Seen:
    photo = decode(picture)
    found = fingerprint.make(photo.pixels)
    return _Seen(photo.sha256, found.pdq, found.features, verify(picture).credential)


@action
def _keep(*, told: Told, seen: _Seen) -> Report:
    now = clock.now()
    row = Report.objects.create(
        kind=told.kind,
        places=told.places.strip()[:4000],
        words=told.words.strip()[:4000],
        signature=told.signature.strip()[:160],
        contact=told.contact,
        for_somebody=told.for_somebody,
        language=told.language,
        sha256=seen.sha256,
        pdq=seen.pdq,
        features=seen.features,
        credential=seen.credential or _named(told.places),
        due_at=now + REPORT,
    )
    audit.record("report.taken", actor="nobody", subject=row, kind=row.kind, sha256=row.sha256)
    if row.credential is not None:
        _hold(row, row.credential.frame)
    words = f"Somebody reported a picture: {row.get_kind_display()}"
    open_case(Case.Kind.REPORT, row.pk, words, due_at=row.due_at, actor="nobody")
    _answer(row, language(row.language).text("letter", "taken", until=row.due_at))
    return row


def _answer(row: Report, *words: str) -> None:
    """A letter to the reporter, in the language of the report."""
    subject = language(row.language).text("letter", "subject", report=row.pk)
    tell(row.contact, subject, "\n\n".join((*words, settings.PLATFORM_NAME)))


def _named(places: str) -> Credential | None:
    """A record of this house that the reporter named by its address or id."""
    for word in places.replace("/", " ").replace("?", " ").split():
        if word.startswith("crd_") and (found := Credential.objects.filter(pk=word, status="ready").first()):
            return found
    return None


def _hold(row: Report, frame: Frame) -> None:
    Hold.objects.create(frame=frame, because=row.pk)
    audit.record("frame.held", actor="nobody", subject=frame, because=row.pk)
    licence = frame.licence
    for address in (licence.model.user.email, *_team(frame)):
        tell(
            address,
            "A picture is on hold",
            f"Somebody reported a picture under “{licence.version.offer.brief}”. Nobody gets it until the operator "
            f"of this house has looked, at the latest on {row.due_at:%d %B %Y, %H:%M} UTC.",
        )


def _team(frame: Frame) -> list[str]:
    return list(frame.licence.brand.members.filter(is_active=True).values_list("email", flat=True))


@action
def decide(*, by: User, report: Report, upheld: bool, words: str) -> Report:
    """An operator decided. Upheld: it stays held, the same picture stays out, and its places get tasks.

    Dismissed: the hold is lifted. The reporter is told either way.
    """
    rights.must_be_operator(by)
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.status != Report.Outcome.OPEN:
        raise Conflict("already_decided", "This report is decided already.", rule="HOUSE-STATE")
    if len(words.split()) < 3:
        raise BadInput("no_decision", "Say in a sentence what was decided and why.")
    move(report, Report.Outcome.UPHELD if upheld else Report.Outcome.DISMISSED, "It cannot be decided")
    report.decided_at = clock.now()
    report.save()
    for hold in Hold.objects.filter(because=report.pk, lifted_at=None).select_related("frame__licence"):
        if upheld:
            _take_down(hold.frame, report)
        else:
            hold.lifted_at = report.decided_at
            hold.save()
        for address in (hold.frame.licence.model.user.email, *_team(hold.frame)):
            tell(address, "A report was decided", f"{report.get_status_display()}: {words.strip()}")
    audit.record("report.decided", actor=by, subject=report, upheld=upheld)
    close_for(Case.Kind.REPORT, report.pk, words.strip()[:2000], by=by)
    said = language(report.language)
    outcome, wrote = said.word("letter", report.status), said.word("letter", "operator")
    _answer(report, outcome, f"{wrote} {words.strip()}")
    return report


def _take_down(frame: Frame, report: Report) -> None:
    now = clock.now()
    for place in Placement.objects.filter(delivery__frame=frame):
        rule = deadline(place.channel)
        Task.objects.create(
            licence=frame.licence,
            what=f"{rule.words} (reported): {place.url}"[:300],
            subject=place.pk,
            rule="US-TID",
            due_at=now + min(rule.within, REPORT),
        )
