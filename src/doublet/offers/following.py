"""What a model may say about how well known she is, and take out again. Nobody else can."""

from __future__ import annotations

from datetime import date

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, NotThere
from doublet.offers.models import Following
from doublet.people import rights
from doublet.people.models import ModelProfile, User

MOST_FOLLOWERS = 1_000_000_000


@action
def enter_followers(
    *, by: User, model: ModelProfile, source: str, number: int, counted_on: date
) -> Following:
    """She enters how many people follow her in one place; a newer figure for the same place replaces the older.

    Raises:
        BadInput: no place is named, the number is none, or the day lies ahead.
    """
    rights.must_be_model(by, model)
    place = " ".join(source.split())
    if not 3 <= len(place) <= 120:
        raise BadInput(
            "source_length", "Say where, in 3 to 120 characters.", hint="For example instagram.com/yourname."
        )
    if not 1 <= number <= MOST_FOLLOWERS:
        raise BadInput(
            "followers_number",
            f"{number} is not a number of followers.",
            hint="Give a whole number over zero.",
        )
    if counted_on > clock.now().date():
        raise BadInput("counted_ahead", "The day of the figure lies ahead.", hint="Give the day you looked.")
    Following.objects.filter(model=model, source=place, taken_out_at=None).update(taken_out_at=clock.now())
    entered = Following.objects.create(model=model, source=place, number=number, counted_on=counted_on)
    audit.record("followers.entered", actor=by, subject=entered, model=model.pk, number=number)
    return entered


@action
def take_out(*, by: User, model: ModelProfile, following: str) -> Following:
    """She takes a figure out of her score. What was quoted with it stays as it was.

    Raises:
        NotThere: it is not hers, or taken out already.
    """
    rights.must_be_model(by, model)
    found = Following.objects.filter(pk=following, model=model, taken_out_at=None).first()
    if found is None:
        raise NotThere("no_such_figure", "There is no such figure, or it is taken out already.")
    found.taken_out_at = clock.now()
    found.save()
    audit.record("followers.taken_out", actor=by, subject=found, model=model.pk)
    return found


@action
def take_out_stated(*, by: User, model: ModelProfile) -> ModelProfile:
    """She takes out the figure that was stated for her; her score starts where everybody's does."""
    rights.must_be_model(by, model)
    if not model.popularity:
        raise NotThere("no_stated_figure", "Nothing was stated for you.")
    audit.record("popularity.taken_out", actor=by, subject=model, number=model.popularity)
    model.popularity, model.popularity_source, model.popularity_on = 0, "", None
    model.save(update_fields=["popularity", "popularity_source", "popularity_on"])
    return model
