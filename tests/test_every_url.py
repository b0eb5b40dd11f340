"""Every address of the site for everybody, by GET and by POST. An address without a row here fails.

A letter for each of nobody, model, agent, brand, other brand, operator, auditor:
o it answers · l sent to sign in · g sent on · f forbidden or hidden · x cannot be used so (a wrong method, an
empty form, a state that has moved on). The API's operations have a table of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from doublet.story import runs
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import signed_in
from tests.house import ROLES, House, furnish

TABLE = """
front                                 ooooooo ooooooo
home                                  loooooo loooooo
look                                  fffffff fffffff
join                                  ogggggg ogggggg
people                                lffffof lffffxf
identity_check                        lffffof lffffxf
identity_second                       lffffxf lffffff
identity_message                      xxxxxxx fffffff
identity                              lofffff lxfffff
identity_begin                        lxfffff lxfffff
invited                               fffffff fffffff
crew                                  fffffff xxxxxxx
crew_answer                           xxxxxxx fffffff
crew_take_back                        xxxxxxx fffffff
crew_account                          xxxxxxx fffffff
crew_link                             xxxxxxx fffffff
crew_open                             lffffoo lffffxx
crew_resolve                          lffffxf lffffxf
second_factor                         loooooo lxxxxxx
team                                  lfoooff lfxxxff
member_change                         lfxxxff lfgffff
member_remove                         lffffxf lffffgf
invite_model                          lfoffff lfxffff
invitation_change                     lfxxxff lfgffff
roster_import                         lfoffff lfxffff
roster_template                       lfoffff lfxffff
ties                                  lfoffof lfxffxf
tie_end                               lfxffxf lfgffgf
proposal_answer                       lxxxxxx lffffff
mandate_change                        lxxxxxx lgfffff
me                                    loooooo loooooo
profile_change                        lxxxxxx lxfffff
brand_names                           lffooff lffggff
bank_change                           lxxffff lxxffff
mandate_give                          lxxxxxx lxfffff
mandate_end                           lxxxxxx lggffff
token_make                            lxxxxxx lxxxxxx
token_revoke                          lxxxxxx lffffff
my_data                               loooooo lxxxxxx
account_reset_password_from_key       ooooooo ooooooo
account_login                         ogggggg ogggggg
account_logout                        goooooo ggggggg
account_inactive                      ooooooo xxxxxxx
account_signup                        ogggggg ogggggg
account_reauthenticate                loooooo loooooo
account_email                         loooooo lgggggg
account_email_verification_sent       ooooooo xxxxxxx
account_change_password               loooooo loooooo
account_set_password                  lgggggg lgggggg
account_reset_password                ooooooo ooooooo
account_confirm_login_code            lgggggg lgggggg
account_confirm_email                 ooooooo fffffff
account_reset_password_from_key_done  ooooooo xxxxxxx
account_reset_password_done           ooooooo xxxxxxx
mfa_index                             loooooo lxxxxxx
mfa_authenticate                      lgggggg lgggggg
mfa_reauthenticate                    lgggggg lgggggg
mfa_activate_totp                     lgggggg lgggggg
mfa_deactivate_totp                   lffffff lffffff
mfa_view_recovery_codes               lffffff lxxxxxx
mfa_generate_recovery_codes           lgggggg lgggggg
mfa_download_recovery_codes           lffffff lffffff
mfa_list_webauthn                     loooooo lxxxxxx
mfa_add_webauthn                      lgggggg lgggggg
mfa_reauthenticate_webauthn           lgggggg lgggggg
mfa_remove_webauthn                   lgggggg lgggggg
mfa_edit_webauthn                     lgggggg lgggggg
mfa_login_webauthn                    lgggggg lgggggg
twins:capture                         lofffff lxfffff
twins:open                            lxfffff lxfffff
twins:crew                            lofffff lxfffff
twins:crew_share                      lxfffff lgfffff
twins:crew_end                        lxfffff lgfffff
twins:crew_link                       lxfffff lgfffff
twins:unconfirmed                     lffffof lffffxf
twins:photo                           lofffof lxfffxf
twins:thumbnail                       lofffof lxfffxf
twins:delete                          lxfffff lxfffff
twins:upload                          lxfffff lxfffff
twins:uploads                         lxfffff lxfffff
twins:selfie                          lofffff lxfffff
twins:selfie_begin                    lxfffff lxfffff
twins:selfie_answer                   lxfffff lxfffff
twins:waive                           lffffxf lffffxf
twins:add                             lxfffff lxfffff
twins:report                          lofffff lxfffff
twins:make                            lxfffff lgfffff
twins:confirm                         lffffxf lffffgf
wardrobe:garments                     lffooff lffxxff
wardrobe:add                          lffooff lffxxff
wardrobe:csv                          lffooff lffxxff
wardrobe:garment                      lffofoo lxxxxxx
wardrobe:photo                        lffofoo lxxxxxx
wardrobe:thumbnail                    lffofoo lxxxxxx
wardrobe:points                       lffofoo lxxxxxx
wardrobe:mark                         lffofff lffofff
wardrobe:retire                       lffxxff lffgfff
wardrobe:plates                       lffooff lffxxff
wardrobe:credential                   lffxxff lffxfff
wardrobe:plate_credential             lffxxff lffxfff
wardrobe:plate_thumbnail              lffofoo lxxxxxx
wardrobe:plate_retire                 lffxxff lffgfff
consents:boundaries                   lofffff lxfffff
consents:example                      lofffff lxfffff
consents:boundaries_look              lxfffff lofffff
consents:boundaries_close             lxfffff lgfffff
consents:boundaries_undo              lxfffff lxfffff
consents:boundary_history             lofffff lxfffff
consents:list                         lofffff lxfffff
consents:write                        lofffff lxfffff
consents:read                         looffoo lxxxxxx
consents:sign                         lgfffff lxfffff
consents:withdraw                     lofffff lgfffff
consents:reword                       lxfffff lgfffff
consents:delete_twin                  lofffff lxfffff
consents:deletion                     lffffff lxfffff
consents:deletion_pdf                 lffffff lxfffff
consents:deletion_json                lffffff lxfffff
consents:deaths                       lffffoo lffffxf
consents:death_heir                   lffffxf lffffxf
consents:death_undo                   lffffxf lffffxf
consents:paper                        looffoo lxxxxxx
consents:receipt                      looffoo lxxxxxx
offers:roster                         lfooooo lfxxxxx
offers:person                         loooooo lxxxxxx
offers:portrait                       lffffff lxxxxxx
offers:brief_write                    lffooff lffxxff
offers:brief_outlook                  lffxxff lffooff
offers:briefs                         lffooff lffxxff
offers:background                     ooooooo xxxxxxx
offers:light                          ooooooo xxxxxxx
offers:brief                          lffofff lffxxff
offers:brief_send                     lffxxff lffxfff
offers:offers                         loooooo lxxxxxx
offers:offer                          looofoo lxxxxxx
offers:questions                      looofoo lxxxxxx
offers:question_answer                lxfffff lxfffff
offers:plate                          lffffff lxxxxxx
offers:say                            lxxxxxx lxxxfxx
offers:agree                          lxxxxxx lxxxfff
offers:extend                         lxxxxxx lxxxfff
offers:again                          lffofff lffxfff
offers:calendar                       lgfffff lxfffff
offers:calendar_of                    looffoo lxxxxxx
offers:counter                        looofoo lxxxfxx
offers:accept                         lxxxxxx lxxxfff
offers:decline                        lxxxxxx lggffff
offers:withdraw                       lffxxff lffgfff
offers:rates                          ooooooo xxxxxxx
offers:rate_json                      ooooooo xxxxxxx
offers:rate_toml                      ooooooo xxxxxxx
offers:rate_card                      ooooooo xxxxxxx
offers:rates_publish                  lffffoo lffffxf
offers:price                          lgfffff lxfffff
offers:price_of                       looffoo lxxxxxx
offers:followers_enter                lxfffff lxfffff
offers:followers_out                  lxfffff lgfffff
offers:stated_out                     lxfffff lgfffff
offers:popularity                     lffooff lffxxff
offers:agency                         lfoffff lfxffff
offers:agency_csv                     lfoffff lfxffff
licences:licences                     loooooo lxxxxxx
licences:licence                      looofoo lxxxxxx
licences:contract                     looofoo lxxxxxx
licences:pause                        lofffff lgfffff
licences:resume                       lxfffff lxfffff
licences:withdraw                     lofffff lgfffff
licences:folder                       looofoo lxxxxxx
licences:folder_zip                   looofoo lxxxxxx
licences:odrl                         looofoo lxxxxxx
licences:credential                   looofoo lxxxxxx
licences:rights_constraint            looofoo lxxxxxx
licences:status_list                  ooooooo xxxxxxx
licences:jwks                         ooooooo xxxxxxx
licences:did                          ooooooo xxxxxxx
licences:words                        ooooooo xxxxxxx
licences:context                      ooooooo xxxxxxx
licences:sign                         lofffff lxfffff
studio:studio                         loooooo lxxxxxx
studio:cancel                         lffxxff lffxfff
studio:another                        lffxxff lffxfff
studio:retouch                        lffofff lffxfff
studio:retouch_undo                   lffxxff lffxfff
studio:recipe                         ooooooo xxxxxxx
studio:licence                        looofoo lxxxxxx
studio:board                          looofoo lxxxxxx
studio:ask                            lffofff lffxfff
studio:count                          lffxxff lffofff
provenance:verify                     ooooooo xxxxxxx
provenance:result                     ooooooo xxxxxxx
provenance:status                     ooooooo xxxxxxx
provenance:log                        ooooooo xxxxxxx
provenance:log_head                   ooooooo xxxxxxx
provenance:log_heads                  ooooooo xxxxxxx
provenance:log_inclusion              xxxxxxx xxxxxxx
provenance:log_consistency            xxxxxxx xxxxxxx
provenance:record_json                ooooooo xxxxxxx
provenance:record                     ooooooo xxxxxxx
publishing:review                     lofffff lxfffff
publishing:decided                    lofffff lxfffff
publishing:look                       lofffff lxfffff
publishing:review_garment             lofffff lxfffff
publishing:unretouched                lffffff lxfffff
publishing:board                      lofffff lxfffff
publishing:batch                      lofffff lxfffff
publishing:decide                     lxfffff lxfffff
publishing:approve                    lxfffff lxfffff
publishing:reject                     lxfffff lxfffff
publishing:deliveries                 loooooo lxxxxxx
publishing:deliveries_of              looofoo lxxxxxx
publishing:deliver                    lffofff lffxfff
publishing:preview                    looofoo lxxxxxx
publishing:sample                     looofoo lxxxxxx
publishing:shown                      looofoo lxxxxxx
publishing:delivery                   looofoo lxxxxxx
publishing:download                   lffxxff lffofff
publishing:bundle                     lffxxff lffofff
publishing:alt_text                   lffxxff lffxfff
publishing:placement                  lffxxff lffxfff
publishing:takeback                   lofffff lxfffff
publishing:takeback_use               lofffff lgfffff
publishing:takeback_picture           lofffff lgfffff
payouts:way                           looffff lxxffff
payouts:begin                         lxxffff lffffff
payouts:back                          lggffff lxxffff
payouts:message                       xxxxxxx fffffff
ledger:statement                      looffff lxxffff
ledger:paper                          looffff lxxffff
ledger:table                          looffff lxxffff
ledger:data                           looffff lxxffff
ledger:period                         looffff lxxffff
ledger:jackpot                        ooooooo xxxxxxx
ledger:owing                          lffooff lffxxff
ledger:owing_paper                    lffofff lffxxff
ledger:owing_table                    lffofff lffxxff
ledger:advances                       looffff lxxffff
ledger:advance                        lxfffff lgfffff
ledger:currency                       lofffff lgfffff
ledger:exchange                       lffffoo lffffxx
ledger:exchange_note                  lffffxf lffffxf
ledger:exchange_file                  lffffxf lffffxf
ledger:due                            lffffoo lffffxx
ledger:beforehand                     looofoo lffffxf
ledger:crew_money                     fffffff xxxxxxx
watch:tasks                           loooooo lxxxxxx
watch:done                            lffxxff lffxfff
watch:reopen                          lxfffff lxfffff
watch:screenshot                      lffffff lxxxxxx
watch:standing                        lofffff lxfffff
watch:webhooks                        lffooff lffxxff
watch:webhook_test                    lffxxff lffgfff
watch:webhook_off                     lffxxff lffgfff
watch:cases                           lffffoo lffffxx
watch:case                            lffffoo lffffxx
watch:notice                          lffffff lffffxx
watch:report                          ooooooo xxxxxxx
watch:reported                        ooooooo xxxxxxx
packs:packs                           lffffoo lffffxx
packs:licence                         lffffxx lffffxx
packs:period                          lffffxx lffffxx
packs:mine                            lofffff lxfffff
operator:overview                     lffffoo lffffxx
operator:audit                        lffffoo lffffxx
operator:audit_check                  lffffxx lffffoo
operator:database                     lffffxf lffffxf
operator:ledger                       lffffoo lffffxx
operator:ledger_check                 lffffxx lffffoo
operator:trial                        lffffoo lffffxx
operator:trial_csv                    lffffoo lffffxx
operator:account                      lffffoo lffffxx
operator:posting                      lffffoo lffffxx
operator:ageing                       lffffoo lffffxx
operator:platform                     lffffoo lffffxx
operator:ledger_export                lffffoo lffffxx
operator:payment                      lffffxf lffffxf
operator:payouts                      lffffoo lffffxx
operator:payout_preview               lffffoo lffffxx
operator:payout_plan                  lffffxf lffffxf
operator:payout_item                  lffffxf lffffxf
operator:payout                       lffffoo lffffxx
operator:payout_approve               lffffxf lffffff
operator:payout_send                  lffffxf lffffgf
operator:payout_cancel                lffffxf lffffxf
operator:payout_xml                   lffffoo lffffxx
operator:payout_csv                   lffffoo lffffxx
operator:bank                         lffffoo lffffxf
operator:bank_line                    lffffxf lffffxf
operator:bank_statement               lffffoo lffffxx
operator:bank_confirm                 lffffxf lffffgf
operator:brands_money                 lffffoo lffffxx
operator:chargeback                   lffffof lffffxf
operator:refund                       lffffof lffffxf
operator:tax                          lffffoo lffffxf
operator:tax_paid                     lffffxf lffffxf
operator:captures                     lffffgf lffffxf
rulebook:rules                        ooooooo xxxxxxx
rulebook:rules_json                   ooooooo xxxxxxx
rulebook:rule                         ooooooo xxxxxxx
rulebook:operator                     lffffoo lffffxx
rulebook:raise                        lffffof lffffxf
rulebook:add                          lffffof lffffxf
rulebook:setup                        lffffoo lffffxx
api_reference                         ooooooo xxxxxxx
api_nothing                           fffffff fffffff
selftest                              ooooooo ggggggg
"""
ROWS = {name: (got, posted) for name, got, posted in (line.split() for line in TABLE.strip().splitlines())}

# What stands for each part of an address. A part called pk is the row that the address is about.
KINDS = {
    "kind": "twin_use",
    "currency": "EUR",
    "purpose": "revocation",
    "channel": "own_web",
    "profile": "eu-web",
    "number": 1,
    "rest": "v1/nothing",
    "uidb36": "usr_0",
    "key": "no-key",
    "secret": "no-secret",
    "name": "charcoal",
    "light": "soft",
    "preset": "clean_shop",
    "code": "bank_clearing",
}
ABOUT = {
    "rulebook:rule": "rule",
    "identity_check": "model",
    "identity_second": "check",
    "member_change": "member",
    "member_remove": "member",
    "invitation_change": "invitation",
    "proposal_answer": "invitation",
    "tie_end": "tie",
    "mandate_end": "mandate",
    "mandate_change": "mandate",
    "crew_resolve": "crew",
    "twins:crew_share": "crew",
    "twins:crew_end": "crew",
    "twins:crew_link": "crew",
    "ledger:advance": "advance",
    "ledger:beforehand": "licence",
    "twins:photo": "photo",
    "twins:thumbnail": "photo",
    "twins:delete": "photo",
    "twins:selfie_answer": "challenge",
    "twins:upload": "upload",
    "twins": "capture",
    "wardrobe": "garment",
    "wardrobe:plate_thumbnail": "plate",
    "wardrobe:plate_retire": "plate",
    "wardrobe:plate_credential": "plate",
    "consents:death_heir": "notice",
    "consents:death_undo": "notice",
    "consents": "consent",
    "offers:person": "model",
    "offers:portrait": "model",
    "offers:brief_write": "model",
    "offers:brief_outlook": "model",
    "offers:calendar_of": "model",
    "offers:price_of": "model",
    "offers:rate_json": "version",
    "offers:rate_toml": "version",
    "offers:rate_card": "version",
    "offers:followers_out": "following_id",
    "offers:brief": "brief",
    "offers:brief_send": "brief",
    "offers:question_answer": "question",
    "offers": "offer",
    "licences:sign": "offer",
    "licences": "licence",
    "studio:cancel": "shot",
    "studio:another": "shot",
    "studio:retouch": "frame",
    "studio:retouch_undo": "frame",
    "studio": "licence",
    "provenance": "credential",
    "provenance:result": "result",
    "publishing:deliveries_of": "licence",
    "publishing:delivery": "delivery",
    "publishing:shown": "delivery",
    "publishing:download": "delivery",
    "publishing:placement": "delivery",
    "publishing:alt_text": "delivery",
    "publishing:bundle": "licence",
    "publishing": "frame",
    "publishing:takeback": "licence",
    "publishing:takeback_use": "licence",
    "watch:webhook_test": "endpoint",
    "watch:webhook_off": "endpoint",
    "watch:case": "case",
    "watch:notice": "case",
    "watch": "task",
    "operator": "payout",
    "operator:payout_item": "item",
    "operator:bank_line": "line",
    "operator:bank_statement": "statement",
    "operator:bank_confirm": "statement",
    "operator:chargeback": "payment",
    "operator:refund": "brand",
    "operator:posting": "posting",
}


@pytest.fixture
def house(target: Target, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(runs, "begin", lambda: None)
    return furnish(target, frame, monkeypatch)


def test_the_table_has_every_address() -> None:
    assert {name for name, _ in addresses()} == set(ROWS)


def test_every_address_answers_everybody_as_the_table_says(house: House) -> None:
    clients = {role: _client(house, role) for role in ROLES}
    found = {
        name: tuple(
            "".join(_ask(clients[role], method, path) for role in ROLES) for method in ("get", "post")
        )
        for name, path in _paths(house)
    }
    wrong = [
        f"{name:42} {got} {posted}"
        for name, (got, posted) in found.items()
        if ROWS.get(name) != (got, posted)
    ]
    assert not wrong, "these rows are not as the table says:\n" + "\n".join(wrong)


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address apart from the API's operations, with the names of its parts."""
    seen = set()
    for name, parts in _walk(get_resolver(), ""):
        if name not in seen and not name.startswith("api:"):
            seen.add(name)
            yield name, parts


