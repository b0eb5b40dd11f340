"""What an operator is told before the first picture, by the name of the setting that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from doublet.kernel import clock
from doublet.kernel.refusals import Unavailable
from doublet.provenance import checks
from doublet.provenance.identity import demand_signer, ends_at, folder, identity, trust_list


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("doublet.kernel.keys.folder", lambda: tmp_path)
    forget()
    yield
    forget()


def forget() -> None:
    identity.cache_clear()
    trust_list.cache_clear()


def codes() -> list[str]:
    forget()
    return [str(message.id).removeprefix("doublet.") for message in checks.signing()]


def test_nothing_is_wrong_with_a_fresh_instance() -> None:
    assert codes() == []
    assert checks.demand() == []


def test_a_site_in_the_open_is_told_that_it_signs_for_development(settings: Any) -> None:
    settings.SITE_URL = "https://twins.example"
    assert codes() == ["signing_for_development"]
    assert "DOUBLET_SIGNING_CHAIN" in checks.demand()[0]


@pytest.mark.parametrize(
    ("chain", "key", "code"),
    [
        ("chain.pem", "", "signing_half_set"),
        ("", "key.pem", "signing_half_set"),
        ("/nowhere/chain.pem", "/nowhere/key.pem", "signing_file_unreadable"),
        ("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n", "KEY", "signing_chain_unreadable"),
        ("CHAIN", "ANOTHER", "signing_key_mismatch"),
    ],
)
def test_what_is_set_wrongly_is_named_and_stops_the_start(
    settings: Any, tmp_path: Path, chain: str, key: str, code: str
) -> None:
    ours, other = identity(), folder()
    (tmp_path / "chain.pem").write_text(ours.chain)
    own_key = (other / "leaf.key").read_text()
    from doublet.engines import signer

    signer.development_identity(tmp_path / "another")
    another = (tmp_path / "another" / "leaf.key").read_text()
    stands_for = {"CHAIN": ours.chain, "KEY": own_key, "ANOTHER": another}
    settings.SIGNING_CHAIN, settings.SIGNING_KEY = stands_for.get(chain, chain), stands_for.get(key, key)
    assert codes() == [code]
    with pytest.raises(Unavailable) as refused:
        checks.demand()
    assert refused.value.code == code
    assert refused.value.reason.startswith("DOUBLET_SIGNING_CHAIN and DOUBLET_SIGNING_KEY: ")
    assert refused.value.hint
    with pytest.raises(SystemCheckError, match=code):
        call_command("check", deploy=True, tags=["signing"])


def test_a_trust_list_that_is_not_there_is_named(settings: Any, tmp_path: Path) -> None:
    settings.TRUST_LIST = str(tmp_path / "list.pem")
    assert codes() == ["trust_list_unreadable"]
    with pytest.raises(Unavailable, match="DOUBLET_TRUST_LIST"):
        checks.demand()


def test_a_certificate_is_told_of_before_it_ends_and_then_pictures_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends = ends_at(identity())
    monkeypatch.setattr(clock, "now", lambda: ends - timedelta(days=3))
    assert codes() == ["signing_certificate_ends_soon"]
    assert "roll-over" in checks.demand()[0]
    monkeypatch.setattr(clock, "now", lambda: ends + timedelta(days=1))
    assert codes() == ["signing_certificate_ended"]
    assert "Pictures wait" in checks.demand()[0], "the site starts all the same"
    with pytest.raises(Unavailable, match="signing_certificate_ended"):
        demand_signer()


def test_a_key_service_that_does_not_answer_is_told_and_stops_nothing(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "chain.pem").write_text(identity().chain)
    settings.SIGNING_CHAIN, settings.SIGNING_KEY = str(tmp_path / "chain.pem"), "command:/nowhere/signer"
    assert codes() == ["signing_key_unreachable"]
    assert "did not sign" in checks.demand()[0], "pages, withdrawals and messages go on; pictures wait"


def test_a_certificate_of_tomorrow_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    identity()
    monkeypatch.setattr(clock, "now", lambda: identity().leaf.not_valid_before_utc - timedelta(days=1))
    assert [message.id for message in checks.signing()] == ["doublet.signing_certificate_not_begun"]
