"""Questions to a model about the words of an offer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Path, Router, Schema

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id, known
from doublet.offers import queries, questions
from doublet.offers.models import Question

router = Router(tags=["offers"])


class QuestionOut(Schema):
    """Words that may cross a boundary. `answer` is empty, fine or no."""

    id: str
    offer: str
    subject: str
    where: str
    words: str
    sentence: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None

    @staticmethod
    def resolve_offer(question: Question) -> str:
        return question.offer_id


class QuestionsOut(Schema):
    """The questions about the version on the table."""

    items: list[QuestionOut]


class AnswerIn(Schema):
    """Fine with her, or not."""

    answer: Annotated[str, known(Question.Answer.values)]


@router.get("/offers/{offer}/questions", response={200: QuestionsOut, **PROBLEMS}, **needs("read"))
def questions_of(request: ByToken, offer: Path[Id]) -> dict[str, object]:
    """What the model is asked about the words on the table. Nobody agrees to them before she says fine."""
    found = queries.offer_for(asker(request), offer)
    return {"items": questions.about(queries.latest(found))}


@router.post("/questions/{question}/answer", response={200: QuestionOut, **PROBLEMS}, **needs("offers"))
def answer(request: ByToken, question: Path[Id], payload: AnswerIn) -> Question:
    """The model's own answer; nobody else can give it."""
    user = asker(request)
    return questions.answer_question(
        by=user, question=questions.question_for(user, question), answer=payload.answer
    )
