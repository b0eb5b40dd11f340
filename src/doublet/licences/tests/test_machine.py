"""The licence for machines, against published schemas and what the standards say, by code that is not ours."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from doublet.licences import queries
from doublet.licences.actions import pause_licence, withdraw_licence
from doublet.licences.machine import adcp, credential, issuer, odrl, profile, statement_keys
from doublet.licences.tests.reading import opened
from doublet.testing import signed_in

PUBLISHED = Path(__file__).parent / "published"
ODRL = "http://www.w3.org/ns/odrl/2/"
ACTIONS = {"display", "grantUse", "derive", "sell", "ensureExclusivity", "obtainConsent", "compensate"}
OPERANDS = {"dateTime", "count", "purpose", "media", "spatial", "payAmount", "delayPeriod"}


def published(path: str) -> dict[str, Any]:
    return dict(json.loads((PUBLISHED / path).read_text()))


def every_string(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False)


def test_the_credential_keeps_the_schema_of_w3c_and_its_signature_checks(target: Any) -> None:
    uid = queries.address(target.licence)
    token = signed_in(Client(), target.people.brand).get(f"/licences/{target.licence.pk}/credential.jwt")
    assert token["Content-Type"] == "application/vc+jwt"
    header, told = opened(token.content.decode(), Client().get("/.well-known/jwks.json").json())
    assert header["typ"] == "vc+jwt"
    jsonschema_rs.validator_for(published("w3c/verifiable-credential-schema.json")).validate(told)
    assert told == credential.credential(target.licence, uid=uid)
    document = Client().get("/.well-known/did.json").json()
    assert told["issuer"] == document["id"]
    assert header["kid"] in document["assertionMethod"]
    assert document["verificationMethod"][0]["publicKeyJwk"]["x"] == issuer.jwks()["keys"][0]["x"]


def test_a_changed_credential_does_not_check(target: Any) -> None:
    head, body, signature = credential.credential_jwt(target.licence, uid="x").split(".")
    with pytest.raises(Exception):  # noqa: B017, PT011  (whatever the verifier raises)
        opened(f"{head}.{body[:-2]}AA.{signature}", issuer.jwks())


def test_its_status_entries_are_as_the_standard_asks(target: Any) -> None:
    entries = credential.credential(target.licence, uid="x")["credentialStatus"]
    assert [entry["statusPurpose"] for entry in entries] == ["revocation", "suspension"]
    for entry in entries:
        assert entry["type"] == "BitstringStatusListEntry"
        assert isinstance(entry["statusListIndex"], str)
        assert entry["id"] == f"{entry['statusListCredential']}#{entry['statusListIndex']}"
        assert (
            Client().get(entry["statusListCredential"].replace("http://127.0.0.1:8000", "")).status_code
            == 200
        )


def test_no_form_names_a_person(target: Any) -> None:
    licence, model = target.licence, target.people.model
    uid = queries.address(licence)
    for document in (
        credential.credential(licence, uid=uid),
        odrl.agreement(licence, uid=uid),
        adcp.constraint(licence),
    ):
        text = every_string(document)
        for private in (
            model.legal_name,
            model.public_name,
            model.pk,
            model.user.email,
            licence.terms["description"],
        ):
            assert private not in text


def test_the_forms_say_the_same_bytes_again(target: Any) -> None:
    uid = queries.address(target.licence)
    assert credential.credential_jwt(target.licence, uid=uid) == credential.credential_jwt(
        target.licence, uid=uid
    )
    assert odrl.agreement(target.licence, uid=uid) == odrl.agreement(target.licence, uid=uid)


def test_the_rights_constraint_keeps_the_schema_of_adcp(target: Any) -> None:
    schemas = [json.loads(file.read_text()) for file in (PUBLISHED / "adcp").glob("*.json")]
    others = [(schema["$id"], schema) for schema in schemas if schema["title"] != "Rights Constraint"]
    base = published("adcp/rights-constraint.json")["$id"].removesuffix("rights-constraint.json")
    nothing: dict[str, Any] = {}  # a brand’s logo, which no constraint of ours has
    known = jsonschema_rs.Registry([*others, (f"{base}assets/image-asset.json", nothing)])
    check = jsonschema_rs.Draft7Validator(
        published("adcp/rights-constraint.json"), registry=known, validate_formats=True
    )
    for change, status in ((None, "active"), (pause_licence, "paused"), (withdraw_licence, "revoked")):
        if change:
            change(by=target.people.model.user, licence=target.licence)
            target.licence.refresh_from_db()
        told = adcp.constraint(target.licence)
        check.validate(told)
        assert told["grant_status"] == status


def test_its_digest_is_over_jcs_as_a_second_implementation_writes_it(target: Any) -> None:
    rfc8785 = pytest.importorskip("rfc8785", reason="install rfc8785 to compare with a second implementation")
    told = adcp.constraint(target.licence)
    digest = told.pop("content_digest")
    assert digest == "sha256:" + hashlib.sha256(rfc8785.dumps(told)).hexdigest()


def test_a_state_of_a_country_is_never_widened_to_the_country(target: Any) -> None:
    licence = target.licence
    licence.terms = licence.terms | {"territories": ["US-NY", "EU"]}
    told = adcp.constraint(licence)
    assert len(told["countries"]) == 28
    assert "In US only in New York." in told["restrictions"]
    licence.terms = licence.terms | {"territories": ["WORLD"]}
    assert "countries" not in adcp.constraint(licence)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_agreement_is_sound_odrl_to_a_reader_of_json_ld(target: Any) -> None:
    rdflib = pytest.importorskip(
        "rdflib", reason="install rdflib to read the agreement with a second implementation"
    )
    uid = queries.address(target.licence)
    document = odrl.agreement(target.licence, uid=uid)
    inline = document["@context"][1]
    document["@context"] = [published("odrl/odrl.jsonld")["@context"], inline]
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    term = rdflib.Namespace(ODRL)
    ours = {f"{profile.namespace()}{word.name}" for word in profile.TERMS}
    policy = rdflib.URIRef(uid)
    assert (policy, rdflib.RDF.type, term.Agreement) in graph
    assert str(graph.value(policy, term.profile)) == profile.page()
    assert graph.value(policy, term.conflict) == term.prohibit
    rules = [
        rule
        for kind in ("permission", "prohibition", "obligation")
        for rule in graph.objects(policy, term[kind])
    ]
    duties = list(graph.objects(None, term.duty))
    assert len(rules) >= 8
    assert len(duties) == 3
    for rule in rules + duties:
        (action,) = graph.objects(rule, term.action)
        named = str(graph.value(action, rdflib.RDF.value) or action)
        assert named in ours | {ODRL + word for word in ACTIONS}
        assert (
            len(list(graph.objects(rule, term.assigner)))
            == len(list(graph.objects(rule, term.assignee)))
            == 1
        )
        assert len(list(graph.objects(rule, term.target))) == (rule in rules)
    limits = list(graph.subjects(rdflib.RDF.type, term.Constraint))
    assert len(limits) > 10
    for limit in limits:
        (left,), (operator,), (right,) = (
            list(graph.objects(limit, term[part])) for part in ("leftOperand", "operator", "rightOperand")
        )
        assert str(left) in ours | {ODRL + word for word in OPERANDS}
        assert str(operator) in {ODRL + word for word in ("eq", "gteq", "lteq", "isAnyOf")}
        if operator == term.isAnyOf:
            assert list(graph.items(right))


def test_the_words_are_published_for_people_and_machines() -> None:
    page = Client().get("/ns/twin")
    context = Client().get("/ns/twin.jsonld").json()["@context"]
    for word in profile.TERMS:
        assert f'id="{word.name}"'.encode() in page.content
    assert context["termsSha256"] == f"{profile.namespace()}termsSha256"


def test_a_new_key_signs_and_the_old_one_still_checks_unless_it_was_lost(
    target: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doublet.kernel.keys.home", lambda: tmp_path)
    first = credential.credential_jwt(target.licence, uid="x")
    told, old = opened(first, issuer.jwks())[1], issuer.key_id()
    statement_keys.roll_over()
    second = credential.credential_jwt(target.licence, uid="x")
    assert issuer.key_id() != old
    assert first != second
    for token in (first, second):
        assert opened(token, issuer.jwks())[1] == told
    document = issuer.did_document()
    assert len(document["verificationMethod"]) == len(document["assertionMethod"]) == 2
    statement_keys.roll_over(lost=True)
    opened(first, issuer.jwks())
    with pytest.raises(Exception):  # noqa: B017, PT011  (whatever the verifier raises)
        opened(second, issuer.jwks())
    assert issuer.is_from_here(issuer.signed({"a": 1}, kind="k"), {"a": 1}, kind="k")
    assert not issuer.is_from_here(issuer.signed({"a": 1}, kind="k"), {"a": 2}, kind="k")
    statement = issuer.signed({"a": 1}, kind="k")
    statement_keys.roll_over(lost=True)
    assert issuer.is_from_here(statement, {"a": 1}, kind="k")
