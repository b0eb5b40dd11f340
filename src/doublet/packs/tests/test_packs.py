"""The three packs: what is in them, and what the checker says of them and of every flipped byte."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from doublet.engines import signer
from doublet.kernel import audit, blobs, clock
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import BadInput, NotAllowed
from doublet.licences.folder.pack import packed
from doublet.licences.machine import issuer, statement_keys
from doublet.packs import making
from doublet.packs.actions import make_period_pack
from doublet.provenance.log import heads
from doublet.provenance.models import Credential

CHECKER = Path(__file__).resolve().parents[4] / "tools" / "check_pack.py"


def checked(file: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """What the program says, run as a stranger runs it: no packages, no environment."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKER), str(file), "--json", *more],
        capture_output=True,
        text=True,
        timeout=120,
    )
    return ran.returncode, json.loads(ran.stdout or "{}")


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def today(target: Any, *, names: bool = False) -> bytes:
    day = clock.now().date()
    return make_period_pack(by=target.people.operator, first=day, last=day, names=names)


@pytest.fixture
def kept(tmp_path: Path) -> Any:
    def keep(data: bytes | str, name: str = "pack.zip") -> Path:
        file = tmp_path / name
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return file

    return keep


def test_each_pack_and_the_folder_hold_together(target: Any, frame: Any, kept: Any) -> None:
    licence = target.licence
    made = {
        "licence": making.licence_pack(licence, target.people.operator),
        "model": making.model_pack(licence.model),
        "period": today(target),
        "folder": packed(licence, target.people.operator),
    }
    for what, data in made.items():
        code, told = checked(kept(data))
        assert (code, told["words"]) == (0, f"This {what} holds together."), told
        assert "Whose key it is" in told["not_proven"][0]


def test_keys_and_a_later_head_answer_what_the_pack_alone_cannot(target: Any, kept: Any) -> None:
    data = today(target)
    old = heads.newest()
    assert old
    for number in range(5):
        audit.record("thing.done", actor="test", subject=f"thing_{number}")
    heads.write_head()
    keys = kept(json.dumps(issuer.jwks()), "jwks.json")
    proof = heads.prove_consistency(old.size)
    later = kept(json.dumps(proof), "later.json")
    code, told = checked(kept(data), "--keys", str(keys), "--later", str(later))
    assert code == 0
    assert len(told["not_proven"]) == 1
    proof["path"][0] = "0" * 64
    code, told = checked(kept(data), "--later", str(kept(json.dumps(proof), "later.json")))
    assert code == 1
    assert "rewritten" in told["words"]
    stranger = {"keys": [issuer.jwks()["keys"][0] | {"x": "A" * 43}]}
    assert checked(kept(data), "--keys", str(kept(json.dumps(stranger), "jwks.json")))[0] == 1


def test_any_flipped_byte_is_found(target: Any, frame: Any, kept: Any) -> None:
    """In the program itself and not in 200 processes; the first and last bytes and 200 drawn by lot."""
    program: dict[str, Any] = {"__name__": "check_pack"}
    exec(compile(CHECKER.read_text(), str(CHECKER), "exec"), program)
    data = making.licence_pack(target.licence, target.people.operator)
    chance = random.Random(5)
    places = {0, len(data) - 1, *(chance.randrange(len(data)) for _ in range(150))}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        headers = [info.header_offset + chance.randrange(30) for info in archive.infolist()]
        start = archive.start_dir
    places |= {*headers, *(chance.randrange(start, len(data)) for _ in range(50))}
    missed = []
    for place in sorted(places):
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        try:
            program["check"](bytes(flipped), None, None)
        except (program["Wrong"], KeyError, TypeError, ValueError, AttributeError, IndexError):
            continue
        missed.append(place)
    assert not missed
    assert program["check"](data, None, None)


