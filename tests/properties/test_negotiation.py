"""No sequence of actions by anybody reaches a licence without her signature, or one wider than her consent."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from doublet.story.target import Target
from tests.properties.machine import Anybody
from tests.properties.oracle import wider

QUICK = {"max_examples": 25, "stateful_step_count": 30}
LONG = {"max_examples": 150, "stateful_step_count": 60}


def play(target: Target, size: dict[str, int]) -> None:
    machine = type("Played", (Anybody,), {"target": target, "made": 0})
    healthy = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine,
        settings=settings(deadline=None, suppress_health_check=healthy, print_blob=True, **size),
    )
    assert machine.made > 0, "no licence was signed at all, so nothing was proved"  # type: ignore[attr-defined]


def test_whatever_anybody_does_a_licence_is_hers_and_inside_her_consent(target: Target) -> None:
    play(target, QUICK)


@pytest.mark.slow
def test_the_same_for_much_longer(target: Target) -> None:
    play(target, LONG)


def test_the_oracle_sees_every_dimension(target: Target) -> None:
    """The oracle itself is held to account: terms made wider in one dimension are named in that one."""
    terms, consent = target.licence.terms, target.use.terms
    brand = target.licence.brand.name
    assert wider(terms, consent, brand=brand) == []
    garment = {**terms["garments"][0], "kind": "lingerie"}
    for change, named in (
        ({"settings": ["alcohol"]}, "settings"),
        ({"channels": ["ooh"]}, "channels"),
        ({"alterations": ["body_shape"]}, "alterations"),
        ({"poses": ["lying"]}, "poses"),
        ({"exposure": ["sheer"]}, "exposure"),
        ({"company": ["animals"]}, "company"),
        ({"garments": [garment]}, "kinds"),
        ({"purpose": "ooh"}, "purpose"),
        ({"territories": ["WORLD"]}, "territories"),
        ({"ends": "2999-01-01"}, "days"),
        ({"rate_minor": 1}, "rate"),
        ({"currency": "USD"}, "rate"),
        ({"pictures": 0}, "pictures"),
    ):
        assert wider({**terms, **change}, consent, brand=brand) == [named]
    never = {**consent, "bounds": {**consent["bounds"], "never_brands": [brand]}}
    assert wider(terms, never, brand=brand) == ["brand"]
