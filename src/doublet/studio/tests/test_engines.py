"""Stories of engines that are not done at once: ordered once, asked again, cancelled, given up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from doublet.consents.actions import set_boundaries
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Consent
from doublet.engines.tryon.conformance.server import Reply, serving
from doublet.engines.tryon.contract import EngineUnavailable
from doublet.engines.tryon.fashn.engine import FashnEngine
from doublet.engines.tryon.fashn.options import FashnOptions
from doublet.engines.tryon.fashn.tests.vendor import KEY, Vendor, refusal
from doublet.engines.tryon.wire import Patience, Wire
from doublet.kernel import clock, leases
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import BadInput, NotAllowed, Unavailable
from doublet.licences.actions import withdraw_licence
from doublet.licences.gate import GrantVerifier
from doublet.licences.models import Grant
from doublet.studio import engines, jobs
from doublet.studio.actions import Wish, cancel_shot, request_shots
from doublet.studio.models import EngineOrder, Shot
from doublet.studio.orders import BookedOrders
from doublet.testing import signed_in

OPENED = ("fashn",)


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Vendor]:
    """FASHN on this machine, switched on beside the embedded engine; its pictures are plain grey, so nobody judges them."""
    spoken = Vendor(("in_queue", "processing", "completed"))
    settings.ENGINES = ("drape", "fashn")
    with serving(spoken) as address:

        def hired(verify: Any) -> FashnEngine:
            wire = Wire(address + "/v1", {"Authorization": f"Bearer {KEY}"}, answer_s=5.0)
            patience = Patience(sleep=lambda seconds: None)
            return FashnEngine(verify, BookedOrders(), FashnOptions(), wire, patience)

        monkeypatch.setitem(engines.ENGINES, "fashn", ("FASHN, hosted", hired))
        monkeypatch.setattr(jobs, "placed", lambda result, photo, scene, output: result)
        monkeypatch.setattr(jobs.nudity, "check", lambda pixels: None)
        monkeypatch.setattr(jobs, "judged", lambda shot, person, result, redrawn: result)
        engines.engine.cache_clear()
        yield spoken
    engines.engine.cache_clear()


@pytest.fixture
def named(target: Any) -> Any:
    """The same licence under a consent that names FASHN, as if she had opened that door before she signed."""
    return _under(target, OPENED)


def _under(target: Any, processors: tuple[str, ...]) -> Any:
    """Let the licence's consent on file hold these processors; why it is genuine is not this story."""
    consent = target.licence.consent
    consent.terms["bounds"]["processors"] = list(processors)
    consent.save()
    return target


@pytest.fixture
def genuine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doublet.licences.books.consent_problem", lambda consent: "")


@pytest.fixture
def shot(vendor: Vendor, named: Any, genuine: None) -> Shot:
    """One picture asked of FASHN; the target's own waiting shot is out of the way."""
    cancel_shot(by=named.people.brand, shot=named.shot)
    return ask(named)


def ask(target: Any, engine: str = "fashn") -> Shot:
    wish = Wish(target.garment, "studio_white", engine=engine)
    return request_shots(by=target.people.brand, licence=target.licence, wishes=[wish])[0]


def later(seconds: float = 60) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=True)


def look(shot: Shot) -> Shot:
    return Shot.objects.get(pk=shot.pk)


def test_a_picture_is_ordered_once_and_asked_about_until_it_is_there(vendor: Vendor, shot: Shot) -> None:
    assert jobs.work()
    seen = look(shot)
    assert (seen.status, seen.progress, seen.engine_open, seen.lease_token) == ("queued", 10, True, "")
    assert not jobs.work(), "it is not asked again before its time"
    assert jobs.waiting()
    with later():
        assert jobs.work()
        assert look(shot).progress == 50
        with later():
            assert jobs.work()
    done = look(shot)
    assert (done.status, done.engine_open) == ("done", False)
    assert done.frame.engine == "fashn"
    assert len(vendor.taken) == 1
    assert Grant.objects.filter(shot=shot.pk).count() == 1
    assert not jobs.waiting()