def test_a_pack_that_was_signed_anew_by_somebody_else_is_found_with_the_right_keys(
    target: Any, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = kept(json.dumps(issuer.jwks()), "jwks.json")
    monkeypatch.setattr(statement_keys, "_FILE", "another-key")
    data = packed(target.licence, target.people.operator)
    assert checked(kept(data))[0] == 0
    assert checked(kept(data), "--keys", str(keys))[0] == 1


def test_the_program_says_2_where_there_is_nothing_to_check(tmp_path: Path) -> None:
    assert checked(tmp_path / "nothing.zip")[0] == 2


def test_the_same_state_gives_the_same_bytes(target: Any) -> None:
    assert today(target) == today(target)
    first = making.licence_pack(target.licence, target.people.operator)
    assert making.licence_pack(target.licence, target.people.operator) == first


def test_a_period_names_nobody_and_with_names_it_stands_in_the_log(target: Any, frame: Any) -> None:
    licence = target.licence
    model, brand = licence.model, licence.brand
    audit.record(
        "thing.said", actor="test", subject="thing_1", reason=f"{model.legal_name} said no", code="said_no"
    )
    whole = b"".join(unpacked(today(target)).values()).decode()
    for name in (model.legal_name, model.user.email, brand.name, licence.version.offer.brief.title):
        assert name not in whole
    assert licence.pk in whole
    assert "said_no" in whole
    assert not AuditEvent.objects.filter(kind="pack.made_with_names").exists()
    files = unpacked(today(target, names=True))
    assert json.loads(files["names/models.json"])[0]["legal_name"] == model.legal_name
    assert f"{model.legal_name} said no" in files["log/events.json"].decode()
    event = AuditEvent.objects.get(kind="pack.made_with_names")
    assert event.actor == target.people.operator.pk


def test_a_period_has_every_event_of_its_days_and_no_other(target: Any) -> None:
    day = clock.now().date()
    told = json.loads(unpacked(today(target))["log/events.json"])
    assert [event["seq"] for event in told] == list(
        AuditEvent.objects.order_by("seq").values_list("seq", flat=True)
    )
    before = day - timedelta(days=9)
    data = make_period_pack(by=target.people.operator, first=before, last=before, names=False)
    assert json.loads(unpacked(data)["log/events.json"]) == []


def test_who_may_have_a_period(target: Any) -> None:
    day = clock.now().date()
    for user in (target.people.brand, target.people.model.user, target.people.agent):
        with pytest.raises(NotAllowed):
            make_period_pack(by=user, first=day, last=day, names=False)
    for first, last in ((day, day - timedelta(days=1)), (day, day + timedelta(days=1))):
        with pytest.raises(BadInput):
            make_period_pack(by=target.people.operator, first=first, last=last, names=False)


def test_a_models_pack_has_her_papers_and_no_photo(target: Any, frame: Any) -> None:
    files = unpacked(making.model_pack(target.licence.model))
    told = json.loads(files["my-data.json"])
    assert told["profile"]["legal_name"] == target.licence.model.legal_name
    assert any(name.endswith("contract.pdf") for name in files)
    assert not [name for name in files if name.endswith((".jpg", ".png"))]


def test_a_pack_holds_the_manifest_of_each_picture_as_json(target: Any, frame: Any, kept: Any) -> None:
    signed = Path(signer.__file__).parent / "tests" / "older" / "third-master.jpg"
    credential = Credential.objects.get(frame=frame)
    twin = target.licence.twin_version.twin
    blob = blobs.put(bytes(twin.wrapped_key), twin.pk, signed.read_bytes())
    Credential.objects.filter(pk=credential.pk).update(blob=blob)
    licence = target.licence
    for pack in (making.licence_pack(licence, target.people.operator), making.model_pack(licence.model)):
        told = json.loads(unpacked(pack)[f"manifests/{credential.pk}.c2pa.json"])
        labels = {each["label"] for each in told["manifests"][told["active_manifest"]]["assertions"]}
        assert {"c2pa.actions.v2", "cawg.training-mining", "org.doublet.licence"} <= labels
        assert checked(kept(pack))[0] == 0
    assert not [name for name in unpacked(today(target)) if name.startswith("manifests/")]
