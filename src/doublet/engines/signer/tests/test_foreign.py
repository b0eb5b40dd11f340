"""Files that others signed, long ago or badly: never "OK" for a tampered one, never "fake" for an unknown one."""

from __future__ import annotations

import dataclasses
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from doublet.engines.signer import (
    CredentialClaims,
    Identity,
    LocalKey,
    ManifestReport,
    Verdict,
    load_trust_list,
    operator_identity,
    read,
    sign,
)
from doublet.engines.signer.certificates import new_leaf, new_root
from doublet.engines.signer.report import LEFT_OUT
from doublet.engines.signer.tests.conftest import picture
from doublet.kernel import clock
from doublet.kernel.refusals import Unavailable
from doublet.testing import shared_photos

EXPECTED = {
    "adobe-20220124-A.jpg": Verdict.NONE,
    "adobe-20220124-C.jpg": Verdict.UNCHECKED,
    "adobe-20220124-CA.jpg": Verdict.UNCHECKED,
    "adobe-20220124-E-dat-CA.jpg": Verdict.BROKEN,
    "adobe-20220124-E-sig-CA.jpg": Verdict.BROKEN,
    "adobe-20220124-XCA.jpg": Verdict.BROKEN,
}
# The same collection in full, where a developer has it (github.com/c2pa-org/public-testfiles, image/jpeg).
IN_FULL = EXPECTED | {
    "adobe-20220124-CIE-sig-CA.jpg": Verdict.INGREDIENT_BROKEN,
    "adobe-20220124-E-clm-CAICAI.jpg": Verdict.BROKEN,
    "adobe-20220124-E-uri-CA.jpg": Verdict.BROKEN,
    "adobe-20220124-E-uri-CIE-sig-CA.jpg": Verdict.INGREDIENT_BROKEN,
    "adobe-20220124-XCI.jpg": Verdict.BROKEN,
    "nikon-20221019-building.jpeg": Verdict.ENDED,
    "truepic-20230212-camera.jpg": Verdict.UNPROVED,
    "truepic-20230212-landscape.jpg": Verdict.UNPROVED,
    "truepic-20230212-library.jpg": Verdict.UNPROVED,
}
HOLDS = {Verdict.OURS, Verdict.OURS_DEVELOPMENT, Verdict.OURS_RETIRED, Verdict.LISTED, Verdict.UNLISTED}
HOLDS |= {Verdict.UNCHECKED}


def read_folder(folder: Path, ours: Identity) -> dict[str, ManifestReport]:
    files = sorted(folder.glob("*.jp*g"))
    return {file.name: read(file.read_bytes(), "image/jpeg", identity=ours) for file in files}


def test_public_test_files_of_c2pa(ours: Identity) -> None:
    reports = read_folder(shared_photos() / "c2pa", ours)
    assert {name: report.verdict for name, report in reports.items()} == EXPECTED
    assert not any(report.ours or report.licence for report in reports.values())


def test_the_public_test_files_in_full(ours: Identity) -> None:
    named = os.environ.get("DOUBLET_TEST_C2PA")
    if not named:
        pytest.skip("no full set of public test files: name its image/jpeg folder in DOUBLET_TEST_C2PA")
    reports = read_folder(Path(named), ours)
    assert IN_FULL.keys() <= reports.keys()
    for name, report in reports.items():
        unharmed = {Verdict.NONE} if name.endswith(("-A.jpg", "-I.jpg")) else {Verdict.UNCHECKED}
        assert report.verdict in ({IN_FULL[name]} if name in IN_FULL else unharmed), name


