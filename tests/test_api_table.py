"""Every operation of the API for everybody: a row that is missing here fails."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from doublet.api.main import api
from doublet.kernel import clock
from doublet.offers import rates
from doublet.offers.pricing.card_data import to_toml
from doublet.story.target import Target
from doublet.studio.models import Frame
from tests.house import ROLES, House, furnish

# Method, address, and the status for nobody, model, agent, brand, other brand, operator, auditor;
# every token has every scope. 4xx of those who may: the thing has moved on, or what was sent cannot be used.
TABLE = """
GET    /account                              401 200 200 200 200 200 200
GET    /vocabulary                           200 200 200 200 200 200 200
GET    /mandates                             401 200 200 403 403 403 403
POST   /mandates/{mandate}/end               401 200 200 404 404 404 404
GET    /invitations                          401 403 200 200 200 403 403
POST   /invitations                          401 403 201 403 403 403 403
POST   /invitations/{invitation}/resend      401 404 200 404 404 404 404
POST   /invitations/{invitation}/withdrawal  401 404 200 404 404 404 404
POST   /invitations/{invitation}/acceptance  401 404 403 404 404 404 404
POST   /team/invitations                     401 403 201 201 201 403 403
GET    /team                                 401 403 200 200 200 403 403
POST   /team/{member}/removal                401 404 200 404 404 404 404
POST   /roster/looks                         401 403 200 403 403 403 403
POST   /roster/imports                       401 403 201 403 403 403 403
GET    /identity                             401 200 404 404 404 404 404
GET    /models                               401 403 200 200 200 200 200
GET    /models/{model}                       401 200 200 200 200 200 200
GET    /models/{model}/calendar              401 200 200 200 200 200 200
GET    /twin/versions                        401 200 404 404 404 404 404
POST   /captures                             401 201 404 404 404 404 404
GET    /captures/{capture}                   401 200 404 404 404 200 404
POST   /captures/{capture}/photos            401 400 404 404 404 403 404
POST   /captures/{capture}/challenges        401 422 404 404 404 403 404
POST   /challenges/{challenge}/selfies       401 400 404 404 404 404 404
POST   /captures/{capture}/versions          401 201 404 404 404 403 404
DELETE /photos/{photo}                       401 409 404 404 404 403 404
GET    /crew                                 401 200 404 404 404 404 404
POST   /crew                                 401 201 404 404 404 404 404
PUT    /crew/{crew}/share                    401 200 403 403 403 403 403
POST   /crew/{crew}/link                     401 200 403 403 403 403 403
POST   /crew/{crew}/removal                  401 200 403 403 403 403 403
POST   /crew/{crew}/resolution               401 403 403 403 403 409 403
GET    /boundaries                           401 200 403 403 403 403 403
PUT    /boundaries                           401 200 403 403 403 403 403
POST   /boundaries/closing                   401 200 403 403 403 403 403
POST   /boundaries/undo                      401 409 403 403 403 403 403
GET    /boundaries/history                   401 200 403 403 403 403 403
PUT    /brands/{brand}/names                 401 403 403 200 404 200 403
GET    /consents                             401 200 200 200 200 200 200
GET    /consents/{consent}                   401 200 200 404 404 200 200
POST   /consents/{consent}/signature         401 403 403 404 404 403 403
POST   /consents                             401 201 404 404 404 404 404
POST   /consents/{consent}/language          401 409 403 404 404 403 403
POST   /consents/{consent}/withdrawal        401 200 403 404 404 403 403
POST   /deaths                               401 403 403 403 403 409 403
POST   /deaths/{notice}/heir                 401 403 403 403 403 403 403
POST   /deaths/{notice}/undoing              401 403 403 403 403 403 403
GET    /garments                             401 200 200 200 200 200 200
POST   /garments                             401 403 403 400 400 403 403
GET    /garments/{garment}                   401 404 404 200 404 200 200
POST   /garments/{garment}/retirement        401 404 404 200 404 403 403
PUT    /garments/{garment}/credential        401 404 404 409 404 403 403
PUT    /backgrounds/{plate}/credential       401 404 404 409 404 403 403
GET    /backgrounds                          401 200 200 200 200 200 200
POST   /backgrounds                          401 403 403 400 400 403 403
POST   /backgrounds/{plate}/retirement       401 404 404 200 404 403 403
POST   /quotes                               401 403 403 200 404 403 403
GET    /rate-cards                           200 200 200 200 200 200 200
GET    /rate-cards/{version}                 200 200 200 200 200 200 200
POST   /rate-cards/looks                     401 403 403 403 403 409 403
POST   /rate-cards                           401 403 403 403 403 409 403
GET    /popularity                           401 200 403 200 200 403 403
GET    /models/{model}/price                 401 200 200 404 404 200 200
GET    /followers                            401 200 404 404 404 404 404
POST   /followers                            401 201 404 404 404 404 404
DELETE /followers/{following_id}             401 204 404 404 404 404 404
DELETE /popularity/stated                    401 204 404 404 404 404 404
GET    /briefs                               401 200 200 200 200 200 200
POST   /briefs                               401 403 403 201 404 403 403
GET    /briefs/{brief}                       401 404 404 200 404 404 404
POST   /briefs/{brief}/offer                 401 404 404 409 404 404 404
GET    /offers                               401 200 200 200 200 200 200
GET    /offers/{offer}                       401 200 200 200 404 200 200
POST   /offers/{offer}/counters              401 201 201 201 404 403 403
POST   /offers/{offer}/acceptance            401 200 200 200 404 403 403
POST   /offers/{offer}/decline               401 200 200 403 404 403 403
POST   /offers/{offer}/withdrawal            401 403 403 200 404 403 403
POST   /offers/{offer}/terms                 401 200 200 409 404 403 403
POST   /offers/{offer}/messages              401 201 201 201 404 403 403
POST   /offers/{offer}/extension             401 409 409 200 404 403 403
POST   /offers/{offer}/again                 401 403 403 409 404 403 403
GET    /offers/{offer}/questions             401 200 200 200 404 200 200
POST   /questions/{question}/answer          401 200 403 403 404 403 403
POST   /offers/{offer}/signature             401 403 403 403 404 403 403
GET    /licences                             401 200 200 200 200 200 200
GET    /licences/{licence}                   401 200 200 200 404 200 200
GET    /licences/{licence}/standing          401 200 200 200 404 200 200
GET    /licences/{licence}/history           401 200 200 200 404 200 200
GET    /licences/{licence}/contract.pdf      401 200 200 200 404 200 200
GET    /licences/{licence}/odrl.jsonld       401 200 200 200 404 200 200
GET    /licences/{licence}/credential.jwt    401 200 200 200 404 200 200
GET    /licences/{licence}/rights-constraint 401 200 200 200 404 200 200
GET    /licences/{licence}/folder.zip        401 200 200 200 404 200 200
POST   /licences/{licence}/pause             401 200 403 403 404 403 403
POST   /licences/{licence}/resumption        401 403 403 403 404 403 403
GET    /engines                              401 200 200 200 200 200 200
GET    /licences/{licence}/shots             401 200 200 200 404 200 200
POST   /licences/{licence}/shots             401 404 404 201 404 403 403
GET    /shots/{shot}                         401 200 200 200 404 200 200
POST   /shots/{shot}/cancellation            401 403 403 409 404 403 403
GET    /frames                               401 200 200 200 200 200 200
GET    /frames/{frame}                       401 200 200 200 404 200 200
GET    /frames/{frame}/picture.jpg           401 200 200 200 404 200 200
GET    /frames/{frame}/retouches             401 200 200 200 404 200 200
POST   /frames/{frame}/retouches             401 403 403 409 404 403 403
POST   /frames/{frame}/retouches/undo        401 403 403 409 404 403 403
POST   /frames/{frame}/approval              401 409 403 403 404 403 403
POST   /frames/{frame}/rejection             401 409 403 403 404 403 403
GET    /review-rule                          401 200 404 404 404 404 404
PUT    /review-rule                          401 200 404 404 404 404 404
DELETE /review-rule                          401 204 404 404 404 404 404
POST   /review-rule/approvals                401 409 404 404 404 404 404
POST   /frames/{frame}/deliveries            401 403 403 201 404 403 403
GET    /deliveries                           401 200 200 200 200 200 200
GET    /deliveries/{delivery}                401 200 200 200 404 200 200
GET    /deliveries/{delivery}/file.jpg       401 403 403 200 404 403 403
GET    /licences/{licence}/deliveries.zip    401 403 403 200 404 403 403
PUT    /deliveries/{delivery}/alt-text       401 403 403 200 404 403 403
POST   /deliveries/{delivery}/placements     401 403 403 201 404 403 403
GET    /statements                           401 200 200 404 404 404 404
GET    /owing                                401 403 403 200 200 403 403
GET    /ledger/check                         401 403 403 403 403 200 200
GET    /ledger/trial                         401 403 403 403 403 200 200
GET    /ledger/ageing                        401 403 403 403 403 200 200
GET    /ledger/export                        401 403 403 403 403 200 200
GET    /jackpot                              200 200 200 200 200 200 200
POST   /payments                             401 403 403 403 403 201 403
POST   /refunds                              401 403 403 403 403 201 403
POST   /payments/{payment}/chargeback        401 403 403 403 403 201 403
POST   /bank-statements                      401 403 403 403 403 400 403
GET    /bank-statements/{statement}          401 403 403 403 403 200 200
POST   /bank-lines/{line}/decision           401 403 403 403 403 200 403
GET    /payouts/preview                      401 403 403 403 403 200 200
GET    /payouts                              401 403 403 403 403 200 200
GET    /payouts/{payout}                     401 403 403 403 403 200 200
POST   /payouts                              401 403 403 403 403 422 403
POST   /payouts/{payout}/approval            401 403 403 403 403 403 403
POST   /payouts/{payout}/sending             401 403 403 403 403 200 403
POST   /payouts/{payout}/cancellation        401 403 403 403 403 200 403
POST   /payout-items/{item}/return           401 403 403 403 403 200 403
POST   /payout-items/{item}/proof            401 403 403 403 403 409 403
GET    /withholding-rules                    401 403 403 403 403 200 200
POST   /withholding-rules                    401 403 403 403 403 201 403
POST   /tax-payments                         401 403 403 403 403 422 403
GET    /advances                             401 200 200 403 403 403 403
POST   /advances                             401 403 201 403 403 403 403
POST   /advances/{advance}/refusal           401 200 403 403 403 403 403
POST   /advances/{advance}/agreement         401 403 403 403 403 403 403
GET    /exchange-rates                       401 200 200 200 200 200 200
POST   /exchange-rates                       401 403 403 403 403 201 403
POST   /exchange-rates/file                  401 403 403 403 403 400 403
GET    /payout-currency                      401 200 404 404 404 404 404
PUT    /payout-currency                      401 200 404 404 404 404 404
GET    /dues                                 401 403 403 200 200 200 200
GET    /licences/{licence}/beforehand        401 200 200 200 404 200 200
GET    /tasks                                401 200 200 200 200 200 200
POST   /tasks/{task}/completion              401 403 403 200 404 403 403
POST   /tasks/{task}/reopening               401 409 403 403 404 403 403
GET    /webhooks                             401 200 200 200 200 200 200
POST   /webhooks                             401 403 403 400 400 403 403
POST   /webhooks/{endpoint}/test             401 404 404 201 404 404 404
POST   /webhooks/{endpoint}/closing          401 404 404 200 404 404 404
POST   /licences/{licence}/withdrawal        401 200 403 403 404 403 403
POST   /licences/{licence}/uses/withdrawal   401 200 403 403 404 403 403
POST   /frames/{frame}/withdrawal            401 200 403 403 404 403 403
GET    /twin/deletion                        401 404 404 404 404 404 404
POST   /twin/deletion                        401 403 403 403 403 403 403
POST   /reports                              422 422 422 422 422 422 422
GET    /cases                                401 403 403 403 403 200 200
POST   /cases/{case}/decision                401 403 403 403 403 200 403
GET    /audit/events                         401 403 403 403 403 200 200
GET    /audit/check                          401 403 403 403 403 200 200
GET    /rules                                200 200 200 200 200 200 200
GET    /rules/{rule}                         200 200 200 200 200 200 200
GET    /rules/changes                        401 403 403 403 403 200 200
POST   /rules/changes/raise                  401 403 403 403 403 201 403
POST   /rules/changes/add                    401 403 403 403 403 201 403
POST   /rules/changes/touch                  401 403 403 403 403 200 200
GET    /operator                             401 403 403 403 403 404 404
POST   /operator                             401 403 403 403 403 201 403
GET    /licences/{licence}/decisions         401 200 200 200 404 200 200
POST   /verify                               400 400 400 400 400 400 400
POST   /verify/address                       400 400 400 400 400 400 400
GET    /verify/results/{result}             200 200 200 200 200 200 200
GET    /records/{credential}                 200 200 200 200 200 200 200
GET    /log/head                             200 200 200 200 200 200 200
GET    /log/heads                            200 200 200 200 200 200 200
GET    /log/inclusion/{event}                200 200 200 200 200 200 200
GET    /log/consistency/{old}                200 200 200 200 200 200 200
GET    /licences/{licence}/pack.zip          401 403 403 403 403 200 200
POST   /packs/period                         401 403 403 403 403 200 200
GET    /account/pack.zip                     401 200 403 403 403 403 403
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.fixture
def house(target: Target, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> House:
    return furnish(target, frame, monkeypatch)


def test_the_table_has_every_operation() -> None:
    paths = api.get_openapi_schema()["paths"]
    known = {
        (method.upper(), path.removeprefix("/api/v1")) for path, ways in paths.items() for method in ways
    }
    assert known == {(row[0], row[1]) for row in ROWS}


def test_every_operation_answers_everybody_as_the_table_says(house: House, client: Client) -> None:
    wrong = []
    for method, template, *statuses in ROWS:
        for role, expected in zip(ROLES, statuses, strict=True):
            answer = _ask(client, house, method, template, role)
            if answer.status_code != int(expected):
                wrong.append(
                    f"{method} {template} for {role}: {answer.status_code}, not {expected}: {_words(answer)}"
                )
            elif answer.status_code >= 400:
                assert set(answer.json()) == {"code", "reason", "rule", "hint"}
    assert not wrong, "\n".join(wrong)


def _ask(client: Client, house: House, method: str, template: str, role: str) -> Any:
    """Ask, and undo what it did."""
    headers = house.headers(role)
    path = "/api/v1" + template.format(**house.ids())
    with transaction.atomic():
        if method == "POST" and template in FILES:
            file = SimpleUploadedFile("x.jpg", ROSTER if "roster" in template else b"no picture")
            answer = client.post(path, {**FILES[template][1], FILES[template][0]: file}, headers=headers)
        elif method in ("POST", "PUT"):
            send = client.post if method == "POST" else client.put
            answer = send(path, _body(house, template), content_type="application/json", headers=headers)
        else:
            answer = client.generic(method, path, headers=headers)
        transaction.set_rollback(True)
    return answer


ROSTER = b"email,public_name,birth_date,residence,commission_percent\nz@demo.invalid,Zoe,1998-06-30,FR,10"
FILES: dict[str, tuple[str, dict[str, str]]] = {
    "/roster/looks": ("file", {}),
    "/roster/imports": ("file", {"sha256": hashlib.sha256(ROSTER).hexdigest()}),
    "/verify": ("picture", {}),
    "/captures/{capture}/photos": ("photo", {}),
    "/challenges/{challenge}/selfies": ("selfie", {}),
    "/garments": ("photo", {"name": "A tee", "category": "tops"}),
    "/bank-statements": ("file", {}),
    "/exchange-rates/file": ("file", {}),
    "/backgrounds": ("photo", {"name": "A roof", "setting": "daylight"}),
}


def _body(house: House, template: str) -> dict[str, Any]:
    ids, today = house.ids(), clock.now().date()
    wish = {
        "model": ids["model"],
        "garments": [ids["garment"]],
        "backgrounds": ["studio_white"],
        "pictures": 2,
        "purpose": "ecommerce",
        "channels": ["own_web"],
        "territories": ["EU"],
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=60)).isoformat(),
        "description": "Product pictures of the winter collection for the product pages of our own web shop in Europe.",
    }
    shot = {"garment": ids["garment"], "background": "studio_white"}
    own = {
        "rule": "OWN-SMALL",
        "title": "Small jobs",
        "what": "pictures",
        "most": 5,
        "level": "block",
        "why": "we begin small",
    }
    bodies: dict[str, dict[str, Any]] = {
        "/captures": {"attests_adult": True, "may_compare_faces": False},
        "/invitations": {"name": "Zoe", "email": "zoe@demo.invalid", "commission_bp": 900},
        "/team/invitations": {"name": "Bo", "email": "bo@demo.invalid"},
        "/quotes": wish,
        "/rate-cards/looks": {"toml": to_toml(rates.current())},
        "/rate-cards": {"toml": to_toml(rates.current()), "why": "for a test"},
        "/followers": {"source": "b.example/her", "number": 2_000, "counted_on": today.isoformat()},
        "/briefs": {**wish, "title": "A title"},
        "/offers/{offer}/counters": {"pictures": 4},
        "/offers/{offer}/acceptance": {"version": 1},
        "/offers/{offer}/terms": {"version": 1, "terms": ["pictures", "rate_minor"]},
        "/offers/{offer}/messages": {"words": "When do you need to know?"},
        "/offers/{offer}/extension": {"days": 7},
        "/questions/{question}/answer": {"answer": "fine"},
        "/consents": {"kind": "posthumous", "ends": (today + timedelta(days=60)).isoformat()},
        "/consents/{consent}/language": {"language": "de"},
        "/deaths": {
            "model": house.notice.model_id,
            "evidence": "A certificate of the town hall, shown today",
        },
        "/deaths/{notice}/heir": {"heir": "Rosa", "evidence": "Her written word, shown to us today"},
        "/deaths/{notice}/undoing": {"why": "She phoned us herself this morning"},
        "/boundaries": {"kinds": ["everyday"], "floor_minor": 9_000, "currency": "EUR"},
        "/brands/{brand}/names": {"also_known_as": ["Lumen"], "rivals": []},
        "/licences/{licence}/shots": {"shots": [shot]},
        "/frames/{frame}/retouches": {"preset": "clean_shop"},
        "/frames/{frame}/rejection": {"reason": "taste"},
        "/frames/{frame}/deliveries": {"profile": "eu-web"},
        "/review-rule": {"room": 30, "likeness_room": 50},
        "/review-rule/approvals": {"seen": {}},
        "/deliveries/{delivery}/alt-text": {"words": "AI-generated image of a tee"},
        "/deliveries/{delivery}/placements": {
            "url": "https://shop.example/p/1",
            "channel": "own_web",
            "since": today.isoformat(),
        },
        "/rules/changes/raise": {"rule": "NY-FIFA-01", "level": "block", "why": "we want it so"},
        "/rules/changes/add": own,
        "/rules/changes/touch": own,
        "/payments": {"brand": ids["brand"], "amount_minor": 5, "currency": "EUR", "reference": "bank-2"},
        "/refunds": {
            "brand": ids["brand"],
            "amount_minor": 5,
            "currency": "EUR",
            "reference": "bank-3",
            "reason": "paid too much",
        },
        "/payments/{payment}/chargeback": {"amount_minor": 5, "reference": "bank-4"},
        "/bank-lines/{line}/decision": {"what": "assign", "brand": ids["brand"]},
        "/payouts": {"currency": "EUR"},
        "/crew": {"role": "stylist", "name": "Sol", "email": "sol@demo.invalid", "share_bp": 100},
        "/crew/{crew}/share": {"share_bp": 200},
        "/crew/{crew}/resolution": {"words": "The contract of 3 May gives her these rights."},
        "/advances": {
            "model": ids["model"],
            "currency": "EUR",
            "items": [{"words": "Hotel in Milan", "amount_minor": 9_000}],
            "share_bp": 1_000,
        },
        "/exchange-rates": {
            "base": "EUR",
            "quote": "USD",
            "rate": "1.0842",
            "on": today.isoformat(),
            "source": "A bank",
        },
        "/payout-currency": {"currency": "USD"},
        "/payouts/{payout}/cancellation": {"reason": "a mistake"},
        "/payout-items/{item}/return": {"reason": "it came back"},
        "/payout-items/{item}/proof": {"reference": "R-7", "evidence": "a receipt in folder 7"},
        "/withholding-rules": {
            "country": "FR",
            "party": "model",
            "basis_points": 1000,
            "authority": "Impots",
            "words": "Article 182 A",
            "starts": today.isoformat(),
        },
        "/tax-payments": {"authority": "Impots", "amount_minor": 5, "currency": "EUR", "reference": "bank-5"},
        "/operator": {"kind": "software", "seat": "FR"},
        "/verify/address": {"address": "http://127.0.0.1/"},
        "/packs/period": {"first": today.isoformat(), "last": today.isoformat()},
        "/tasks/{task}/completion": {"proof": "We took it down."},
        "/tasks/{task}/reopening": {"why": "I saw it today."},
        "/webhooks": {"url": "https://127.0.0.1/"},
        "/licences/{licence}/uses/withdrawal": {"channel": "own_web"},
        "/reports": {"kind": "likeness"},
        "/garments/{garment}/credential": {"whole": False},
        "/backgrounds/{plate}/credential": {"whole": False},
        "/cases/{case}/decision": {"words": "They phoned and did it."},
    }
    return bodies.get(template, {})


def _words(answer: Any) -> str:
    return answer.content[:200].decode("utf-8", "replace")
