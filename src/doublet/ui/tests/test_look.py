from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.urls import reverse

from doublet.kernel.money import Money
from doublet.people.waiting import Task, tasks_for
from doublet.ui.drawing import qr_svg
from doublet.ui.navigation import LINKS, links_for
from doublet.ui.states import TONES, tone_of


def shown(template: str, **context: object) -> str:
    return Template("{% load look forms %}" + template).render(Context(context))


def test_money_is_exact_and_carries_its_currency() -> None:
    assert shown('{{ cents|money:"EUR" }}', cents=123450) == "EUR 1,234.50"
    assert shown("{{ sum|money }}", sum=Money(1200, "JPY")) == "JPY 1,200"
    assert shown('{{ none|money:"EUR" }}', none=None) == ""


def test_a_state_is_said_in_words_and_an_unknown_one_is_never_good() -> None:
    assert shown("{% state 'awaiting_signature' %}") == (
        '<span class="state" data-tone="wait">Awaiting signature</span>'
    )
    assert tone_of("whatever") == "off"
    assert {tone_of(code) for code in ("approved", "sent", "overdue", "withdrawn", "draft")} == set(TONES)


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_nothing_that_people_typed_becomes_markup(evil: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    page = shown(
        "{% state code evil %}{% notice title=evil %}{{ evil }}{% endnotice %}"
        "{% card title=evil href=evil %}{% endcard %}"
        "{% facts pairs %}{% taglist tags %}{% diff rows %}{% thread entries %}{% table tags lines %}"
        "{% picture evil evil badge='twin' caption=evil %}{% button evil href=evil %}"
        "{% qr evil evil %}{% empty evil evil %}",
        evil=evil,
        code=evil,
        pairs=[(evil, evil)],
        tags=[evil],
        rows=[(evil, evil, evil)],
        lines=[[evil]],
        entries=[{"who": evil, "at": at, "words": evil}],
    )
    assert evil not in page
    assert "<script" not in page
    assert "<img src=x" not in page


def test_a_picture_has_its_badge_and_its_text() -> None:
    page = shown("{% picture '/a.jpg' 'A coat' badge='twin' %}")
    assert "Digital twin" in page
    assert 'alt="A coat"' in page
    with pytest.raises(KeyError):
        shown("{% picture '/a.jpg' 'A coat' badge='unheard_of' %}")


def test_a_progress_bar_stops_asking_when_it_is_full() -> None:
    assert 'hx-get="/p"' in shown("{% progress 'Shots' 1 2 url='/p' %}")
    assert "hx-get" not in shown("{% progress 'Shots' 2 2 url='/p' %}")


def test_a_field_ties_label_help_and_errors_together() -> None:
    class Form(forms.Form):
        price = forms.IntegerField(help_text="In euros.")
        photos = forms.FileField(required=False)

    form = Form({"price": "much"})
    page = shown("{% fields form %}", form=form)
    assert '<label for="id_price">' in page
    assert 'aria-describedby="id_price_helptext id_price_error"' in page
    assert 'id="id_price_error"' in page
    assert 'id="id_price_helptext"' in page
    assert 'class="field drop"' in page


def test_a_qr_code_is_a_drawing_without_style() -> None:
    assert qr_svg("https://doublet.example/v/1").startswith("<svg viewBox=")
    assert "style" not in qr_svg("<script>")


def test_the_masthead_marks_the_nearest_place_and_leaves_out_what_is_not_there() -> None:
    links = links_for("model", reverse("me") + "/tokens")
    assert [link.words for link in links if link.here] == ["Settings"]
    assert all(link.href for role in LINKS for link in links_for(role, "/"))


@pytest.mark.django_db
def test_what_is_due_first_stands_on_top(monkeypatch: pytest.MonkeyPatch) -> None:
    late, soon = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    tasks = [Task("c", "", "/", "Go"), Task("b", "", "/", "Go", due=late), Task("a", "", "/", "Go", due=soon)]
    monkeypatch.setattr("doublet.people.waiting._sources", [lambda user: tasks])
    assert [task.title for task in tasks_for(None)] == ["a", "b", "c"]  # type: ignore[arg-type]