def test_a_tampered_one_is_never_said_to_hold() -> None:
    for file in sorted((shared_photos() / "c2pa").glob("*-C.jpg")):
        honest = file.read_bytes()
        for place in range(700, len(honest), len(honest) // 40):
            forged = honest[:place] + bytes((honest[place] ^ 0x20,)) + honest[place + 1 :]
            report = read(forged, "image/jpeg")
            assert report.verdict not in HOLDS or report.said_time is not None
            if report.verdict in HOLDS:
                assert same_claims(report, read(honest, "image/jpeg")), place


def same_claims(one: ManifestReport, other: ManifestReport) -> bool:
    """A flipped bit in a signature's padding or a time stamp's envelope changes nothing that is said."""
    return (one.actions, one.signer, one.licence, one.inputs) == (
        other.actions,
        other.signer,
        other.licence,
        other.inputs,
    )


def test_no_words_call_anything_fake(ours: Identity) -> None:
    for verdict_words in (report.words for report in read_folder(shared_photos() / "c2pa", ours).values()):
        assert "fake" not in verdict_words.lower()
    assert "fake" not in ManifestReport(present=False).words.lower()


def test_a_plain_copy_is_unknown_and_not_more(ours: Identity, facts: CredentialClaims) -> None:
    copy = io.BytesIO()
    Image.open(io.BytesIO(sign(picture(), facts, ours))).save(copy, "JPEG", quality=80)
    report = read(copy.getvalue(), "image/jpeg", identity=ours)
    assert report.verdict is Verdict.NONE
    assert "proves nothing" in report.words


def test_a_list_answers_who_is_on_it(
    ours: Identity, theirs: Identity, facts: CredentialClaims, tmp_path: Path
) -> None:
    published = tmp_path / "C2PA-TRUST-LIST.pem"
    published.write_text(
        f"Subject\tCN=Somebody\n{theirs.root}\nSubject\tCN=Somebody else\n{new_root(clock.now())[0]}"
    )
    listed = load_trust_list(published)
    assert len(listed.names) == 2
    frame = sign(picture(), facts, theirs)
    on_it = read(frame, "image/jpeg", identity=ours, trust_list=listed.anchors)
    assert (on_it.verdict, on_it.trusted) == (Verdict.LISTED, True)
    off_it = read(sign(picture(), facts, ours), "image/jpeg", identity=theirs, trust_list=listed.anchors)
    assert off_it.verdict is Verdict.UNLISTED
    assert "not on the C2PA trust list" in off_it.words
    assert read(frame, "image/jpeg", identity=ours).verdict is Verdict.UNCHECKED


def test_a_development_key_is_said_to_be_on_no_list(ours: Identity, facts: CredentialClaims) -> None:
    report = read(sign(picture(), facts, ours), "image/jpeg", identity=ours)
    assert report.verdict is Verdict.OURS_DEVELOPMENT
    assert "not on the C2PA trust list" in report.words


@pytest.mark.parametrize("text", [None, "no certificate in here"])
def test_a_trust_list_that_is_none_is_named(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "list.pem"
    if text is not None:
        file.write_text(text)
    with pytest.raises(Unavailable) as refusal:
        load_trust_list(file)
    assert refusal.value.code == "trust_list_unreadable"


def test_a_certificate_that_has_ended_makes_no_forgery(
    facts: CredentialClaims, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, root_key = new_root(clock.now())
    leaf, key = new_leaf(clock.now(), root, root_key, timedelta(days=30))
    brief = operator_identity(leaf + root, LocalKey(key))
    frame = sign(picture(), facts, brief)
    assert read(frame, "image/jpeg").verdict is Verdict.UNCHECKED
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    report = read(frame, "image/jpeg", identity=brief)
    assert report.verdict is Verdict.ENDED
    assert report.certificate_ends is not None
    assert f"{report.certificate_ends:%d %B %Y}" in report.words
    assert report.said_time == facts.made_at
    assert not report.time_proved


def test_each_verdict_has_its_words(ours: Identity, facts: CredentialClaims) -> None:
    good = read(sign(picture(), facts, ours), "image/jpeg", identity=ours)
    cases = {
        Verdict.NONE: ManifestReport(present=False),
        Verdict.UNREADABLE: ManifestReport(present=False, problems=("file_unreadable",)),
        Verdict.BROKEN: dataclasses.replace(good, problems=("assertion.dataHash.mismatch",)),
        Verdict.UNPROVED: dataclasses.replace(good, data_unchanged=False, problems=(LEFT_OUT,)),
        Verdict.INGREDIENT_BROKEN: dataclasses.replace(
            good, problems=("ingredient: claimSignature.mismatch",)
        ),
        Verdict.ENDED: dataclasses.replace(good, certificate_ended=True),
        Verdict.OURS: dataclasses.replace(good, licence=None),
        Verdict.OURS_DEVELOPMENT: good,
        Verdict.OURS_RETIRED: dataclasses.replace(good, retired_on="2027-01-31"),
        Verdict.LISTED: dataclasses.replace(good, ours=False, trusted=True),
        Verdict.UNLISTED: dataclasses.replace(good, ours=False, trust_list_asked=True),
        Verdict.UNCHECKED: dataclasses.replace(good, ours=False),
    }
    assert cases.keys() == set(Verdict)
    for verdict, report in cases.items():
        assert report.verdict is verdict
        assert report.words.endswith(".")
        assert "{" not in report.words
    assert len({report.words for report in cases.values()}) == len(cases)
