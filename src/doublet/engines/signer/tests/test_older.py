"""Files that earlier versions of this program signed: known for good, never "fake", never "OK" after a flipped bit."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from doublet.engines import metadata
from doublet.engines.signer import Identity, ManifestReport, Retired, Verdict, read
from doublet.engines.signer.tests.test_foreign import HOLDS, same_claims

OLDER = Path(__file__).parent / "older"
FILES = sorted(file.name for file in OLDER.glob("*") if file.suffix in (".jpg", ".webp"))
RETIRED = tuple(Retired(file.read_text("ascii"), date(2026, 11, 22)) for file in sorted(OLDER.glob("*.pem")))
INPUTS = {
    "first-master.jpg": ("inputTo: garment 1",),
    "first-delivery.jpg": ("parentOf: parent frame",),
    "second-retouched.jpg": ("inputTo: garment 1", "inputTo: scene 2"),
    "second-generated.jpg": ("inputTo: garment 1",),
    "third-master.jpg": ("componentOf: twin 1", "componentOf: garment 2"),
    "third-generated.jpg": ("inputTo: garment 2", "parentOf: twin 1"),
    "third-delivery.jpg": ("parentOf: parent frame",),
    "third-web.webp": ("parentOf: parent frame",),
}


@pytest.fixture(scope="module")
def today(ours: Identity) -> Identity:
    """An instance that has rolled its certificate over three times since."""
    return dataclasses.replace(ours, retired=RETIRED)


def kind_of(name: str) -> str:
    return "image/webp" if name.endswith(".webp") else "image/jpeg"


def report_on(name: str, identity: Identity | None, data: bytes = b"") -> ManifestReport:
    return read(data or (OLDER / name).read_bytes(), kind_of(name), identity=identity)


@pytest.mark.parametrize("name", FILES)
def test_an_older_file_is_still_ours(name: str, today: Identity) -> None:
    report = report_on(name, today)
    assert (report.verdict, report.problems) == (Verdict.OURS_RETIRED, ())
    assert report.retired_on == "2026-11-22"
    assert report.licence is not None
    assert (report.licence.licence_id, report.licence.twin) == ("lic_older", "tw-older")
    assert report.licence.asset_id.startswith("crd_older_")
    assert sorted(report.inputs) == sorted(INPUTS[name])
    generated = "compositeWithTrainedAlgorithmicMedia" if "generated" in name else "compositeSynthetic"
    assert report.source_type == generated
    assert "c2pa.watermarked.unbound" in report.actions


@pytest.mark.parametrize("name", FILES)
def test_an_instance_that_lost_its_old_certificates_calls_nobody_a_forger(name: str, ours: Identity) -> None:
    for identity in (ours, None):
        report = report_on(name, identity)
        assert report.verdict is Verdict.UNCHECKED
        assert not report.ours
        assert "fake" not in report.words


@pytest.mark.parametrize("name", FILES)
def test_after_a_flipped_bit_it_is_never_said_to_hold(name: str, today: Identity) -> None:
    honest = (OLDER / name).read_bytes()
    before, told = report_on(name, today), set()
    for place in range(2, len(honest), max(1, len(honest) // 70)):
        forged = honest[:place] + bytes((honest[place] ^ 0x04,)) + honest[place + 1 :]
        report = report_on(name, today, forged)
        told.add(report.verdict)
        assert "fake" not in report.words
        assert report.verdict not in HOLDS or same_claims(report, before), place
    assert told & {Verdict.BROKEN, Verdict.UNREADABLE, Verdict.INGREDIENT_BROKEN}


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".jpg")])
def test_the_pixels_of_an_older_file_cannot_be_exchanged(name: str, today: Identity) -> None:
    honest = (OLDER / name).read_bytes()
    for place in (len(honest) - 40, len(honest) - 900, len(honest) - 3000):
        forged = honest[:place] + bytes((honest[place] ^ 0x01,)) + honest[place + 1 :]
        report = report_on(name, today, forged)
        assert report.verdict is Verdict.BROKEN
        assert not report.data_unchanged


@pytest.mark.parametrize("name", FILES)
def test_its_other_metadata_are_read_too(name: str) -> None:
    found = metadata.read((OLDER / name).read_bytes())
    assert found.source_type.endswith(("compositeSynthetic", "compositeWithTrainedAlgorithmicMedia"))
