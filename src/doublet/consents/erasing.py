"""Erasing a twin (GDPR, article 17): every permission ends, its key and its files go, the papers stay as evidence."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from doublet.consents.actions import withdraw
from doublet.consents.models import Consent
from doublet.consents.papers import identity, notices, person
from doublet.engines import document
from doublet.kernel import audit, blobs, clock, events, tokens, witness
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict
from doublet.kernel.vault import new_wrapped_key
from doublet.people import factors, rights
from doublet.people.access import must_have_signed_in_just_now
from doublet.people.models import ModelProfile, User
from doublet.twins.deleting import delete_photos
from doublet.twins.keeping import Clearing, note_archive, noted_archive
from doublet.twins.models import Erasure, Twin

KEPT = (
    ("Texts of your consents, and their receipts", "evidence of what you agreed to", "six years"),
    ("Contracts, deal memos, statements", "evidence, and the law on contracts and books", "six years"),
    ("Ledger and audit log", "what you earned, and who did what; ids, no pictures", "six years"),
    (
        "Fingerprints and watermark numbers",
        "so that published pictures can still be found",
        "as long as needed",
    ),
)
BACKUPS = (
    "Copies in backups run out within 35 days at the latest. Putting one back does not bring your twin back."
)


@action
def erase_twin(
    *,
    by: User,
    model: ModelProfile,
    understood: bool,
    reauthenticated_at: datetime | None,
    by_token: bool = False,
) -> Erasure:
    """The model has her twin deleted. No reason is asked, and nobody can undo it.

    Raises:
        NotAllowed: somebody else asks, by an API key, or without having signed in just now.
        Conflict: there is no twin, or it was erased before.
    """
    rights.must_be_model(by, model)
    must_have_signed_in_just_now(reauthenticated_at, by_token=by_token)
    factors.must_hold(by)
    if not understood:
        raise BadInput("not_understood", "Tick that you know this cannot be undone.")
    twin = Twin.objects.select_for_update().select_related("model__user").filter(model=model).first()
    if twin is None or twin.erased_at:
        raise Conflict("no_twin", "There is no twin to delete." if twin is None else "It was deleted before.")
    return _erase(twin, by=by)


def erase_again(gone: frozenset[str], *, by: User) -> list[str]:
    """After an older database was taken over: twins that were erased are erased again; which ones."""
    twins = Twin.objects.select_for_update().select_related("model__user").filter(pk__in=gone, erased_at=None)
    return [_erase(twin, by=by).twin_id for twin in twins]


def _erase(twin: Twin, *, by: User) -> Erasure:
    model, now = twin.model, clock.now()
    for consent in Consent.objects.select_for_update().filter(model=model, status=Consent.Status.ACTIVE):
        withdraw(consent, by=by)
    Consent.objects.filter(model=model, status=Consent.Status.OFFERED).delete()
    clearing = _begin(twin, by, now)
    events.emit("twin.erasing", clearing=clearing)
    delete_photos(clearing=clearing)
    for consent in Consent.objects.filter(model=model).exclude(pdf=""):
        consent.pdf = clearing.keep(consent.pk, consent.pdf)
        consent.save(update_fields=["pdf"])
    twin.wrapped_key, twin.erased_at = b"", now
    twin.save()
    erasure = clearing.erasure
    erasure.claims = certificate(clearing)
    erasure.signature = tokens.sign("erasure", erasure.claims)
    pdf = document.seal(
        document.certificate(_on_paper(clearing)),
        identity(),
        reason="Deletion certificate",
        name=settings.PLATFORM_NAME,
    )
    erasure.pdf = blobs.put(bytes(erasure.wrapped_key), erasure.pk, pdf)
    erasure.save()
    note_archive(clearing)
    audit.record("twin.erased", actor=by, subject=twin, erasure=erasure.pk, deleted=len(clearing.gone))
    transaction.on_commit(partial(witness.remember_withdrawn, twin.pk))
    tell(
        model.user.email,
        "Your twin was deleted",
        f"{len(clearing.gone)} files were deleted on {now:%d %B %Y, %H:%M} UTC, and the key of your twin with them. "
        f"{BACKUPS}\n\nThe certificate: {settings.SITE_URL}/twin/deletion",
    )
    return erasure


def _begin(twin: Twin, by: User, now: datetime) -> Clearing:
    erasure = Erasure(twin=twin, asked_by=by, at=now)
    papers: dict[str, str] = {}
    if (noted := noted_archive(twin)) is not None:
        erasure.id, erasure.wrapped_key, papers = noted
    else:
        erasure.wrapped_key = new_wrapped_key(erasure.pk)
    erasure.save(force_insert=True)
    return Clearing(twin, erasure, papers)


def certificate(clearing: Clearing) -> dict[str, Any]:
    """What the deletion certificate states, for machines: hashes of what is gone, and what is kept and why."""
    return {
        "erasure": clearing.erasure.pk,
        "twin": clearing.twin.pseudonym,
        "at": audit.stamp(clearing.erasure.at),
        "key_destroyed": True,
        "deleted": [[gone.kind, gone.id, gone.sha256] for gone in clearing.gone],
        "kept": [list(row) for row in KEPT],
        "backups": BACKUPS,
    }


def _on_paper(clearing: Clearing) -> document.Certificate:
    erasure, model = clearing.erasure, clearing.twin.model
    return document.Certificate(
        reference=erasure.pk,
        issued=erasure.at,
        instance=settings.PLATFORM_NAME,
        notices=notices(model),
        model=person(model),
        twin=clearing.twin.pseudonym,
        deleted=tuple(document.ClockRow(gone.kind, gone.id, gone.sha256) for gone in clearing.gone),
        kept=tuple(document.ClockRow(*row) for row in KEPT),
        backups=BACKUPS,
    )


def certificate_pdf(erasure: Erasure) -> bytes:
    """The sealed paper."""
    return blobs.get(bytes(erasure.wrapped_key), erasure.pk, erasure.pdf)
