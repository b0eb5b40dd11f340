"""The same policies in Cedar: one `forbid` a finding, and the same facts as its entities and context."""

from __future__ import annotations

import json
from typing import Any

from doublet.licences.rules import Ask, Facts

POLICIES = """
permit(principal, action, resource);

@id("clock_set_back") forbid(principal, action, resource)
  when { context has last && context.now < context.last - 30000 };
@id("database_put_back") forbid(principal, action, resource) when { context.put_back };
@id("papers") forbid(principal, action, resource)
  unless { resource.licence_ok && resource.consent_ok && resource.creation_ok };
@id("outside_consent") forbid(principal, action, resource) when { resource.beyond };
@id("withdrawn") forbid(principal, action, resource) unless { resource.status == "active" };
@id("consent_withdrawn") forbid(principal, action, resource)
  unless { ["active", "superseded"].contains(resource.consent) };
@id("creation_withdrawn") forbid(principal, action, resource)
  unless { ["active", "superseded"].contains(resource.creation) };
@id("twin_erased") forbid(principal, action, resource) when { resource.erased };
@id("under_age") forbid(principal, action, resource) unless { resource.adult };
@id("memo_not_accepted") forbid(principal, action, resource) unless { resource.memo };
@id("not_begun") forbid(principal, action, resource) when { context.today < resource.starts };
@id("expired") forbid(principal, action, resource) when { context.today > resource.ends };
@id("wrong_brand") forbid(principal, action, resource)
  when { action != Action::"verify" } unless { context.brand == resource.brand };

@id("wrong_garment") forbid(principal, action in [Action::"enqueue", Action::"start"], resource)
  unless { resource.garments.contains(context.garment) };
@id("wrong_scene") forbid(principal, action in [Action::"enqueue", Action::"start"], resource)
  unless { resource.backgrounds.contains(context.background) };
@id("processor_not_named") forbid(principal, action in [Action::"enqueue", Action::"start"], resource)
  unless { resource.receivers.contains(context.processor) };
@id("quota_used_up") forbid(principal, action in [Action::"enqueue", Action::"start"], resource)
  when { context.taken >= resource.pictures };

@id("wrong_channel") forbid(principal, action in [Action::"delivery", Action::"download"], resource)
  unless { resource.channels.contains(context.channel) };
@id("wrong_territory") forbid(principal, action in [Action::"delivery", Action::"download"], resource)
  unless { context.territory != "" && (resource.worldwide || resource.places.contains(context.territory)) };
@id("label_missing") forbid(principal, action in [Action::"delivery", Action::"download"], resource)
  when { context.label == "" };
@id("label_off_picture") forbid(principal, action in [Action::"delivery", Action::"download"], resource)
  when { context.label == "beside" && context.channel != "marketplaces" };
@id("retouch_mark_missing_fr") forbid(principal, action in [Action::"delivery", Action::"download"], resource)
  when { context.altered && ["FR", "EU", "WORLD"].contains(context.territory) }
  unless { context.marks.contains("retouched_fr") };
"""


def request(facts: Facts, ask: Ask) -> dict[str, Any]:
    """What is asked, in Cedar's shape."""
    context = {
        "now": round(facts.now.timestamp() * 1000),
        "today": facts.now.date().toordinal(),
        "brand": ask.brand_id or "",
        "garment": f"{ask.garment_id} {ask.garment_sha256}",
        "background": ask.background or "",
        "channel": ask.channel or "",
        "territory": ask.territory or "",
        "processor": ask.processor,
        "label": ask.label,
        "altered": bool(ask.altered),
        "marks": list(ask.marks),
        "put_back": bool(facts.database_problem),
        "taken": facts.pictures_taken,
    }
    if facts.last_event_at is not None:
        context["last"] = round(facts.last_event_at.timestamp() * 1000)
    return {
        "principal": 'Member::"somebody"',
        "action": f'Action::"{ask.moment}"',
        "resource": f'Licence::"{facts.scope.licence_id}"',
        "context": context,
    }


def entities(facts: Facts) -> str:
    """The licence as Cedar's entity."""
    scope = facts.scope
    attributes = {
        "brand": scope.brand_id,
        "status": facts.licence_status,
        "licence_ok": not facts.licence_problem,
        "consent": facts.consent_status,
        "consent_ok": not facts.consent_problem,
        "creation": facts.creation_status,
        "creation_ok": not facts.creation_problem,
        "beyond": bool(scope.beyond),
        "erased": facts.twin_erased,
        "adult": facts.adult,
        "memo": facts.memo_accepted,
        "starts": scope.starts.toordinal(),
        "ends": scope.ends.toordinal(),
        "garments": [f"{garment} {sha256}" for garment, sha256 in scope.garments],
        "backgrounds": sorted(scope.backgrounds),
        "channels": sorted(scope.channels),
        "worldwide": "WORLD" in scope.territories,
        "places": sorted(scope.places),
        "receivers": sorted(scope.receivers),
        "pictures": scope.pictures,
    }
    uid = {"type": "Licence", "id": scope.licence_id}
    return json.dumps([{"uid": uid, "attrs": attributes, "parents": []}])
