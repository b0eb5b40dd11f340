"""Signing and taking back, walked on the real pages; and everything that keeps a signature from being made."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from doublet.consents import deaths
from doublet.consents.actions import (
    open_consent,
    receipt_claims,
    reword_consent,
    sign_consent,
    withdraw_consent,
)
from doublet.consents.languages import CODES, language
from doublet.consents.models import Consent
from doublet.consents.queries import in_force, why_not_genuine
from doublet.consents.reminders import remind_of_endings
from doublet.consents.rules import Advice
from doublet.consents.tests.people import adult
from doublet.kernel import clock, tokens
from doublet.kernel.models import Notice
from doublet.kernel.refusals import Refused
from doublet.licences.gate import permit
from doublet.licences.rules import Ask
from doublet.offers import roster
from doublet.offers.actions import accept, send_offer, write_brief
from doublet.offers.models import Offer
from doublet.people.models import ModelProfile, Role, User
from doublet.story import scenery
from doublet.story.target import Target
from doublet.testing import signed_in

NOBODY = Advice()
NEVER_REQUIRED = ("waive", "adviser")


class Page(HTMLParser):
    """The links and forms of a page, as a person meets them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, list[dict[str, str | None]]]] = []
        self.lang: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = dict(pairs)
        if "lang" in attrs:
            self.lang.append(attrs["lang"])
        if tag == "a":
            self.links.append(attrs.get("href") or "")
        elif tag == "form":
            self.forms.append((attrs.get("action") or "", []))
        elif tag in ("input", "select", "textarea") and self.forms:
            self.forms[-1][1].append(attrs)


def opened(model: ModelProfile, kind: str = "twin_creation", days: int = 365, code: str = "") -> Consent:
    today = clock.now().date()
    return open_consent(
        by=model.user, model=model, kind=kind, starts=today, ends=today + timedelta(days=days), language=code
    )


def signed(model: ModelProfile, consent: Consent, advice: Advice = NOBODY) -> Consent:
    return sign_consent(
        by=model.user,
        consent=consent,
        typed_name=model.legal_name,
        shown_sha256=consent.text_sha256,
        waive_waiting=True,
        reauthenticated_at=clock.now(),
        advice=advice,
    )


@pytest.mark.parametrize("kind", Consent.Kind.values)
def test_withdrawing_takes_no_more_presses_and_no_more_answers_than_signing(
    client: Client, db: None, kind: str, target: Target
) -> None:
    model = target.people.model
    signed_in(client, model.user)
    Consent.objects.filter(model=model, kind=kind, status="active").update(status="superseded")
    consent = opened(model, kind)

    def page(path: str) -> Page:
        return Page(client.get(path).content.decode())

    presses = {"signing": 0, "withdrawing": 0}
    path = reverse("consents:read", args=[consent.pk])
    assert path in page(reverse("consents:list")).links
    presses["signing"] += 1
    action, fields = next(form for form in page(path).forms if form[0].endswith("/sign"))
    assert not any("checked" in field for field in fields), "nothing is ticked beforehand"
    asked = {field["name"] for field in fields if field.get("type") != "hidden"} - {None}
    answers = {
        "name": model.legal_name,
        "advised_by": "none",
        "waive": "on",
        "shown_sha256": consent.text_sha256,
    }
    assert client.post(action, answers).status_code == 302
    presses["signing"] += len(asked - set(NEVER_REQUIRED)) + 1

    path = reverse("consents:withdraw", args=[consent.pk])
    assert path in page(reverse("consents:list")).links
    presses["withdrawing"] += 1
    forms = [form for form in page(path).forms if "logout" not in form[0]]
    assert len(forms) == 1
    assert [field.get("type") for field in forms[0][1]] == ["hidden"], "no reason is asked"
    assert client.post(path).status_code == 302
    presses["withdrawing"] += 1
    consent.refresh_from_db()
    assert consent.status == "withdrawn"
    assert presses["withdrawing"] <= presses["signing"]
    assert presses["withdrawing"] == 2


def test_no_address_opens_or_signs_two_documents(client: Client, target: Target) -> None:
    model = adult("two@example.org")
    signed_in(client, model.user)
    day = (clock.now().date() + timedelta(days=30)).isoformat()
    client.post(
        reverse("consents:write", args=["twin_creation"]),
        {"ends": day, "kind": ["twin_use", "biometric_matching"]},
    )
    assert Consent.objects.filter(model=model).count() == 1
    client.post(reverse("consents:write", args=["biometric_matching"]), {"ends": day})
    first, second = Consent.objects.filter(model=model)
    answers = {"name": "Mei Fiktiv", "advised_by": "none", "waive": "on", "consent": second.pk}
    client.post(reverse("consents:sign", args=[first.pk]), answers | {"shown_sha256": first.text_sha256})
    assert Consent.objects.filter(model=model, status="active").count() == 1
    routes = [str(entry.pattern) for entry in get_resolver("doublet.consents.urls").url_patterns]
    signing = [route for route in routes if "sign" in route]
    assert signing == ["consents/<str:pk>/sign"]


