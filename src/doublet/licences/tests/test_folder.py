"""The folder that a lawyer reads: who agreed to what, when, in which words, and who may read how much of it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from doublet import cli
from doublet.kernel import clock
from doublet.licences.actions import withdraw_licence
from doublet.licences.folder.pack import chapters, packed
from doublet.licences.tests.reading import opened
from doublet.testing import signed_in


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_it_answers_who_agreed_to_what_when_and_in_which_words(target: Any) -> None:
    files = unpacked(packed(target.licence, target.people.model.user))
    licence, version = target.licence, target.licence.version
    consent = licence.consent
    assert files["04-consents/twin-use.txt"].decode() == consent.text
    assert json.loads(files["04-consents/twin-use-receipt.json"]) == consent.receipt
    assert json.loads(files["02-offer/version-1.json"])["terms"] == version.terms
    assert json.loads(files["05-contract/terms.json"]) == licence.terms
    assert hashlib.sha256(files["05-contract/contract.pdf"]).hexdigest() == licence.contract_sha256
    thread = files["02-offer/offer.txt"].decode()
    assert "Version 1, proposed by the brand" in thread
    assert thread.count("said yes to version 1") == 2
    kept = json.loads(files["03-memo/memo.json"])
    assert kept == licence.memo
    assert all(words.split("\n")[0] in files["03-memo/memo.txt"].decode() for _, words in kept["points"])
    assert "She accepted it on" in files["03-memo/memo.txt"].decode()
    assert licence.model.legal_name in files["01-parties/parties.txt"].decode()
    events = json.loads(files["09-events/events.json"])
    assert {"licence.signed", "offer.sent"} <= {event["kind"] for event in events}
    assert [event["seq"] for event in events] == sorted(event["seq"] for event in events)


def test_the_memo_is_kept_in_the_words_of_the_day_and_a_change_shows(target: Any) -> None:
    licence = target.licence
    licence.memo["points"][0][1] = "Something else."
    told = unpacked(packed(licence, target.people.operator))["03-memo/memo.txt"].decode()
    assert "It was changed on file since." in told


def test_the_manifest_lists_every_file_and_the_instance_signed_it(target: Any) -> None:
    files = unpacked(packed(target.licence, target.people.operator))
    manifest = json.loads(files["manifest.json"])
    listed = {row["path"]: row for row in manifest["files"]}
    assert set(files) == {*listed, "README.txt", "manifest.json", "manifest.jws"}
    for path, row in listed.items():
        assert hashlib.sha256(files[path]).hexdigest() == row["sha256"]
        assert len(files[path]) == row["bytes"]
    header, told = opened(files["manifest.jws"].decode().strip(), json.loads(files["jwks.json"]))
    assert told == manifest
    assert header["typ"] == "doublet-folder+jws"
    readme = files["README.txt"].decode()
    assert all(path in readme for path in listed)
    assert "not legal advice" in readme


def test_the_same_state_gives_the_same_bytes_and_another_state_others(target: Any) -> None:
    her = target.people.model.user
    first = packed(target.licence, her)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert packed(target.licence, her) == first
        withdraw_licence(by=her, licence=target.licence)
        target.licence.refresh_from_db()
        changed = unpacked(packed(target.licence, her))
    assert "Taken back by the model" in changed["06-changes/changes.txt"].decode()
    assert json.loads(changed["manifest.json"])["status"] == "withdrawn"


def test_a_brand_reads_that_there_is_a_consent_and_not_what_else_it_opens(target: Any) -> None:
    files = unpacked(packed(target.licence, target.people.brand))
    assert not [path for path in files if "twin-use" in path]
    told = files["04-consents/consents.txt"].decode()
    assert target.use.text_sha256 in told
    whole = b"".join(files.values()).decode("utf-8", "replace")
    for paragraph in target.use.text.split("\n\n"):
        if len(paragraph) > 60:
            assert paragraph not in whole
    kinds = {event["kind"] for event in json.loads(files["09-events/events.json"])}
    assert not [kind for kind in kinds if kind.startswith("consent.")]


def test_nobody_else_gets_it(target: Any) -> None:
    page = f"/licences/{target.licence.pk}/folder"
    people = target.people
    for user in (people.model.user, people.agent, people.brand, people.operator):
        assert signed_in(Client(), user).get(page).status_code == 200
        assert signed_in(Client(), user).get(f"{page}.zip")["Content-Type"] == "application/zip"
    for path in (page, f"{page}.zip"):
        assert signed_in(Client(), people.other).get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_the_page_shows_the_chapters_in_the_order_of_the_files(target: Any) -> None:
    her = target.people.model.user
    page = signed_in(Client(), her).get(f"/licences/{target.licence.pk}/folder").content.decode()
    shown = re.findall(r'<h2 id="([a-z]+)">', page)
    assert shown == [chapter.id for chapter in chapters(target.licence, her)]
    assert target.licence.terms_sha256 in page


def test_the_commands_show_it_and_write_it(
    target: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["licence", "show", target.licence.pk, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["permitted_today"] is True
    out = tmp_path / "folder.zip"
    assert cli.main(["licence", "folder", target.licence.pk, "--out", str(out)]) == 0
    assert "README.txt" in unpacked(out.read_bytes())
    assert cli.main(["licence", "show", "lic_00000000000000000000"]) == 1
    assert cli.main(["licence", "folder", target.licence.pk, "--out", str(tmp_path / "no" / "x.zip")]) == 2
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    assert cli.main(["licence", "show", target.licence.pk]) == 1
