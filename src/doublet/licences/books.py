"""Reading what the gate has to know, in one query, and failing closed when it cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from doublet.consents.boundaries import Firm
from doublet.consents.models import Consent
from doublet.consents.queries import firm
from doublet.consents.queries import why_not_genuine as consent_problem
from doublet.consents.rules import ConsentTerms
from doublet.consents.terms import UseTerms
from doublet.kernel import audit, clock, witness
from doublet.kernel.models import AuditHead
from doublet.kernel.prepared import Prepared
from doublet.kernel.refusals import NotThere, Unavailable
from doublet.licences import seals
from doublet.licences.models import Licence
from doublet.licences.rules import Facts, Signing
from doublet.licences.scope import Scope, compile_scope
from doublet.offers.models import Acceptance
from doublet.people.rules import ADULT, age_on
from doublet.rulebook.models import Overlay
from doublet.rulebook.pack import load
from doublet.rulebook.queries import book_of, registration
from doublet.rulebook.rules import Ruleset, compile_rules, places_of


@contextmanager
def readable() -> Iterator[None]:
    """Whatever goes wrong while books, keys or papers are read is a refusal: no exception page, never a yes."""
    try:
        yield
    except Licence.DoesNotExist:
        raise NotThere("no_such_licence", "There is no such licence, or it is not yours.") from None
    except (DatabaseError, OSError, ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise Unavailable(
            "books_unreadable",
            "What the gate has to know cannot be read at the moment, so nothing is permitted.",
            rule="HOUSE-GATE",
            hint="Try again in a minute; if it stays, the operator looks at the database and the keys.",
        ) from trouble


def read(licence: Licence, *, pictures_taken: int) -> tuple[Facts, Ruleset]:
    """What stands in the books about a licence now, and the rules that count for it today.

    Raises:
        Unavailable: they cannot be read.
    """
    with readable():
        row: Any = _STANDING.get(licence.pk)
        now = clock.now()
        scope = _scope_of(row)
        facts = _facts(
            row,
            scope,
            now,
            AuditHead(seq=row.head_seq, digest=row.head_digest, at=row.head_at) if row.head_seq else None,
            memo_accepted=row.memo_accepted,
            licence_problem=seals.why_not_genuine(row),
            pictures_taken=pictures_taken,
        )
        newest = (row.newest_change, row.changed_at) if row.newest_change else None
        return facts, rules_for(scope, now.date(), newest)


def read_at_signing(licence: Licence, *, commission_bp: int) -> tuple[Facts, Ruleset]:
    """The same about a licence that is not saved yet. Its terms and consents were checked just before.

    Raises:
        Unavailable: something cannot be read.
    """
    with readable():
        now = clock.now()
        scope = _scope_of(licence)
        signing = Signing(
            commission_bp=commission_bp,
            addresses_missing=_without_address(licence),
            advised=licence.advised_by or licence.consent.advised_by,
            registration=registration(now.date()),
        )
        accepted = licence.version.memo_accepted_at is not None
        facts = _facts(
            licence, scope, now, audit.head(), memo_accepted=accepted, licence_problem="", signing=signing
        )
        newest = Overlay.objects.order_by("-number").values_list("number", "at").first()
        return facts, rules_for(scope, now.date(), newest)


def _without_address(licence: Licence) -> tuple[str, ...]:
    given = (("the brand's", licence.brand.address), ("the model's", licence.model.postal_address))
    return tuple(whose for whose, address in given if not address.strip())


def rules_for(scope: Scope, today: date, newest_change: tuple[int, datetime] | None) -> Ruleset:
    """The rulebook as it counts for a licence today, with the operator's changes up to one."""
    places = places_of(scope.residence, scope.seat, scope.territories)
    return compile_rules(book_of(*newest_change) if newest_change else load(), places, today)


def _query() -> QuerySet[Licence]:
    head = AuditHead.objects.filter(pk=1)
    change = Overlay.objects.order_by("-number")
    memos = Acceptance.objects.filter(version=OuterRef("version"), of=Acceptance.Of.MEMO)
    return Licence.objects.select_related(
        "consent", "creation_consent", "model", "brand", "twin_version__twin"
    ).annotate(
        memo_accepted=Exists(memos),
        head_seq=Subquery(head.values("seq")[:1]),
        head_digest=Subquery(head.values("digest")[:1]),
        head_at=Subquery(head.values("at")[:1]),
        newest_change=Subquery(change.values("number")[:1]),
        changed_at=Subquery(change.values("at")[:1]),
    )


_STANDING = Prepared(_query)


def _facts(
    row: Licence,
    scope: Scope,
    now: datetime,
    head: AuditHead | None,
    *,
    memo_accepted: bool,
    licence_problem: str,
    pictures_taken: int = 0,
    signing: Signing | None = None,
) -> Facts:
    return Facts(
        scope=scope,
        now=now,
        last_event_at=head.at if head else None,
        database_problem=witness.problem(head),
        licence_status=row.status,
        withdrawn_at=row.withdrawn_at,
        licence_problem=licence_problem,
        consent_status=row.consent.status,
        consent_problem=consent_problem(row.consent),
        consent_signed=signed(row.consent),
        creation_status=row.creation_consent.status,
        creation_problem=consent_problem(row.creation_consent),
        creation_signed=signed(row.creation_consent),
        twin_erased=row.twin_version.twin.erased_at is not None,
        adult=age_on(row.model.birth_date, now.date()) >= ADULT,
        memo_accepted=memo_accepted,
        pictures_taken=pictures_taken,
        signing=signing,
        taken_back=tuple(sorted(row.taken_back)),
    )


def signed(consent: Consent) -> bool:
    """Did anybody ever sign it? Whether the signature holds is another question."""
    return consent.signed_at is not None and bool(consent.receipt)


def _scope_of(row: Licence) -> Scope:
    return _compiled(
        row.pk,
        row.brand_id,
        firm(row.brand),
        json.dumps(row.terms, sort_keys=True),
        json.dumps(row.consent.terms, sort_keys=True),
        row.creation_consent.ends,
        row.model.residence,
        row.brand.country,
    )


@lru_cache(maxsize=16_384)
def _compiled(
    licence_id: str,
    brand_id: str,
    brand: Firm,
    terms: str,
    consent: str,
    creation_ends: date,
    residence: str,
    seat: str,
) -> Scope:
    """Compiled once for the same words; any change in a row is another key."""
    return compile_scope(
        licence_id=licence_id,
        brand_id=brand_id,
        brand=brand,
        terms=UseTerms.from_dict(json.loads(terms)),
        consent=ConsentTerms.from_dict(json.loads(consent)),
        creation_ends=creation_ends,
        residence=residence,
        seat=seat,
    )