@pytest.mark.parametrize("code", CODES)
def test_she_reads_signs_and_keeps_it_in_her_language(client: Client, db: None, code: str) -> None:
    model, said = adult("mei@example.org", language=code), language(code)
    signed_in(client, model.user)
    consent = opened(model)
    assert consent.language == code
    shown = client.get(reverse("consents:read", args=[consent.pk])).content.decode()
    assert said.html in Page(shown).lang
    assert said.word("titles", "twin_creation") in shown.replace("&#x27;", "'")
    refused = client.post(reverse("consents:sign", args=[consent.pk]), {"shown_sha256": consent.text_sha256})
    assert refused.status_code == 400
    if code not in ("en",):
        assert "This field is required" not in refused.content.decode()
    wrong = client.post(
        reverse("consents:sign", args=[consent.pk]),
        {
            "name": "X Y",
            "advised_by": "union",
            "adviser": "U",
            "waive": "on",
            "shown_sha256": consent.text_sha256,
        },
    )
    assert (
        said.text("refusals", "name_differs", legal_name="Mei Fiktiv")
        in wrong.context["form"]["name"].errors[0]
    )
    kept = signed(model, consent, Advice("union", "ModelUnion"))
    assert kept.receipt is not None
    assert (kept.receipt["language"], kept.receipt["advised_by"]) == (code, "union")
    assert why_not_genuine(kept) == ""
    assert client.get(reverse("consents:paper", args=[consent.pk])).content.startswith(b"%PDF")
    assert Notice.objects.filter(subject__contains=said.word("titles", "twin_creation")).exists()


def test_another_language_is_another_document_with_the_same_terms(db: None) -> None:
    model = adult("mei@example.org", language="fr")
    first = opened(model)
    second = reword_consent(by=model.user, consent=first, language="zh")
    assert (second.terms_sha256, second.language) == (first.terms_sha256, "zh")
    assert second.text_sha256 != first.text_sha256
    assert not Consent.objects.filter(pk=first.pk).exists()
    with pytest.raises(Refused, match="moved_on"):
        reword_consent(by=model.user, consent=signed(model, second), language="de")


def test_nobody_signs_whose_document_no_operator_has_seen(db: None) -> None:
    model = adult("mei@example.org", confirmed=False)
    with pytest.raises(Refused, match="identity_not_confirmed") as refused:
        signed(model, opened(model))
    assert "operator" in refused.value.hint


def test_a_photo_from_before_her_18th_birthday_keeps_her_from_signing(target: Target) -> None:
    model = target.people.model
    target.photo.taken_on = date(model.birth_date.year + 17, 1, 1)
    target.photo.save()
    with pytest.raises(Refused, match="photos_before_18"):
        signed(model, opened(model))


def test_an_adviser_without_a_name_is_no_answer(db: None) -> None:
    model = adult("mei@example.org")
    for advice in (Advice("counsel"), Advice("union", "  "), Advice("agent", "A")):
        with pytest.raises(Refused):
            signed(model, opened(model), advice)


def test_a_changed_adviser_is_noticed(db: None) -> None:
    model = adult("mei@example.org")
    consent = signed(model, opened(model), Advice("counsel", "Kanzlei"))
    consent.advised_by, consent.adviser = "", ""
    assert "receipt" in why_not_genuine(consent)


def test_a_receipt_from_before_advice_was_asked_stays_valid(db: None) -> None:
    model = adult("mei@example.org")
    consent = signed(model, opened(model))
    consent.advised_by = ""
    consent.receipt = {
        **receipt_claims(consent),
        "signature": tokens.sign("consent-receipt", receipt_claims(consent)),
    }
    assert "advised_by" not in consent.receipt
    assert why_not_genuine(consent) == ""


def test_the_roster_shows_her_only_while_she_consents_to_it(client: Client, target: Target) -> None:
    model, brand = target.people.model, target.people.brand
    assert roster.entry_for(brand, model.pk)
    shown = in_force(model, "roster_display", clock.now().date())
    assert shown is not None
    withdraw_consent(by=model.user, consent=shown)
    signed_in(client, brand)
    for name in ("person", "portrait", "brief_write"):
        assert client.get(reverse(f"offers:{name}", args=[model.pk])).status_code == 404
    target.licence.refresh_from_db()
    assert target.licence.status == "active", "her licences do not hang on it"


def second_operator() -> User:
    return User.objects.create_user("second@demo.invalid", "x", role=Role.OPERATOR, name="Second")


def test_a_death_stops_everything_and_a_second_operator_undoes_a_mistake(target: Target) -> None:
    model, operator = target.people.model, target.people.operator
    before = dict(Consent.objects.filter(model=model).values_list("pk", "status"))
    notice = deaths.note_death(by=operator, model=model, evidence="Her agency called, no paper seen yet")
    decision = permit(target.licence, Ask("verify"))
    assert not decision.allowed
    with pytest.raises(Refused, match="papers_stopped"):
        opened(model)
    with pytest.raises(Refused, match="second_operator"):
        deaths.undo_death(by=operator, notice=notice, why="She phoned, it was a mix-up")
    deaths.undo_death(by=second_operator(), notice=notice, why="She phoned, it was a mix-up")
    assert dict(Consent.objects.filter(model=model).values_list("pk", "status")) == before
    assert permit(target.licence, Ask("verify")).allowed


