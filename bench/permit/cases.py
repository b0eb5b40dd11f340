"""Made-up licences and requests: about half of them have something wrong, some have much."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from doublet.consents.terms import CHANNELS, KINDS, PURPOSES, TERRITORIES
from doublet.licences.rules import MOMENTS, Ask, Facts
from doublet.licences.scope import Scope
from doublet.rulebook.pack import load
from doublet.rulebook.rules import Ruleset, compile_rules, places_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GARMENTS = [(f"gar_{number}", f"{number:064x}") for number in range(12)]
BACKGROUNDS = ["studio_white", "charcoal", "blush", "sage", "bar"]
RECEIVERS = ["", "FASHN", "Somebody else"]


def rules() -> Ruleset:
    """The newest pack for a model in Paris, a brand in Milan, and the Union."""
    return compile_rules(load(), places_of("FR", "IT", ("EU",)), NOW.date())


def scopes(random: Random, count: int) -> list[Scope]:
    """Licences of one to six garments."""
    return [_scope(random, number) for number in range(count)]


def _scope(random: Random, number: int) -> Scope:
    starts = date(2026, 6, 1) + timedelta(days=random.randrange(200))
    return Scope(
        licence_id=f"lic_{number}",
        brand_id=f"brd_{random.randrange(4)}",
        garments=frozenset(random.sample(GARMENTS, random.randint(1, 6))),
        kinds=frozenset(random.sample(sorted(KINDS), 1)),
        settings=frozenset({"studio"}),
        backgrounds=frozenset(random.sample(BACKGROUNDS, random.randint(1, 4))),
        channels=frozenset(random.sample(sorted(CHANNELS), random.randint(1, 5))),
        territories=tuple(random.sample(sorted(TERRITORIES), random.randint(1, 3))),
        purpose=random.choice(sorted(PURPOSES)),
        alterations=frozenset(),
        receivers=frozenset([*random.sample(RECEIVERS[1:2], random.randint(0, 1)), ""]),
        pictures=random.randint(1, 40),
        payment_days=30,
        starts=starts,
        ends=starts + timedelta(days=random.randint(100, 400)),
        beyond=("she does not wear lingerie (Garments: lingerie)",) if random.random() < 0.01 else (),
        residence="FR",
        seat="IT",
        names=("Tee", "Dress"),
    )


def case(random: Random, scope: Scope) -> tuple[Facts, Ask]:
    """One request: as a brand would make it, with a fault or two in every second."""
    facts, ask = _honest(random, scope)
    for _ in range(random.choice((0, 0, 1, 2))):
        facts, ask = _spoil(random, facts, ask)
    return facts, ask


def _honest(random: Random, scope: Scope) -> tuple[Facts, Ask]:
    garment, sha256 = random.choice(sorted(scope.garments))
    inside = sorted(scope.places)
    facts = Facts(
        scope=scope,
        now=datetime.combine(scope.starts + timedelta(days=random.randrange(100)), NOW.time(), UTC),
        last_event_at=None,
        database_problem="",
        licence_status="active",
        withdrawn_at=None,
        licence_problem="",
        consent_status=random.choice(("active", "superseded")),
        consent_problem="",
        consent_signed=True,
        creation_status="active",
        creation_problem="",
        creation_signed=True,
        twin_erased=False,
        adult=True,
        memo_accepted=True,
        pictures_taken=random.randrange(scope.pictures),
    )
    ask = Ask(
        moment=random.choice(MOMENTS),
        brand_id=scope.brand_id,
        garment_id=garment,
        garment_sha256=sha256,
        background=random.choice(sorted(scope.backgrounds)),
        channel=random.choice(sorted(scope.channels)),
        territory=random.choice(inside),
        processor=random.choice(sorted(scope.receivers)),
        label="on_picture",
    )
    return facts, ask


def _spoil(random: Random, facts: Facts, ask: Ask) -> tuple[Facts, Ask]:
    far = timedelta(days=random.randint(-600, 600))
    wrong_facts = [
        {"now": facts.now + far},
        {"last_event_at": facts.now + timedelta(minutes=random.randint(-5, 5))},
        {"database_problem": "its audit log ends at event 3"},
        {"licence_status": random.choice(("paused", "withdrawn"))},
        {"licence_problem": "its seal tells of something else"},
        {"consent_status": random.choice(("withdrawn", "offered"))},
        {"consent_problem": "it was never signed", "consent_signed": random.random() < 0.5},
        {"creation_status": "withdrawn"},
        {"creation_problem": "its text was changed after signing"},
        {"twin_erased": True},
        {"adult": False},
        {"memo_accepted": False},
        {"pictures_taken": random.randrange(60)},
    ]
    wrong_asks = [
        {"brand_id": random.choice(("brd_0", "brd_9", None))},
        {"garment_id": "gar_x"},
        {"garment_sha256": "0" * 63 + random.choice("0123")},
        {"background": random.choice((*BACKGROUNDS, None))},
        {"channel": random.choice((*sorted(CHANNELS), None))},
        {"territory": random.choice((*sorted(TERRITORIES), "XX", None))},
        {"processor": random.choice(RECEIVERS)},
        {"label": random.choice(("", "beside"))},
        {
            "altered": ("body_shape",),
            "marks": random.choice(((), ("retouched_fr",), ("retouched_fr", "retouched_no"))),
        },
    ]
    if random.random() < 0.5:
        return replace(facts, **random.choice(wrong_facts)), ask  # type: ignore[arg-type]
    return facts, replace(ask, **random.choice(wrong_asks))  # type: ignore[arg-type]
