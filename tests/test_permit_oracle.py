"""Cedar as the oracle: the same policies and the same requests give the same answer."""

from __future__ import annotations

from random import Random

import pytest
from bench.permit import cases, cedar

from doublet.licences.rules import crosses, decide
from doublet.licences.sweep import columns
from doublet.rulebook.pack import Limit


def test_the_gate_and_cedar_agree_on_random_cases() -> None:
    cedarpy = pytest.importorskip("cedarpy", reason="cedarpy is not installed: pip install cedarpy")
    random, rules = Random(4), cases.rules()
    policies = cedarpy.PolicySet.from_str(cedar.POLICIES)
    licences = cases.scopes(random, 50)
    answers = []
    for _ in range(2_000):
        facts, ask = cases.case(random, random.choice(licences))
        ours = decide(facts, ask, rules)
        theirs = cedarpy.is_authorized(cedar.request(facts, ask), policies, cedar.entities(facts))
        assert ours.allowed == theirs.allowed, (facts, ask, ours.reasons, theirs.diagnostics.reasons)
        answers.append(ours.allowed)
    assert 0.3 < sum(answers) / len(answers) < 0.9


@pytest.mark.parametrize(
    "limit",
    [
        Limit("pictures", most=12),
        Limit("days", most=180),
        Limit("channel", never="paid_ads"),
        Limit("territory", never="EU"),
        Limit("territory", never="US-NY"),
        Limit("purpose", never="print"),
        Limit("kind", never="swim"),
        Limit("setting", never="bar"),
        Limit("alteration", never="hair"),
    ],
)
def test_a_sweep_finds_what_asking_one_by_one_finds(limit: Limit) -> None:
    licences = cases.scopes(Random(5), 300)
    rows = [
        (
            scope.licence_id,
            {
                "garments": [{"kind": kind} for kind in scope.kinds],
                "settings": list(scope.settings),
                "channels": list(scope.channels),
                "territories": list(scope.territories),
                "alterations": list(scope.alterations),
                "purpose": scope.purpose,
                "pictures": scope.pictures,
                "starts": scope.starts.isoformat(),
                "ends": scope.ends.isoformat(),
            },
        )
        for scope in licences
    ]
    held = columns(rows)
    swept = set(held.ids[held.crossing(limit)])
    assert swept == {scope.licence_id for scope in licences if crosses(scope, limit)}
