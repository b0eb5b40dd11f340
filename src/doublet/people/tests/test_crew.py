"""Who worked on her photos: named by her, asked by link, with a share that counts in the fifth."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from doublet.kernel import clock
from doublet.kernel.models import AuditEvent, Notice
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, NotThere, Refused
from doublet.people import commissions
from doublet.people.crew import answering, naming, queries, wording
from doublet.people.crew.models import FRESH, LINK_LIVES, CrewMember
from doublet.people.models import Agency, ModelProfile, User
from doublet.people.tests.test_mandates import give

pytestmark = pytest.mark.django_db
IBAN = "DE89370400440532013000"


def named(ines: ModelProfile, **more: object) -> tuple[CrewMember, str]:
    told = {"role": "photographer", "name": "Pau Fiktiv", "email": "pau@example.org"} | more
    member, link = naming.name_crew(by=ines.user, model=ines, **told)  # type: ignore[arg-type]
    return member, link.rpartition("/")[2]


def answer(secret: str, *, permits: bool = True, language: str = "", credited: bool = False) -> CrewMember:
    text = wording.permission(queries.by_link(secret), language)
    return answering.answer(
        secret=secret,
        permits=permits,
        typed_name="Pau Fiktiv",
        shown_sha256=text.sha256,
        language=text.language,
        credited=credited,
    )


def test_her_yes_is_kept_with_the_text_and_only_then_she_shares(ines: ModelProfile) -> None:
    member, secret = named(ines, share_bp=300)
    assert secret in Notice.objects.get(to="pau@example.org").body
    assert [each.party for each in commissions.taken_of(ines)] == ["platform"]
    said = answer(secret, language="de", credited=True)
    assert (said.status, said.language, said.typed_name) == ("permitted", "de", "Pau Fiktiv")
    assert any("3 Prozent" in line for line in said.text["lines"])
    event = AuditEvent.objects.get(kind="crew.permitted")
    assert (event.actor, event.data["text_sha256"]) == (member.pk, said.text_sha256)
    crew = commissions.taken_of(ines)[-1]
    assert (crew.party, crew.holder, crew.basis_points) == ("crew", member.pk, 300)
    assert commissions.together_bp(ines) == 800
    assert queries.credits_for(ines, ["cap_x"]) == [member]


def test_a_crew_is_small_and_counts_in_the_fifth(ines: ModelProfile, agency: Agency) -> None:
    give(ines, agency, 1300)
    with pytest.raises(Refused) as refused:
        named(ines, share_bp=300)
    assert (refused.value.code, refused.value.rule) == ("commission_over_limit", "FWA-06")
    named(ines, share_bp=200)
    with pytest.raises(Refused):
        named(ines, email="second@example.org", share_bp=1)
    assert named(ines, email="third@example.org", share_bp=0)


def test_together_they_get_five_percent_at_most(ines: ModelProfile) -> None:
    named(ines, share_bp=300)
    with pytest.raises(Refused) as refused:
        named(ines, email="second@example.org", role="stylist", share_bp=201)
    assert refused.value.code == "crew_share_too_large"
    assert "2 % is left" in refused.value.hint
    with pytest.raises(IntegrityError), transaction.atomic():
        CrewMember.objects.update(share_bp=501)


def test_a_mandate_that_came_meanwhile_stops_a_yes_that_would_pass_the_fifth(
    ines: ModelProfile, agency: Agency
) -> None:
    _, secret = named(ines, share_bp=300)
    give(ines, agency, 1300)
    with pytest.raises(Refused) as refused:
        answer(secret)
    assert refused.value.code == "commission_over_limit"


def test_another_share_asks_again(ines: ModelProfile) -> None:
    member, secret = named(ines, share_bp=300)
    answer(secret)
    naming.change_share(by=ines.user, member=member, share_bp=100)
    assert queries.sharing(ines) == []
    with pytest.raises(NotThere):
        answer(secret)


def test_the_text_that_was_shown_is_the_text_that_is_kept(ines: ModelProfile) -> None:
    member, secret = named(ines, share_bp=300)
    shown = wording.permission(member).sha256
    CrewMember.objects.update(share_bp=100)
    with pytest.raises(Refused) as refused:
        answering.answer(secret=secret, permits=True, typed_name="Pau", shown_sha256=shown, language="en")
    assert refused.value.code == "text_changed"


@pytest.mark.parametrize("code", wording.CODES)
def test_every_language_says_all_of_it(ines: ModelProfile, code: str) -> None:
    member, _ = named(ines, share_bp=250)
    text = wording.permission(member, code)
    english = wording.permission(member, "en")
    assert len(text.lines) == len(english.lines) == 5
    assert "Inés" in " ".join(text.lines)
    assert re.search("2[.,]5", " ".join(text.lines))
    assert "{" not in "".join((*text.lines, text.accept, text.title))
    assert code == "en" or text.lines != english.lines


def test_a_no_of_a_photographer_stands_until_it_is_resolved(ines: ModelProfile, olga: User) -> None:
    member, secret = named(ines)
    stylist, other = named(ines, role="stylist", email="sty@example.org")
    answer(secret, permits=False)
    answer(other, permits=False)
    assert queries.in_the_way(ines, "cap_x") == [member]
    told = set(Notice.objects.filter(subject__contains="no").values_list("to", flat=True))
    assert olga.email in told
    naming.end_crew(by=ines.user, member=member)
    assert queries.in_the_way(ines, "cap_x") == [member]  # taking her off does not unsay it
    with pytest.raises(NotAllowed):
        naming.resolve(by=ines.user, member=member, words="I say it is fine, so it must be")
    with pytest.raises(BadInput):
        naming.resolve(by=olga, member=member, words="Fine.")
    naming.resolve(
        by=olga, member=member, words="The contract of 3 May gives her these rights; both saw it today."
    )
    assert queries.in_the_way(ines, "cap_x") == []
    with pytest.raises(Conflict):
        naming.resolve(by=olga, member=stylist, words="There is nothing to resolve about a stylist here.")


def test_a_yes_after_a_no_opens_the_photos_again_and_can_be_taken_back(ines: ModelProfile) -> None:
    _, secret = named(ines, share_bp=200)
    answer(secret, permits=False)
    answer(secret)
    assert queries.in_the_way(ines, "") == []
    answering.take_back(secret=secret)
    assert len(queries.in_the_way(ines, "")) == 1
    assert queries.sharing(ines) == []


def test_a_set_of_its_own_is_the_only_one_that_is_closed(ines: ModelProfile) -> None:
    _, secret = named(ines, capture="cap_one")
    answer(secret, permits=False)
    assert queries.in_the_way(ines, "cap_one")
    assert queries.in_the_way(ines, "cap_two") == []


def test_a_bank_account_is_changed_only_by_a_fresh_link_and_she_is_told(ines: ModelProfile) -> None:
    member, secret = named(ines, share_bp=200)
    with time_machine.travel(clock.now() + FRESH * 2):
        answering.set_bank_account(secret=secret, iban=IBAN, country="DE")
        with pytest.raises(NotAllowed) as stale:
            answering.set_bank_account(secret=secret, iban="FR1420041010050500013M02606", country="FR")
        assert stale.value.code == "link_not_fresh"
        answering.ask_for_link(secret=secret)
        with pytest.raises(NotThere):
            queries.by_link(secret)
        mail = Notice.objects.filter(to=member.email).order_by("pk").last()
        assert mail
    member.refresh_from_db()
    assert (member.iban, member.country) == (IBAN, "DE")


def test_a_link_runs_out_and_brings_a_new_one_to_the_address_on_file_only(
    ines: ModelProfile, client: Client
) -> None:
    _, secret = named(ines)
    with time_machine.travel(clock.now() + LINK_LIVES):
        with pytest.raises(NotAllowed) as out:
            answer(secret)
        assert out.value.code == "link_run_out"
        assert client.get(reverse("crew", args=[secret])).status_code == 403
        before = Notice.objects.filter(to="pau@example.org").count()
        assert client.post(reverse("crew_link", args=[secret])).status_code == 200
        assert Notice.objects.filter(to="pau@example.org").count() == before + 1
    assert client.get(reverse("crew", args=[secret])).status_code == 404


def test_behind_the_link(ines: ModelProfile, client: Client) -> None:
    member, secret = named(ines, share_bp=150)
    page = client.get(reverse("crew", args=[secret]))
    assert "checked" not in page.content.decode()
    assert 'lang="fr"' in client.get(reverse("crew", args=[secret]), {"language": "fr"}).content.decode()
    form = {
        "name": "Pau Fiktiv",
        "language": "en",
        "shown_sha256": page.context["text"].sha256,
        "permits": "yes",
    }
    nameless = client.post(reverse("crew_answer", args=[secret]), form | {"name": ""})
    assert nameless.status_code == 400
    assert client.post(reverse("crew_answer", args=[secret]), form).status_code == 302
    wrong = client.post(reverse("crew_account", args=[secret]), {"iban": "DE00", "country": "DE"})
    assert wrong.status_code == 400
    right = client.post(reverse("crew_account", args=[secret]), {"iban": IBAN, "country": "DE"})
    assert right.status_code == 302
    assert "ends in <code>3000" in client.get(reverse("crew", args=[secret])).content.decode()
    assert "Nothing yet" in client.get(reverse("ledger:crew_money", args=[secret])).content.decode()
    member.refresh_from_db()
    assert not member.credited


def test_she_names_asks_again_and_takes_off_on_her_page(
    ines: ModelProfile, as_ines: Client, as_olga: Client
) -> None:
    page = reverse("twins:crew")
    form = {"role": "stylist", "name": "Sol", "email": "sol@example.org", "language": "es", "percent": "6"}
    assert "5 % is the most" in as_ines.post(page, form).content.decode()
    assert as_ines.post(page, form | {"percent": "2.5"}).status_code == 302
    member = ines.crew.get()
    assert (member.share_bp, member.language) == (250, "es")
    assert as_ines.post(reverse("twins:crew_share", args=[member.pk]), {"percent": "1"}).status_code == 302
    assert as_ines.post(reverse("twins:crew_link", args=[member.pk])).status_code == 302
    assert as_ines.post(reverse("twins:crew_end", args=[member.pk])).status_code == 302
    assert not queries.crew_of(ines).exists()
    assert as_olga.get(page).status_code == 403
    assert as_olga.get(reverse("crew_open")).status_code == 200
