"""The packs as they ship: whole, honest about what is kept and what is not, and the same as the code cites."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

import doublet
from doublet.kernel.refusals import NotThere, Refused
from doublet.rulebook.pack import Rule, load, pack_of, versions
from doublet.rulebook.rules import CORE, whole

BOOK = load()
HOUSE = Path(doublet.__file__).parent
FAMILIES = "FWA|NY|CA|IL|TN|WA|US|EU|GDPR|DK|UK|FR|NO|CN|KR|MIN|SAG|PAI|CH|C2|PR|HOUSE"


def test_every_pack_that_ever_shipped_is_whole() -> None:
    for version in versions():
        whole(load(version))
    assert versions()[-1] == BOOK.version


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_says_everything_about_itself(rule: Rule) -> None:
    assert rule.title
    assert rule.when.endswith(".")
    assert rule.must.endswith(".")
    assert rule.source
    assert rule.at_the_gate == (rule.moments != ("other",))
    assert rule.at_the_gate or rule.kept_by, "kept by nobody, and not even said so"
    assert (rule.kind == "policy") == (rule.status == "ours")


@pytest.mark.parametrize(
    "place", [p for rule in BOOK.rules for p in rule.kept_by if not p.startswith("not yet: ")]
)
def test_what_is_said_to_keep_a_rule_is_there(place: str) -> None:
    name = place.rsplit(": ", 1)[-1]
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, thing = name.rpartition(".")
        assert hasattr(importlib.import_module(module), thing), f"{name} is gone"


def test_every_rule_that_the_code_cites_is_in_the_book() -> None:
    known = {rule.id for rule in BOOK.rules}
    cited: dict[str, str] = {}
    for file in HOUSE.rglob("*.py"):
        if "tests" in file.parts:
            continue
        text = file.read_text()
        for name in re.findall(r'rule="([A-Za-z0-9.-]+)"', text):
            cited[name] = file.name
        for name in re.findall(rf'"((?:{FAMILIES})-(?=[A-Z0-9-]*[0-9]|[A-Z]{{3,}})[A-Z0-9-]+)"', text):
            cited[name] = file.name
    unknown = {name: file for name, file in cited.items() if name not in known}
    assert not unknown
    assert {"FWA-01", "HOUSE-GATE", "INPUT"} <= set(cited)


def test_no_floor_can_be_missing() -> None:
    floors = {rule.id for rule in BOOK.rules if rule.floor}
    assert {"MIN-01", "FWA-19", "EU-5-NUD", "EU-50-2", "TN-ELVIS", "HOUSE-WITHDRAWN", "HOUSE-LABEL"} <= floors
    for check in sorted(CORE):
        less = tuple(rule for rule in BOOK.rules if not (check in rule.checks and rule.floor))
        with pytest.raises(Refused, match="pack_broken"):
            whole(pack_of("broken", less))


def test_the_hash_is_over_every_word() -> None:
    one = BOOK.rules[0]
    assert pack_of(BOOK.version, BOOK.rules).sha256 == BOOK.sha256
    assert pack_of(BOOK.version, tuple(reversed(BOOK.rules))).sha256 == BOOK.sha256
    assert pack_of(BOOK.version, BOOK.rules[1:]).sha256 != BOOK.sha256
    assert one.as_dict()["id"] == one.id


def test_a_version_or_rule_that_is_none_is_not_there() -> None:
    with pytest.raises(NotThere):
        load("../../secrets")
    with pytest.raises(NotThere):
        BOOK.rule("FWA-99")


def test_what_is_said_of_postal_addresses_is_what_the_product_asks_for() -> None:
    """A rule that says less than is kept is as untrue as one that says more."""
    from doublet.licences import papers
    from doublet.people.forms import ProfileForm

    rule = BOOK.rule("NY-FIFA-01")
    assert not ProfileForm.base_fields["postal_address"].required
    assert "a model is asked for hers and may leave it out" in rule.note
    assert "licence.model.postal_address" in inspect.getsource(papers)
    told = " ".join(rule.kept_by)
    for kept in ("30 days", "pay date stand in every contract", "printed in her contracts", "six years"):
        assert kept in told, kept
