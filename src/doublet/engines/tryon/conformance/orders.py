"""Orders and verifiers for the contract's tests; the photos are drawn, of nobody."""

from __future__ import annotations

import hashlib

import numpy as np

from doublet.engines.tryon.contract import (
    Category,
    GarmentAsset,
    Output,
    PersonAsset,
    PolicyRefused,
    Scene,
    TryOnRequest,
)


def sample_order(category: Category = "tops") -> TryOnRequest:
    """One picture of a drawn figure in a drawn garment."""
    person, garment = _figure(), _garment()
    return TryOnRequest(
        grant="signed",
        person=PersonAsset(hashlib.sha256(person.tobytes()).hexdigest(), person, "twin-1"),
        garments=(GarmentAsset(hashlib.sha256(garment.tobytes()).hexdigest(), garment, category),),
        scene=Scene(),
        output=Output(384, 512),
        seed=7,
    )


def yes(request: TryOnRequest) -> None:
    """A verifier that lets everything pass."""


class Asked:
    """A verifier that keeps what it was asked about, and refuses where told to."""

    def __init__(self, *, refuse: bool = False) -> None:
        self.requests: list[TryOnRequest] = []
        self.refuse = refuse

    def __call__(self, request: TryOnRequest) -> None:
        self.requests.append(request)
        if self.refuse:
            raise PolicyRefused("grant_expired", "The grant has expired.", hint="Ask for a new one.")


def _figure() -> np.ndarray:
    picture = np.full((512, 384, 3), (205, 206, 208), np.uint8)
    picture[40:110, 160:224] = (214, 168, 140)
    picture[110:300, 130:254] = (86, 120, 170)
    picture[300:490, 145:240] = (40, 44, 60)
    return picture


def _garment() -> np.ndarray:
    picture = np.full((384, 384, 3), 245, np.uint8)
    picture[60:340, 100:284] = (190, 50, 40)
    picture[60:140, 40:344] = (190, 50, 40)
    return picture
