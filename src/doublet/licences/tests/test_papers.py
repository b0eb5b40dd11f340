"""The contract: who receives her photos, what is retouched, and a seal that waits for nobody's time stamp."""

from __future__ import annotations

from typing import Any

from doublet.engines import document
from doublet.kernel.models import AuditEvent
from doublet.licences import papers
from doublet.licences.queries import contract


def test_it_names_those_whom_her_consent_names_and_nobody_else(target: Any) -> None:
    licence = target.licence
    assert papers.receivers(licence)[0].startswith("Nobody else")
    bounds = licence.consent.terms["bounds"] | {"processors": ["fashn"]}
    licence.consent.terms = licence.consent.terms | {"bounds": bounds}
    told = " ".join(papers.receivers(licence))
    assert "FASHN AI, a hosted service that dresses a photo in a garment; it says that" in told
    assert "to nobody else" in told
    assert "the twin itself is passed on to nobody" in told


def test_without_an_authority_it_is_sealed_and_the_books_say_so(target: Any) -> None:
    event = AuditEvent.objects.get(kind="licence.signed")
    assert event.data["timestamp"] == "none: no authority is named"
    assert document.read_seal(contract(target.licence)).stamped_at is None


def test_an_authority_that_does_not_answer_holds_up_no_contract(target: Any, settings: Any) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/tsa"
    sealed = papers.sealed_contract(target.licence)
    assert document.read_seal(sealed.pdf).intact
    assert sealed.timestamp.startswith("none: The time stamping authority gave no time stamp")
