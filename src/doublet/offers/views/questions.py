"""The words of an offer that may cross a boundary: she says whether they are fine."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.offers import queries, questions
from doublet.offers.models import Offer, Question
from doublet.offers.screening import ALWAYS_CLOSED, PLACES, WORDS
from doublet.people.access import SignedIn, for_roles, signed_in


@signed_in
@never_cache
@require_safe
def listing(request: SignedIn, pk: str) -> HttpResponse:
    """Every question about the words on the table. Her agent and the brand can read them; only she answers."""
    found = queries.offer_for(request.user, pk)
    asked = questions.about(queries.latest(found))
    context = {
        "offer": found,
        "rows": [_row(question) for question in asked],
        "open": sum(not question.answer for question in asked),
        "hers": queries.party_of(request.user, found) == "model" and found.status in Offer.LIVING,
    }
    return render(request, "offers/questions.html", context)


@for_roles("model")
@require_POST
def answer(request: SignedIn, pk: str) -> HttpResponse:
    """Her answer to one question."""
    question = questions.answer_question(
        by=request.user,
        question=questions.question_for(request.user, pk),
        answer=request.POST.get("answer", ""),
    )
    if question.answer == Question.Answer.NO:
        messages.success(request, "The brand is asked, kindly, to find other words.")
    else:
        messages.success(request, "Noted as fine. You can change your mind until you sign.")
    return redirect("offers:questions", question.offer_id)


def _row(question: Question) -> dict[str, object]:
    before, _, after = question.sentence.partition(question.words)
    whole = not before and not after
    return {
        "question": question,
        "subject": WORDS.get(question.subject, question.subject),
        "where": PLACES.get(question.where, "the text"),
        "always": question.subject in ALWAYS_CLOSED,
        "before": before,
        "words": question.words,
        "after": after,
        "whole": whole,
    }