def test_a_worker_killed_after_it_sent_pays_nothing_twice(
    vendor: Vendor, shot: Shot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(**given: Any) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "sent", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.work()
    assert len(vendor.taken) == 1
    assert look(shot).engine_ref == ""
    with later(300):
        assert jobs.work()
    assert look(shot).engine_ref
    assert len(vendor.taken) == 1


def test_a_worker_killed_while_it_sent_sends_nothing_again(vendor: Vendor, shot: Shot) -> None:
    vendor.take_before_reply = True
    vendor.run_replies.append(Reply(cut=True))
    assert jobs.work()
    assert look(shot).status == "queued"
    with later():
        assert jobs.work()
    seen = look(shot)
    assert (seen.status, seen.reason_code) == ("refused", "outcome_unknown")
    assert len(vendor.taken) == 1


def test_a_busy_engine_is_asked_again_and_that_is_no_failed_try(vendor: Vendor, shot: Shot) -> None:
    vendor.run_replies.extend(refusal(429, "RateLimitExceeded", Retry_After="30") for _ in range(5))
    for number in range(5):
        with later(40 * number):
            assert jobs.work()
        assert (look(shot).status, look(shot).attempts) == ("queued", 0)
    with later(400):
        assert jobs.work()
    assert look(shot).engine_ref


def test_an_engine_that_never_ends_is_given_up_and_told(vendor: Vendor, shot: Shot, settings: Any) -> None:
    vendor.states = ("processing",)
    assert jobs.work()
    with later(settings.ENGINE_SECONDS + 60):
        assert jobs.work()
        seen = look(shot)
        assert (seen.status, seen.reason_code, seen.engine_open) == ("refused", "engine_timeout", True)
        assert jobs.work(), "the engine is told that nobody waits any more"
        assert not jobs.work()
    assert not look(shot).engine_open
    assert EngineOrder.objects.get().facts["cancelled"] is True
    assert AuditEvent.objects.filter(kind="shot.stopped").exists()


def test_a_cancelled_picture_is_cancelled_at_the_engine_too(vendor: Vendor, shot: Shot, named: Any) -> None:
    assert jobs.work()
    cancel_shot(by=named.people.brand, shot=look(shot))
    assert look(shot).engine_open
    assert jobs.work()
    assert not look(shot).engine_open
    assert EngineOrder.objects.get().facts["cancelled"] is True


def test_a_withdrawal_stops_what_an_engine_is_making(vendor: Vendor, shot: Shot, named: Any) -> None:
    assert jobs.work()
    withdraw_licence(by=named.people.model.user, licence=named.licence)
    assert look(shot).status == "cancelled"
    assert jobs.work()
    with later(120):
        assert not jobs.work()
    assert EngineOrder.objects.get().facts["cancelled"] is True
    assert not hasattr(look(shot), "frame")


def test_a_failure_at_the_engine_has_its_reason_and_frees_the_quota(vendor: Vendor, shot: Shot) -> None:
    vendor.states = ("failed",)
    vendor.error = {"name": "PoseError"}
    assert jobs.work()
    seen = look(shot)
    assert (seen.status, seen.reason_code, seen.reason_rule) == ("refused", "pose_not_found", "ENGINE")
    assert not seen.engine_open


def test_two_workers_do_not_order_the_same_picture(vendor: Vendor, shot: Shot) -> None:
    first = leases.claim(Shot.objects.filter(pk=shot.pk), at=clock.now())
    assert first is not None
    assert not jobs.work()
    jobs.make(first)
    assert len(vendor.taken) == 1


def test_an_engine_that_forgot_in_its_own_process_is_ordered_anew(
    target: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = leases.claim(Shot.objects.filter(pk=target.shot.pk), at=clock.now())
    assert shot is not None
    jobs.sent(shot=shot, ref="of-a-process-that-died")
    shot.engine_ref = "of-a-process-that-died"
    jobs.make(shot)
    seen = look(shot)
    assert (seen.status, seen.engine_ref, seen.engine_open) == ("queued", "", False)


def test_without_a_consent_that_names_it_nothing_is_sent(vendor: Vendor, target: Any, genuine: None) -> None:
    with pytest.raises(NotAllowed, match="processor_not_named") as refused:
        ask(target)
    assert refused.value.rule == "HOUSE-PROCESSOR"
    assert "FASHN AI" in refused.value.reason
    assert "consent" in refused.value.hint
    assert not vendor.asked


def test_a_consent_changed_on_file_does_not_open_the_door(vendor: Vendor, target: Any) -> None:
    with pytest.raises(NotAllowed, match="papers_differ"):
        ask(_under(target, OPENED))
    assert not vendor.asked


def test_the_gate_asks_again_when_the_picture_is_made(vendor: Vendor, shot: Shot, named: Any) -> None:
    _under(named, ())
    assert jobs.work()
    assert look(shot).reason_code == "processor_not_named"
    assert not vendor.asked


def test_the_grant_is_for_this_engine_only(
    vendor: Vendor, shot: Shot, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines.engine("fashn")._verify = GrantVerifier("drape")  # type: ignore[attr-defined]
    assert jobs.work()
    assert look(shot).reason_code == "wrong_order"
    assert not vendor.asked


def test_she_opens_the_door_signs_and_it_is_in_the_words(target: Any) -> None:
    model = target.people.model
    row = model.boundaries
    bounds = replace(BoundaryTerms.from_dict(row.terms), processors=OPENED)
    set_boundaries(by=model.user, model=model, bounds=bounds, floor=_floor(row))
    signed = Consent.objects.get(model=model, kind="twin_use", status="active")
    assert "nobody outside this platform" in signed.text
    from doublet.story import scenery

    scenery.sign(model, Consent.Kind.TWIN_USE)
    anew = Consent.objects.get(model=model, kind="twin_use", status="active")
    assert "FASHN AI" in anew.text
    assert anew.terms["bounds"]["processors"] == ["fashn"]


def _floor(row: Any) -> Any:
    from doublet.kernel.money import Money

    return Money(row.floor_minor, row.currency)


def test_the_brand_chooses_and_is_told_where_photos_go(vendor: Vendor, named: Any, genuine: None) -> None:
    team = signed_in(Client(), named.people.brand)
    path = f"/studio/{named.licence.pk}/ask"
    page = team.get(path).content.decode()
    assert "Photos are sent to FASHN AI" in page
    assert "Photos stay on this platform" in page
    assert "USD 0.08 a picture" in page
    ticked = {
        "garments": [named.garment.pk],
        "backgrounds": ["studio_white"],
        "lights": ["soft"],
        "crops": ["three_quarter"],
        "engine": "fashn",
    }
    assert team.post(path, ticked).status_code == 302
    assert Shot.objects.filter(engine="fashn").count() == 1
    assert team.post(path, {**ticked, "engine": "moon"}).status_code == 400


def test_where_she_did_not_name_it_the_page_says_so(vendor: Vendor, target: Any) -> None:
    page = signed_in(Client(), target.people.brand).get(f"/studio/{target.licence.pk}/ask").content.decode()
    assert "her consent does not name FASHN AI" in page


def test_a_refusal_offers_the_other_engine(vendor: Vendor, named: Any, genuine: None) -> None:
    team = signed_in(Client(), named.people.brand)
    held = leases.claim(Shot.objects.filter(pk=named.shot.pk), at=clock.now())
    assert held is not None
    jobs.refuse(
        shot=held, refused=EngineUnavailable("arms_touch", "The arms touch the body.", hint="Arms out.")
    )
    page = team.get(f"/studio/{named.licence.pk}/").content.decode()
    assert "Try FASHN, hosted" in page
    assert team.post(f"/studio/shots/{named.shot.pk}/another", {"engine": "fashn"}).status_code == 302
    anew = Shot.objects.get(engine="fashn")
    assert (anew.status, anew.background) == ("queued", named.shot.background)
    assert team.post(f"/studio/shots/{anew.pk}/another", {"engine": "drape"}).status_code == 409
    _under(named, ())
    assert "does not name FASHN AI" in team.get(f"/studio/{named.licence.pk}/").content.decode()


def test_the_board_shows_how_far_it_is(vendor: Vendor, shot: Shot, named: Any) -> None:
    jobs.work()
    page = signed_in(Client(), named.people.brand).get(f"/studio/{named.licence.pk}/board").content.decode()
    assert "Being made, 10 %" in page
    assert "Cancel" in page


def test_an_engine_says_what_it_lacks_before_anybody_asks_it(settings: Any, vendor: Vendor) -> None:
    settings.ENGINES = ("drape", "vton", "fashn")
    said = {
        each.id: [finding.code for finding in engines.speaks_against(each.id)] for each in engines.offered()
    }
    assert said["vton"] == ["gpu_weights_missing"]
    assert said["fashn"] == []
    assert not vendor.asked, "no photo leaves the house for it"


def test_a_misspelt_engine_is_named_to_the_operator(settings: Any) -> None:
    settings.ENGINES = ("drpae",)
    with pytest.raises(Unavailable, match="no_such_engine") as refused:
        engines.offered()
    assert "DOUBLET_ENGINES" in refused.value.hint


def test_only_what_the_operator_switched_on_can_be_asked_for(target: Any, settings: Any) -> None:
    assert [each.id for each in engines.offered()] == ["drape"]
    with pytest.raises(BadInput, match="unknown_engine"):
        ask(target, "fashn")
    settings.ENGINES = ()
    with pytest.raises(BadInput, match="unknown_engine"):
        ask(target, "")
