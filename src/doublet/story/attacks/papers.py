"""Rows changed by somebody who has the database but not the keys, or put back to an older day."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from doublet.consents.actions import withdraw_consent
from doublet.consents.models import Consent
from doublet.kernel import audit, clock, keys, witness
from doublet.kernel.canonical import digest
from doublet.kernel.models import AuditEvent, AuditHead
from doublet.kernel.refusals import NotAllowed
from doublet.licences.models import Grant, Licence
from doublet.story.attacks import means
from doublet.story.target import Target


def unsigned_consent(target: Target) -> None:
    """A consent that was switched on in the database but never signed."""
    Consent.objects.filter(pk=target.use.pk).update(receipt=None)
    means.ask(target)


def edited_consent(target: Target) -> None:
    """A consent whose text was edited after signing."""
    Consent.objects.filter(pk=target.use.pk).update(text=target.use.text + "\nAnd everything else.")
    means.ask(target)


def widened_consent(target: Target) -> None:
    """A consent whose terms were widened, with the hash beside them made to fit."""
    wider = {**target.use.terms, "ends": "2099-12-31"}
    Consent.objects.filter(pk=target.use.pk).update(terms=wider, terms_sha256=digest(wider))
    means.ask(target)


def borrowed_receipt(target: Target) -> None:
    """A consent that carries the receipt of another one."""
    other = Consent.objects.get(model=target.people.model, kind="twin_creation")
    Consent.objects.filter(pk=target.use.pk).update(receipt=other.receipt)
    means.ask(target)


def revived_consent(target: Target) -> None:
    """A withdrawn consent that was switched on again in the database, its licence still withdrawn."""
    withdraw_consent(by=target.people.model.user, consent=target.use)
    Consent.objects.filter(pk=target.use.pk).update(status="active", withdrawn_at=None)
    means.ask(target)


def revived_licence(target: Target) -> None:
    """A withdrawn licence switched on again in the database, its consent still withdrawn."""
    withdraw_consent(by=target.people.model.user, consent=target.use)
    Licence.objects.filter(pk=target.licence.pk).update(status="active", withdrawn_at=None)
    means.ask(target)


def edited_terms(target: Target) -> None:
    """Licence terms that were widened in the database."""
    wider = {**target.licence.terms, "pictures": 500}
    Licence.objects.filter(pk=target.licence.pk).update(terms=wider)
    means.ask(target)


def edited_terms_with_hash(target: Target) -> None:
    """Licence terms that were widened, with the hash beside them made to fit."""
    wider = {**target.licence.terms, "pictures": 500}
    Licence.objects.filter(pk=target.licence.pk).update(terms=wider, terms_sha256=digest(wider))
    means.ask(target)


def moved_licence(target: Target) -> None:
    """A licence that was made over to another brand in the database."""
    other = target.people.other
    Licence.objects.filter(pk=target.licence.pk).update(brand=other.brand)
    target.licence.refresh_from_db()
    means.ask(target, by=other)


def other_signer(target: Target) -> None:
    """A licence whose signer was changed in the database."""
    Licence.objects.filter(pk=target.licence.pk).update(signer=target.people.agent)
    means.ask(target)


def unspent_grant(target: Target) -> None:
    """A spent grant whose row was made unspent, and its end put off."""
    grant = means.token(target)
    Grant.objects.update(spent_at=None, expires_at=clock.now() + timedelta(days=30))
    with means.clock_off(hours=1):
        means.submit(target, grant)


def new_key(target: Target) -> None:
    """A house whose signing key was exchanged for a fresh one."""
    file = keys.folder() / "statement-key"
    kept = file.read_bytes()
    file.write_bytes(bytes(32))
    try:
        means.ask(target)
    finally:
        file.write_bytes(kept)


def no_key(target: Target) -> None:
    """A house whose signing key was cut short."""
    file = keys.folder() / "statement-key"
    kept = file.read_bytes()
    file.write_bytes(kept[:7])
    try:
        means.ask(target)
    finally:
        file.write_bytes(kept)


def older_database(target: Target) -> None:
    """A database from before the last events, put back in the place of the present one."""
    head = AuditHead.objects.get(pk=1)
    file = witness.folder() / "head.json"
    kept = file.read_bytes() if file.exists() else None
    witness.accept(AuditHead(seq=head.seq + 3, digest="f" * 64))
    try:
        means.ask(target)
    finally:
        file.write_bytes(kept) if kept is not None else file.unlink()


@means.leaves_no_row("the check reads; what it finds is its answer")
def forged_audit_row(target: Target) -> None:
    """An audit event whose words were changed with SQL."""
    _sql("UPDATE kernel_auditevent SET actor = 'nobody' WHERE seq = %s", _last())
    _prove_the_log()


@means.leaves_no_row("the check reads; what it finds is its answer")
def dropped_audit_row(target: Target) -> None:
    """An audit event that was deleted with SQL."""
    _sql("DELETE FROM kernel_auditevent WHERE seq = %s", _last() - 1)
    _prove_the_log()


@means.leaves_no_row("the check reads; what it finds is its answer")
def inserted_audit_row(target: Target) -> None:
    """An audit event slipped in at the end, its own hash made to fit."""
    last = AuditEvent.objects.get(seq=_last())
    event = AuditEvent(
        seq=last.seq + 1,
        at=clock.now(),
        kind="licence.signed",
        actor=target.people.model.user_id,
        subject="lic_0",
        data={},
        previous=last.digest,
    )
    event.digest = audit.hash_of(event)
    event.save(force_insert=True)
    _prove_the_log()


def _prove_the_log() -> None:
    _, problems = audit.check()
    if problems:
        raise NotAllowed(
            "log_broken", f"The audit log does not hold: {problems[0].words}.", rule="HOUSE-AUDIT"
        )


def _last() -> int:
    return AuditHead.objects.get(pk=1).seq


def _sql(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


ATTACKS = (
    unsigned_consent,
    edited_consent,
    widened_consent,
    borrowed_receipt,
    revived_consent,
    revived_licence,
    edited_terms,
    edited_terms_with_hash,
    moved_licence,
    other_signer,
    unspent_grant,
    new_key,
    no_key,
    older_database,
    forged_audit_row,
    dropped_audit_row,
    inserted_audit_row,
)
