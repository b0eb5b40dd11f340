"""The gate under attack: every way round it that we know, and the promise that each refusal is remembered."""

from __future__ import annotations

import pytest

from doublet.kernel import audit
from doublet.kernel.refusals import Refused
from doublet.licences.gate import permit
from doublet.licences.models import Grant
from doublet.licences.rules import MOMENTS, Ask
from doublet.story.attacks import attempt
from doublet.story.target import Target
from doublet.studio import actions
from doublet.studio.actions import Wish, request_shots


def test_an_attack_that_is_none_counts_as_not_refused(target: Target) -> None:
    """The self-test can fail: an honest request is not mistaken for a refused attack."""

    def honest(target: Target) -> None:
        request_shots(
            by=target.people.brand, licence=target.licence, wishes=[Wish(target.garment, "studio_white")]
        )

    assert attempt(honest, target).refused is False


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_standing_licence_is_permitted_at_every_moment(moment: str, target: Target) -> None:
    decision = permit(
        target.licence,
        Ask(
            moment=moment,  # type: ignore[arg-type]
            brand_id=target.licence.brand_id,
            garment_id=target.garment.pk,
            garment_sha256=target.garment.sha256,
            background="studio_white",
            channel="own_web",
            territory="FR",
            label="on_picture",
        ),
    )
    assert decision.allowed, decision.reasons


def test_a_request_of_several_pictures_is_queued_whole_or_not_at_all(target: Target) -> None:
    wishes = [Wish(target.garment, "studio_white"), Wish(target.garment, "studio_white")]
    with pytest.raises(Refused) as refused:  # one waits already, the licence counts two
        request_shots(by=target.people.brand, licence=target.licence, wishes=wishes)
    assert refused.value.code == "quota_used_up"
    assert target.licence.shots.count() == 1


def test_a_second_grant_for_a_shot_kills_the_first(target: Target) -> None:
    """A worker died: its grant must not be usable beside that of the worker which took over."""
    first = actions.start(shot=target.shot, person_sha256=target.photo.sha256)
    second = actions.start(shot=target.shot, person_sha256=target.photo.sha256)
    assert first != second
    assert Grant.objects.filter(shot=target.shot.pk, void_at=None).count() == 1


def test_the_log_of_a_whole_signing_story_holds_together(target: Target) -> None:
    count, problems = audit.check()
    assert count >= 10
    assert problems == []
