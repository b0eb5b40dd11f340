"""The thread of an offer: versions that never change, terms agreed one by one, messages, time, and whose yes counts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import doublet
from doublet.consents.actions import set_boundaries
from doublet.consents.boundaries import BoundaryTerms
from doublet.kernel import audit, clock
from doublet.kernel.models import Notice
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.offers import queries, thread
from doublet.offers.actions import (
    accept,
    agree_on,
    counter,
    decline,
    send_again,
    send_offer,
    withdraw_offer,
    write_brief,
)
from doublet.offers.models import Acceptance, Message, Offer, OfferVersion
from doublet.offers.talking import expire_old, extend, remind_soon, reopen_lapsed, say
from doublet.people.mandates import end_mandate
from doublet.people.models import Mandate
from doublet.story.chapters import FLOOR, OPENED
from doublet.story.scenery import sign_offer, wish
from doublet.story.target import Target
from doublet.testing import signed_in
from doublet.watch.models import Task


@pytest.fixture
def offer(target: Target) -> Offer:
    people = target.people
    brief = write_brief(
        by=people.brand, model=people.model, title="Spring", garments=[target.garment], terms=wish()
    )
    return send_offer(by=people.brand, brief=brief)


def fresh(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


def letters(email: str) -> str:
    return "\n\n".join(Notice.objects.filter(to=email).values_list("body", flat=True))


def open_terms(offer: Offer) -> set[str]:
    return {row.name for row in thread.term_rows(thread.versions_of(offer)) if not row.agreed}


def test_what_was_said_is_never_changed_or_deleted(target: Target, offer: Offer) -> None:
    say(by=target.people.agent, offer=offer, words="Hello")
    version = offer.versions.get()
    for row in (version, Acceptance.objects.filter(version=version)[0], Message.objects.get()):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
        with pytest.raises(TypeError):
            type(row).objects.filter(pk=row.pk).update(party="model")


def test_terms_are_agreed_one_by_one(target: Target, offer: Offer) -> None:
    people = target.people
    assert "pictures" in open_terms(offer)
    counter(by=people.agent, offer=offer, changes={"pictures": 8, "channels": ["own_web"]})
    assert open_terms(offer) == {"pictures", "channels"}
    agree_on(by=people.brand, offer=offer, number=2, terms=["pictures"])
    assert open_terms(offer) == {"channels"}
    assert fresh(offer).status == Offer.Status.OPEN  # agreeing on single terms binds nobody
    counter(by=people.brand, offer=offer, changes={"pictures": 5})
    assert open_terms(offer) == {"pictures"}
    accept(by=people.model.user, offer=offer, number=3)
    assert open_terms(offer) == set()
    assert fresh(offer).status == Offer.Status.AGREED


def test_nobody_agrees_on_terms_of_the_own_side_or_of_an_older_version(target: Target, offer: Offer) -> None:
    people = target.people
    with pytest.raises(Conflict):
        agree_on(by=people.brand, offer=offer, number=1, terms=["pictures"])
    counter(by=people.brand, offer=offer, changes={"pictures": 4})
    with pytest.raises(Conflict) as refused:
        agree_on(by=people.agent, offer=offer, number=1, terms=["pictures"])
    assert refused.value.code == "newer_version"
    for terms in ([], ["currency"], ["settings"]):
        with pytest.raises(BadInput):
            agree_on(by=people.agent, offer=offer, number=2, terms=terms)


def test_every_term_can_be_proposed_otherwise_and_goes_through_all_checks(
    target: Target, offer: Offer
) -> None:
    agent = target.people.agent
    words = (
        "Portraits of the spring line in soft light for the brand's own web shop, seen by shoppers in Europe."
    )
    version = counter(
        by=agent,
        offer=offer,
        changes={"backgrounds": ["studio_white"], "description": words, "payment_days": 14},
    )
    assert {row[0] for row in version.changes} == {"backgrounds", "settings", "description", "payment_days"}
    assert version.terms["settings"] == ["studio"]
    for changes, code in (
        ({"backgrounds": ["evening_street"]}, "boundary"),
        ({"poses": ["lying"]}, "boundary"),
        ({"exposure": ["sheer"]}, "boundary"),
        ({"company": ["animals"]}, "boundary"),
        ({"alterations": ["body_shape"]}, "boundary"),
        ({"purpose": "ooh"}, "boundary"),
        ({"description": "Nice pictures."}, "too_vague"),
        ({"garments": [target.unlicensed.pk]}, "garment_not_in_brief"),
        ({"garments": []}, "no_garments"),
        ({"settings": ["alcohol"]}, "not_negotiable"),
        ({"ends": "soon"}, "not_a_day"),
        ({"channels": ["own_social", "own_web"]}, "nothing_changed"),
    ):
        with pytest.raises(Refused) as refused:
            counter(by=agent, offer=offer, changes=changes)
        assert refused.value.code == code


def test_the_thread_says_who_spoke_as_whom_and_the_letters_say_what_changed(
    target: Target, offer: Offer
) -> None:
    people = target.people
    say(by=people.brand, offer=offer, words="Tell us what you <b>need</b>.\x07")
    counter(by=people.agent, offer=offer, changes={"pictures": 3}, note="Three will do.")
    page = signed_in(Client(), people.model.user).get(f"/offers/{offer.pk}/").content.decode()
    assert f"{people.agent}, {people.model}’s agent ({people.agency}), under the mandate of" in page
    assert "Tell us what you &lt;b&gt;need&lt;/b&gt;." in page
    assert "\x07" not in page
    assert "- Pictures: 5 → 3" in letters(people.brand.email)
    assert "Three will do." in letters(people.brand.email)
    assert "- Pictures: 5 → 3" in letters(people.model.user.email)
    assert "- Pictures: 5 → 3" not in letters(people.agent.email)  # who wrote it knows


def test_a_message_has_a_length_and_strangers_write_none(target: Target, offer: Offer) -> None:
    people = target.people
    for words in ("", " \x00 ", "x" * 2001):
        with pytest.raises(BadInput):
            say(by=people.brand, offer=offer, words=words)
    for stranger in (people.other, people.operator):
        with pytest.raises(NotAllowed):
            say(by=stranger, offer=offer, words="Hello")
    client = signed_in(Client(), people.brand)
    answer = client.post(f"/offers/{offer.pk}/say", {"words": "long " * 500})
    assert answer.status_code == 400
    assert "long long" in answer.content.decode()  # what was typed is still there


def test_a_thread_is_new_until_it_was_read(target: Target, offer: Offer) -> None:
    people = target.people
    agent, brand = signed_in(Client(), people.agent), signed_in(Client(), people.brand)
    assert b'class="new"' in agent.get("/offers/").content
    assert b'class="new"' not in brand.get("/offers/").content  # its own offer
    agent.get(f"/offers/{offer.pk}/")
    assert b'class="new"' not in agent.get("/offers/").content
    say(by=people.brand, offer=offer, words="Any news?")
    assert b'class="new"' in agent.get("/offers/").content
    assert b'class="new"' in agent.get(f"/offers/{offer.pk}/").content
    assert b'class="new"' not in agent.get(f"/offers/{offer.pk}/").content


def test_whose_turn_it_is_stands_first(target: Target, offer: Offer) -> None:
    agent, brand = signed_in(Client(), target.people.agent), signed_in(Client(), target.people.brand)
    assert "Your <em>turn</em>" in agent.get("/offers/").content.decode()
    assert "Your <em>turn</em>" not in brand.get("/offers/").content.decode()
    counter(by=target.people.agent, offer=offer, changes={"pictures": 3})
    assert "Your <em>turn</em>" in brand.get("/offers/").content.decode()


def test_two_open_tabs_lose_nothing(target: Target, offer: Offer) -> None:
    """The agent types a counter while the brand puts a newer version on the table."""
    agent = signed_in(Client(), target.people.agent)
    form = agent.get(f"/offers/{offer.pk}/counter").context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value())}
    counter(by=target.people.brand, offer=offer, changes={"pictures": 7})
    typed |= {"payment_days": "10", "note": "Ten days, please."}
    late = agent.post(f"/offers/{offer.pk}/counter", typed)
    assert late.status_code == 409
    assert "Ten days, please." in late.content.decode()
    again = {name: value for name in form.fields if (value := late.context["form"][name].value())}
    assert agent.post(f"/offers/{offer.pk}/counter", again).status_code == 302
    assert {row[0] for row in queries.latest(fresh(offer)).changes} == {"pictures", "payment_days"}


def test_an_agents_yes_ends_with_the_mandate(target: Target, offer: Offer) -> None:
    people = target.people
    accept(by=people.agent, offer=offer, number=1)
    assert fresh(offer).status == Offer.Status.AGREED
    end_mandate(by=people.model.user, mandate=Mandate.objects.get(ended_at=None))
    assert fresh(offer).status == Offer.Status.OPEN
    with pytest.raises(Conflict) as refused:
        sign_offer(offer)
    assert refused.value.code == "not_agreed"
    assert "no longer counts" in letters(people.brand.email)
    page = signed_in(Client(), people.model.user).get(f"/offers/{offer.pk}/").content.decode()
    assert "that mandate is over" in page
    accept(by=people.model.user, offer=offer, number=1)
    assert sign_offer(fresh(offer)).signer == people.model.user


def test_a_mandate_that_runs_out_by_itself_takes_its_yes_along(target: Target, offer: Offer) -> None:
    accept(by=target.people.agent, offer=offer, number=1)
    Mandate.objects.update(ends_on=clock.now().date() - timedelta(days=1))
    with pytest.raises(Conflict):
        sign_offer(offer)
    assert reopen_lapsed() == 1
    assert fresh(offer).status == Offer.Status.OPEN


def test_an_agent_stays_within_the_territories_of_the_mandate(target: Target, offer: Offer) -> None:
    people = target.people
    Mandate.objects.update(territories=["FR"])
    with pytest.raises(NotAllowed):
        accept(by=people.agent, offer=offer, number=1)
    counter(by=people.agent, offer=offer, changes={"territories": ["FR"]})
    Mandate.objects.update(may_negotiate=False)
    with pytest.raises(NotAllowed):
        say(by=people.agent, offer=offer, words="Hello")
    page = signed_in(Client(), people.agent).get(f"/offers/{offer.pk}/").content.decode()
    assert "Your answer" not in page


def test_who_proposed_may_leave_it_open_longer(target: Target, offer: Offer) -> None:
    people, before = target.people, offer.expires_at
    with pytest.raises(Conflict):
        extend(by=people.agent, offer=offer, days=7)
    assert extend(by=people.brand, offer=offer, days=7).expires_at == before + timedelta(days=7)
    for days in (0, -3, 31):
        with pytest.raises(BadInput):
            extend(by=people.brand, offer=offer, days=days)
    extend(by=people.brand, offer=offer, days=30)
    extend(by=people.brand, offer=offer, days=30)
    with pytest.raises(BadInput):
        extend(by=people.brand, offer=offer, days=30)
    assert "can now be answered until" in letters(people.agent.email)


def test_two_days_before_the_end_whose_turn_it_is_hears_of_it_once(target: Target, offer: Offer) -> None:
    assert remind_soon() == 0
    Offer.objects.filter(pk=offer.pk).update(expires_at=clock.now() + timedelta(hours=47))
    assert remind_soon() == 1
    assert remind_soon() == 0
    assert "runs out on" in letters(target.people.model.user.email)
    assert "runs out on" not in letters(target.people.brand.email)
    Offer.objects.filter(pk=offer.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    assert expire_old() == 1
    assert "ran out" in letters(target.people.brand.email)


def test_an_offer_that_came_to_nothing_is_sent_again_with_changes(target: Target, offer: Offer) -> None:
    people = target.people
    with pytest.raises(Conflict):
        send_again(by=people.brand, offer=offer, changes={})
    decline(by=people.agent, offer=offer, because="price", note="Too little.")
    with pytest.raises(Refused):
        send_again(by=people.brand, offer=offer, changes={"rate_minor": FLOOR.amount - 1})
    rate = offer.versions.get().terms["rate_minor"]
    newer = send_again(by=people.brand, offer=offer, changes={"rate_minor": rate + 100}, note="More.")
    assert newer.follows == offer
    assert newer.versions.get().changes == [["rate_minor", rate, rate + 100]]
    assert fresh(offer).status == Offer.Status.DECLINED
    client = signed_in(Client(), people.brand)
    assert f"/offers/{newer.pk}/" in client.get(f"/offers/{offer.pk}/").content.decode()
    withdraw_offer(by=people.brand, offer=newer)
    form = client.get(f"/offers/{newer.pk}/again").context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value())}
    assert client.post(f"/offers/{newer.pk}/again", typed).status_code == 302
    assert Offer.objects.filter(follows=newer).count() == 1


def test_why_she_said_no_is_read_by_nothing_but_the_thread(target: Target, offer: Offer) -> None:
    """Rule FWA-18: a no has no effect on rank, price or display. So the reason is kept away from all of that."""
    decline(by=target.people.agent, offer=offer, because="work")
    with pytest.raises(BadInput):
        decline(by=target.people.agent, offer=offer, because="mood")
    assert "Because of: this kind of work." in letters(target.people.brand.email)
    root = Path(doublet.__file__).parent
    readers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.suffix in (".py", ".html")
        and "migrations" not in path.parts
        and "declined_because" in path.read_text()
    }
    assert readers == {
        "offers/models.py",
        "offers/actions.py",
        "offers/letters.py",
        "offers/my_data.py",  # her own file
        "offers/templates/offers/offer.html",
        "api/proposals.py",
    }


def test_the_page_says_beforehand_why_it_could_not_be_signed(target: Target, offer: Offer) -> None:
    people = target.people
    accept(by=people.agent, offer=offer, number=1)
    her = signed_in(Client(), people.model.user)
    page = f"/offers/{offer.pk}/"
    assert "Read and sign" in her.get(page).content.decode()
    set_boundaries(by=people.model.user, model=people.model, bounds=OPENED, floor=Money(10**6, "EUR"))
    assert "under the model&#x27;s floor" in her.get(page).content.decode()
    set_boundaries(by=people.model.user, model=people.model, bounds=BoundaryTerms(), floor=FLOOR)
    text = her.get(page).content.decode()
    assert "As things stand, this cannot be signed" in text
    assert "Read and sign" not in text
    with pytest.raises(Refused):
        sign_offer(offer)


@pytest.mark.parametrize(("ahead", "words"), [(0, "less than 24 hours away"), (1, "Less than 48 hours")])
def test_short_notice_is_said(target: Target, ahead: int, words: str) -> None:
    people, today = target.people, clock.now().date()
    terms = wish(starts=today + timedelta(days=ahead), ends=today + timedelta(days=90))
    brief = write_brief(
        by=people.brand, model=people.model, title="Soon", garments=[target.garment], terms=terms
    )
    sent = send_offer(by=people.brand, brief=brief)
    page = signed_in(Client(), people.model.user).get(f"/offers/{sent.pk}/").content.decode()
    assert words in page or ahead == 1


def test_a_brand_that_is_late_opens_no_new_offers(target: Target) -> None:
    people = target.people
    brief = write_brief(
        by=people.brand, model=people.model, title="Late", garments=[target.garment], terms=wish()
    )
    task = Task.objects.create(
        licence=target.licence, what="Delete the file", rule="CLOCK", due_at=clock.now() - timedelta(hours=1)
    )
    with pytest.raises(NotAllowed) as refused:
        send_offer(by=people.brand, brief=brief)
    assert refused.value.code == "tasks_overdue"
    assert "Delete the file" in signed_in(Client(), people.brand).get(f"/briefs/{brief.pk}/").content.decode()
    task.done_at = clock.now()
    task.save()
    assert send_offer(by=people.brand, brief=brief).pk


def test_bookings_are_what_was_signed_and_stand_in_her_calendar(target: Target, offer: Offer) -> None:
    people = target.people
    counter(by=people.agent, offer=offer, changes={"territories": ["FR"], "exclusivity": "all"})
    accept(by=people.brand, offer=offer, number=2)
    sign_offer(fresh(offer))
    booked = queries.bookings(people.model)
    assert [booking.terms.territories for booking in booked if booking.held_kinds] == [("FR",)]
    path = f"/calendar/{people.model.pk}/"
    hers: Any = signed_in(Client(), people.model.user).get(path)
    assert "every kind of garment" in hers.content.decode()
    assert 'data-mark="kept"' in hers.content.decode()
    assert signed_in(Client(), people.brand).get(path).status_code == 404
    seen = signed_in(Client(), people.other).get(f"/roster/{people.model.pk}/").content.decode()
    assert "every kind of garment" in seen
    assert str(people.brand.brand) not in seen.partition("When she is")[2].partition("What she opened")[0]


def test_the_log_holds_together_after_all_of_it(target: Target, offer: Offer) -> None:
    people = target.people
    say(by=people.agent, offer=offer, words="One")
    counter(by=people.agent, offer=offer, changes={"pictures": 3})
    accept(by=people.brand, offer=offer, number=2)
    sign_offer(fresh(offer))
    assert audit.check()[1] == []
    assert OfferVersion.objects.get(offer=offer, number=2).memo_accepted_at is not None
