"""Nobody but the model gets a picture that she has not approved, at any address, in any role."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from doublet.engines import label
from doublet.engines.image import decode
from doublet.kernel.refusals import Refused
from doublet.people.actions import make_token
from doublet.people.rules import SCOPES
from doublet.provenance.queries import master, review_copy
from doublet.publishing import actions
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import signed_in
from tests.test_every_url import ABOUT, KINDS, addresses

SAME = 12.0  # mean difference of grey levels below which two pictures are one


def _served(target: Target, frame: Frame) -> list[tuple[str, str, bytes]]:
    """Every image that somebody other than she gets, asked with every id that leads to the picture."""
    people, found = target.people, []
    ids = {
        "frame": frame.pk,
        "credential": master(frame).pk,
        "licence": target.licence.pk,
        "shot": target.shot.pk,
    }
    for role, user in {
        "nobody": None,
        "agent": people.agent,
        "brand": people.brand,
        "other": people.other,
        "operator": people.operator,
    }.items():
        client = signed_in(Client(), user) if user else Client()
        for name, parts in addresses():
            about = ABOUT.get(name) or ABOUT.get(name.partition(":")[0], "")
            if about in ids and parts:
                path = reverse(name, kwargs={part: KINDS.get(part) or ids[about] for part in parts})
                found += _images(role, path, client.get(path))
        if user:
            headers = {
                "Authorization": f"Bearer {make_token(by=user, label='t', scopes=list(SCOPES), days=1)[1]}"
            }
            path = f"/api/v1/frames/{frame.pk}/picture.jpg"
            found += _images(role, path, Client().get(path, headers=headers))
    return found


def _images(role: str, path: str, answer: Any) -> list[tuple[str, str, bytes]]:
    if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("image/"):
        return []
    if "svg" in answer["Content-Type"]:
        return []
    return [(role, path, b"".join(answer) if answer.streaming else answer.content)]


def _unmarked(file: bytes, original: np.ndarray) -> bool:
    pixels = decode(file).pixels
    if pixels.shape != original.shape:
        return False
    return float(np.abs(pixels.astype(float) - original).mean()) < min(
        SAME, float(np.abs(label.preview(original).astype(float) - original).mean()) / 2
    )


@pytest.mark.parametrize("decision", ["waiting", "rejected"])
def test_no_address_serves_it_without_a_mark(target: Target, frame: Frame, decision: str) -> None:
    cache.clear()
    her = target.people.model.user
    if decision == "rejected":
        actions.reject(by=her, frame=frame, reason="taste")
    original = decode(review_copy(frame)).pixels
    wrong = [
        (role, path)
        for role, path, file in _served(target, frame)
        if file == review_copy(frame) or _unmarked(file, original)
    ]
    assert not wrong
    hers = signed_in(Client(), her).get(reverse("publishing:preview", args=[frame.pk]))
    assert not _unmarked(hers.content, label.preview(original))
    assert _unmarked(hers.content, original), "the check knows the picture when it sees it"


def test_no_profile_no_file(target: Target, frame: Frame) -> None:
    actions.approve(by=target.people.model.user, frame=frame)
    for none in ("", "somewhere"):
        with pytest.raises(Refused) as refused:
            actions.deliver(by=target.people.brand, frame=frame, profile=none)
        assert refused.value.code == "no_profile"
