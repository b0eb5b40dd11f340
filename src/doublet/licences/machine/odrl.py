"""A licence as an ODRL 2.2 Agreement in JSON-LD, with the words of our own profile where ODRL has none.

The twin and the pictures are two assets: the one may be depicted, the others displayed. What is not
permitted here is not permitted; the prohibitions are those that must hold whatever else is agreed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from doublet.consents.terms import UseTerms
from doublet.kernel.money import Money
from doublet.licences.lasting import last_day
from doublet.licences.machine import issuer, profile, status
from doublet.licences.models import Licence

Json = dict[str, Any]
NEVER_SHOWN = ("nudity", "sexual", "political", "another-age", "another-skin-tone", "another-face")


def agreement(licence: Licence, *, uid: str) -> Json:
    """The agreement, JSON-able, the same for the same licence at all times: whether it stands, the lists say."""
    terms = UseTerms.from_dict(licence.terms)
    model = issuer.name_of("models-of", licence.twin_version.twin.pseudonym)
    brand = issuer.name_of("brands", licence.brand_id)
    parties = {"assigner": model, "assignee": brand}
    twin = {"target": twin_of(licence), **parties}
    pictures = {"target": f"{uid}#pictures", **parties}
    days = [
        _limit("dateTime", "gteq", _typed("date", terms.starts.isoformat())),
        _limit("dateTime", "lteq", _typed("date", last_day(licence).isoformat())),
    ]
    document: Json = {
        "@context": ["http://www.w3.org/ns/odrl.jsonld", {"twin": profile.namespace()}],
        "type": "Agreement",
        "uid": uid,
        "profile": profile.page(),
        "conflict": "prohibit",
        "dct:issued": _typed("dateTime", f"{licence.signed_at:%Y-%m-%dT%H:%M:%SZ}"),
        "twin:consentSha256": licence.consent_sha256,
        "twin:termsSha256": licence.terms_sha256,
        "twin:statusList": [{"@id": entry["statusListCredential"]} for entry in status.entries(licence)],
        "assigner": {"type": "Party", "uid": model},
        "assignee": {"type": "Party", "uid": brand},
        "permission": [
            {**twin, "action": "twin:depict", "constraint": [*days, *_depiction(terms)]},
            {
                **pictures,
                "action": "display",
                "constraint": [*days, *_places(terms)],
                "duty": _duties(terms, model=model, brand=brand),
            },
        ],
        "prohibition": [
            {**twin, "action": "twin:depict", "constraint": [_any_of("twin:content", NEVER_SHOWN)]},
            {**twin, "action": "twin:train"},
            {**twin, "action": "grantUse"},
            {**pictures, "action": "twin:train"},
            {**pictures, "action": "derive"},
            {**pictures, "action": "sell"},
        ],
    }
    if terms.exclusivity != "none":
        hers = {"assigner": brand, "assignee": model, "target": twin_of(licence)}
        document["obligation"] = [
            {**hers, "action": "ensureExclusivity", "constraint": [*days, _where(terms)]}
        ]
    return document


def twin_of(licence: Licence) -> str:
    """The licensed version of the twin, as a name that says nothing of her."""
    version = licence.twin_version
    return issuer.name_of("twins", f"{version.twin.pseudonym}.{version.number}")


def _depiction(terms: UseTerms) -> list[Json]:
    return [
        _limit("count", "lteq", _typed("integer", str(terms.pictures))),
        _any_of("twin:garment", (garment.id for garment in terms.garments)),
        _any_of("twin:background", terms.backgrounds),
        _any_of("twin:setting", terms.settings),
        _any_of("twin:pose", terms.poses),
        _any_of("twin:exposure", terms.exposure),
        _any_of("twin:company", terms.company),
        _any_of("twin:alteration", terms.alterations),
    ]


def _places(terms: UseTerms) -> list[Json]:
    return [_limit("purpose", "eq", terms.purpose), _any_of("media", terms.channels), _where(terms)]


def _where(terms: UseTerms) -> Json:
    return _any_of("spatial", terms.territories)


def _duties(terms: UseTerms, *, model: str, brand: str) -> list[Json]:
    """Her yes to each picture, the money for it, and the label on it."""
    rate = Money(terms.rate_minor, terms.currency)
    unit = {"unit": {"@id": profile.currency(terms.currency)}}
    pay = [
        _limit("payAmount", "eq", _typed("decimal", rate.decimal())) | unit,
        _limit("delayPeriod", "lteq", _typed("duration", f"P{terms.payment_days}D")),
    ]
    owed = {"assigner": model, "assignee": brand}
    return [
        {**owed, "action": "obtainConsent", "consentingParty": {"@id": model}},
        {
            **owed,
            "action": {"rdf:value": {"@id": "odrl:compensate"}, "refinement": pay},
            "compensatedParty": {"@id": model},
        },
        {**owed, "action": "twin:label"},
    ]


def _limit(left: str, operator: str, right: Any) -> Json:
    return {"type": "Constraint", "leftOperand": left, "operator": operator, "rightOperand": right}


def _any_of(left: str, values: Iterable[str]) -> Json:
    given = list(values)
    return _limit(left, "isAnyOf", {"@list": given}) if given else _limit(left, "eq", "none")


def _typed(kind: str, value: str) -> Json:
    return {"@type": f"xsd:{kind}", "@value": value}