def _walk(
    resolver: URLResolver, space: str, before: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        shape = pattern.pattern
        parts = (*before, *{**shape.converters, **shape.regex.groupindex})
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, space + (f"{pattern.namespace}:" if pattern.namespace else ""), parts)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{shape} has no name"
            yield space + pattern.name, parts


def _paths(house: House) -> Iterator[tuple[str, str]]:
    ids = house.ids()
    for name, parts in addresses():
        about = ABOUT.get(name) or ABOUT.get(name.partition(":")[0], "")
        values = {part: KINDS.get(part) or ids.get(about, "0") for part in parts}
        yield name, reverse(name, kwargs=values)


def _client(house: House, role: str) -> Client:
    client = Client()
    return client if role == "nobody" else signed_in(client, house.users[role])


def _ask(client: Client, method: str, path: str) -> str:
    """Ask, and undo what it did, to the session too."""
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    kept = session.value if session else ""
    with transaction.atomic():
        answer = getattr(client, method)(path)
        transaction.set_rollback(True)
    client.cookies.clear()
    if kept:
        client.cookies[settings.SESSION_COOKIE_NAME] = kept
    return _letter(answer)


def _letter(answer: Any) -> str:
    status = answer.status_code
    if status in (301, 302):
        return "l" if re.match(reverse("account_login"), answer["Location"]) else "g"
    if status in (403, 404):
        return "f"
    assert status < 500, f"{status} at {answer.request['PATH_INFO']}"
    return "o" if status < 300 else "x"
