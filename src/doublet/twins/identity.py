"""Only she can make her twin: the challenge selfie, and the operator's waiver in its place."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.conf import settings

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.limits import TooOften
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.people import rights
from doublet.people.models import User
from doublet.twins.models import CapturePhoto, CaptureSet, Challenge
from doublet.twins.rules import FaceThresholds, Reason, challenge
from doublet.twins.selfie import SeenSelfie, look_at
from doublet.twins.thresholds import current
from doublet.twins.vendors import Opinion, vendor

RULE = "HOUSE-SELFIE"
LEAST_REASON = 12


@dataclass(frozen=True)
class Identity:
    """What is known of who made a set. `words` is for pages: it says what it is and what it is not."""

    state: Literal["matched", "waived", "gone_stale", "none"]
    words: str
    at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.state in ("matched", "waived")


def identity_of(capture: CaptureSet) -> Identity:
    """The newest decision on this set, if what it rested on is still there."""
    decided = capture.challenges.filter(status__in=[Challenge.Status.PASSED, Challenge.Status.WAIVED]).first()
    if decided is None:
        return Identity("none", "No selfie has been compared with this set.")
    if not challenge.still_stands(decided.compared, _usable(capture)):
        words = "The photos that this was decided on are no longer in the set. Take a new selfie."
        return Identity("gone_stale", words, decided.decided_at)
    if decided.status == Challenge.Status.WAIVED:
        return Identity("waived", f"The operator waived the selfie: {decided.reason}", decided.decided_at)
    words = (
        f"Selfie matched the set on {decided.decided_at:%-d %B %Y}. "
        "This is a comparison of faces, not a certified proof that a living person was there."
    )
    return Identity("matched", words, decided.decided_at)


def _usable(capture: CaptureSet) -> list[str]:
    return list(capture.photos.exclude(state=CapturePhoto.State.REFUSED).values_list("pk", flat=True))


def must_stand(capture: CaptureSet) -> None:
    """Before a version is made, where the operator requires it.

    Raises:
        Refused: ``no_selfie``.
    """
    if settings.REQUIRE_CHALLENGE and not (known := identity_of(capture)).stands:
        raise Refused(
            "no_selfie",
            f"Nothing shows yet that these photos are of you. {known.words}",
            rule=RULE,
            hint="Take the challenge selfie on the capture page; it needs two minutes.",
        )


@action
def open_challenge(*, by: User, capture: CaptureSet) -> Challenge:
    """Ask for a selfie that nobody could have prepared. An older open one ends.

    Raises:
        Refused: she did not allow comparing, or the set holds too few faces to compare with.
        TooOften: too many challenges in a day.
    """
    capture = CaptureSet.objects.select_for_update().select_related("twin__model").get(pk=capture.pk)
    rights.must_be_model(by, capture.twin.model)
    if not capture.may_compare_faces:
        raise Refused(
            "comparing_not_allowed",
            "You did not allow your photos to be compared, so a selfie cannot be compared either.",
            rule=RULE,
            hint="Ask the operator to check who you are, or open a new set and allow it there.",
        )
    faces = sum(
        photo.measures.get("faces") == 1 for photo in capture.photos.exclude(state=CapturePhoto.State.REFUSED)
    )
    if faces < challenge.LEAST_TO_COMPARE:
        raise Refused(
            "too_few_faces",
            f"The set holds {faces} photos with your face; a selfie needs {challenge.LEAST_TO_COMPARE} to be compared with.",
            rule=RULE,
            hint="Add photos of your face first.",
        )
    now = clock.now()
    day = Challenge.objects.filter(capture_set__twin=capture.twin, asked_at__gt=now - timedelta(days=1))
    if day.exclude(status=Challenge.Status.WAIVED).count() >= challenge.MOST_CHALLENGES_A_DAY:
        raise TooOften(
            "too_often",
            f"You have begun {challenge.MOST_CHALLENGES_A_DAY} challenges within a day.",
            rule=RULE,
            hint="Try again tomorrow, or ask the operator.",
        )
    capture.challenges.filter(status=Challenge.Status.OPEN).update(
        status=Challenge.Status.FAILED, decided_at=now
    )
    opened = Challenge.objects.create(
        capture_set=capture,
        steps=challenge.draw(secrets.choice),
        asked_at=now,
        ends_at=now + challenge.TIME_TO_ANSWER,
    )
    audit.record("challenge.opened", actor=by, subject=opened, capture=capture.pk)
    return opened


def answer_challenge(
    *, by: User, asked: Challenge, data: bytes, may_send_to_vendor: bool = False
) -> Challenge:
    """One selfie for the step that is due. The verdict and its numbers are kept, the selfie is not.

    Args:
        may_send_to_vendor: her own tick where the operator's vendor looks at selfies elsewhere.

    Raises:
        BadInput: no photo that can be used at all. It does not count as a try.
        Refused: the selfie does not pass; its code says why. It counts.
        Conflict: the challenge is over.
    """
    rights.must_be_model(by, asked.capture_set.twin.model)
    asked = _still_open(by=by, asked=asked)
    chosen = vendor()
    if chosen.sends_away and not may_send_to_vendor:
        raise NotAllowed(
            "vendor_not_allowed",
            f"{chosen.name} checks selfies on its own machines, and you have not allowed that.",
            rule="GDPR-09",
            hint="Tick that the selfie may be sent to it, or ask the operator to check who you are.",
        )
    seen = look_at(data, asked.capture_set)
    thresholds = current()
    reason, likeness = _judge(asked, seen, thresholds)
    opinion = Opinion("not_checked", "")
    if reason is None:
        opinion = chosen.look(data, subject=asked.capture_set.twin.pseudonym)
        if opinion.state == "attack":
            reason = Reason(
                "not_a_living_face", opinion.words, "Take the selfie yourself, now.", refuses=True
            )
    step = challenge.STEPS[asked.steps[asked.done]]
    told = {
        "step": step.name,
        "code": reason.code if reason else "followed",
        "degrees": step.degrees(seen.facts),
        "likeness": round(likeness, 3),
        "least": thresholds.challenge,
        "copied": round(seen.copied, 3),
        "vendor": chosen.name,
        "liveness": opinion.state,
        "at": clock.now().isoformat(timespec="seconds"),
    }
    asked = _note(by=by, asked=asked, told=told, compared=seen.compared)
    if reason:
        raise Refused(reason.code, reason.words, rule=RULE, hint=_left(asked, reason.hint))
    return asked


def _judge(asked: Challenge, seen: SeenSelfie, thresholds: FaceThresholds) -> tuple[Reason | None, float]:
    """The person first: whoever is not her learns nothing about the other checks."""
    hindered = challenge.pose_reason(seen.facts, challenge.STEPS[asked.steps[asked.done]])
    if hindered and hindered.code != "wrong_turn":
        return hindered, 0.0
    other, likeness = challenge.person_reason(seen.similarities, thresholds)
    return (
        other
        or challenge.age_reason(seen.taken_at, asked.asked_at, clock.now())
        or challenge.copy_reason(seen.facts, seen.known, seen.copied)
        or hindered
    ), likeness


def _left(asked: Challenge, hint: str) -> str:
    if asked.status == Challenge.Status.FAILED:
        return "That was the last try. Begin a new challenge."
    left = challenge.MOST_TRIES - len(asked.tries)
    return f"{hint} {left} {'try is' if left == 1 else 'tries are'} left."


@action
def _still_open(*, by: User, asked: Challenge) -> Challenge:
    asked = Challenge.objects.select_related("capture_set__twin__model").get(pk=asked.pk)
    if asked.status != Challenge.Status.OPEN:
        raise Conflict("challenge_over", "This challenge is over.", rule=RULE, hint="Begin a new one.")
    if asked.ends_at is None or clock.now() > asked.ends_at:
        raise Conflict(
            "challenge_expired",
            "The ten minutes for this challenge are over.",
            rule=RULE,
            hint="Begin a new one; it asks for other turns of the head.",
        )
    return asked


@action
def _note(*, by: User, asked: Challenge, told: dict[str, Any], compared: tuple[str, ...]) -> Challenge:
    """Write one try down, whatever came of it: trying is counted, also when it is refused."""
    step = asked.done
    asked = (
        Challenge.objects.select_for_update(of=("self",))
        .select_related("capture_set__twin__model")
        .get(pk=asked.pk)
    )
    if (asked.status, asked.done) != (Challenge.Status.OPEN, step):  # another selfie was quicker
        raise Conflict("challenge_moved_on", "Another selfie has answered this step.", rule=RULE)
    asked.tries = [*asked.tries, told]
    if told["code"] == "followed":
        asked.done += 1
    if asked.done == len(asked.steps):
        asked.status, asked.decided_at, asked.compared = Challenge.Status.PASSED, clock.now(), list(compared)
    elif len(asked.tries) >= challenge.MOST_TRIES:
        asked.status, asked.decided_at = Challenge.Status.FAILED, clock.now()
    asked.save()
    audit.record("challenge.try", actor=by, subject=asked, step=told["step"], code=told["code"])
    if asked.status != Challenge.Status.OPEN:
        audit.record(f"challenge.{asked.status}", actor=by, subject=asked, capture=asked.capture_set_id)
    return asked


@action
def waive_challenge(*, by: User, capture: CaptureSet, reason: str) -> Challenge:
    """The operator answers for who she is, in writing: seen in person, a document, a figure that nobody is."""
    rights.must_be_operator(by)
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise BadInput(
            "no_reason",
            "A waiver needs a reason that somebody else can follow.",
            hint="Write how you know that the photos are hers.",
        )
    capture = CaptureSet.objects.select_for_update().get(pk=capture.pk)
    if not (usable := _usable(capture)):
        raise BadInput(
            "no_photos", "This set holds no usable photo yet.", hint="Wait until she has uploaded."
        )
    capture.challenges.filter(status=Challenge.Status.OPEN).update(
        status=Challenge.Status.FAILED, decided_at=clock.now()
    )
    waived = Challenge.objects.create(
        capture_set=capture,
        status=Challenge.Status.WAIVED,
        reason=reason[:500],
        compared=usable,
        decided_by=by,
        decided_at=clock.now(),
    )
    digest = hashlib.sha256(waived.reason.encode()).hexdigest()
    audit.record("challenge.waived", actor=by, subject=waived, capture=capture.pk, reason_sha256=digest)
    return waived