def test_after_a_death_licences_run_out_only_by_her_own_word_and_the_person_she_named(target: Target) -> None:
    model, operator, second = target.people.model, target.people.operator, second_operator()
    told = "A death certificate of the town hall, shown today"
    today = clock.now().date()
    wish = open_consent(
        by=model.user,
        model=model,
        kind="posthumous",
        starts=today,
        ends=today + timedelta(days=365),
        after_death=("licences_run_out",),
        heir="Rosa  Ficción",
    )
    signed(model, wish)
    notice = deaths.note_death(by=operator, model=model, evidence=told)
    assert not permit(target.licence, Ask("verify")).allowed, (
        "her consent for the time after does not start by itself"
    )
    with pytest.raises(Refused, match="not_her_heir"):
        deaths.admit_heir(by=second, notice=notice, heir="Somebody Else", evidence=told)
    deaths.admit_heir(by=second, notice=notice, heir="rosa ficción", evidence=told)
    assert permit(target.licence, Ask("verify")).allowed
    assert in_force(model, "roster_display", today) is None, "nobody finds her any more"
    with pytest.raises(Refused, match="papers_stopped"):
        opened(model)


def test_without_a_word_of_hers_nothing_goes_on_after_a_death(target: Target) -> None:
    told = "A death certificate of the town hall, shown today"
    notice = deaths.note_death(by=target.people.operator, model=target.people.model, evidence=told)
    with pytest.raises(Refused, match="nothing_after_death"):
        deaths.admit_heir(by=second_operator(), notice=notice, heir="Rosa", evidence=told)
    with pytest.raises(Refused, match="already_noted"):
        deaths.note_death(by=target.people.operator, model=target.people.model, evidence=told)


def test_only_operators_note_deaths(client: Client, target: Target) -> None:
    page = reverse("consents:deaths")
    for user, status in (
        (target.people.brand, 403),
        (target.people.model.user, 403),
        (target.people.operator, 200),
    ):
        signed_in(client, user)
        assert client.get(page).status_code == status
    answer = client.post(page, {"model": target.people.model.pk, "evidence": "too short"})
    assert answer.status_code == 400
    evidence = "A death certificate of the town hall, shown today"
    assert client.post(page, {"model": target.people.model.pk, "evidence": evidence}).status_code == 302
    assert b"Everything stands still" in client.get(page).content


def test_what_may_happen_after_a_death_needs_a_named_person(client: Client, db: None) -> None:
    model = adult("mei@example.org", language="de")
    signed_in(client, model.user)
    page = reverse("consents:write", args=["posthumous"])
    assert not re.search(rb"<input[^>]* checked", client.get(page).content)
    ends = (clock.now().date() + timedelta(days=30)).isoformat()
    answer = client.post(page, {"ends": ends, "after_death": ["licences_run_out"]})
    assert answer.context["form"]["heir"].errors == [language("de").word("refusals", "heir_unnamed")]
    assert client.post(page, {"ends": ends}).status_code == 302


def test_she_is_told_once_in_her_language_30_days_before_an_end(db: None) -> None:
    model = adult("mei@example.org", language="it")
    soon = signed(model, opened(model, days=29))
    signed(model, opened(model, "biometric_matching", days=31))
    Notice.objects.all().delete()
    assert (remind_of_endings(), remind_of_endings()) == (1, 0)
    notice = Notice.objects.get()
    assert notice.subject == language("it").text(
        "page", "ending_subject", day=soon.ends, title=language("it").word("titles", "twin_creation")
    )
    soon.refresh_from_db()
    assert soon.ends == clock.now().date() + timedelta(days=29), "nothing renews itself"


def test_the_deal_memo_speaks_her_language(client: Client, target: Target) -> None:
    model = target.people.model
    model.language = "de"
    model.save()
    offer = agreed(target)
    signed_in(client, model.user)
    page = client.get(reverse("licences:sign", args=[offer.pk])).content.decode()
    assert "Was Sie verdienen" in page
    assert "Studiohintergr" not in page
    assert language("de").word("memo", "soon_title") in page, "it starts today"
    refused = client.post(
        reverse("licences:sign", args=[offer.pk]),
        {"name": model.legal_name, "advised_by": "none", "shown_sha256": "0" * 64},
    )
    assert language("de").word("refusals", "text_changed") in refused.content.decode()


def agreed(target: Target) -> Offer:
    brief = write_brief(
        by=target.people.brand,
        model=target.people.model,
        title="Next",
        garments=[target.garment],
        terms=scenery.wish(pictures=1),
    )
    offer = send_offer(by=target.people.brand, brief=brief)
    accept(by=target.people.agent, offer=offer, number=1)
    offer.refresh_from_db()
    return offer
