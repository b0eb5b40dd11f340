"""The roster, briefs, offers, and an agency's models."""

from django.urls import path

from doublet.offers.views import agency, briefs, calendar, counters, offers, questions, rates, roster, worth

app_name = "offers"
urlpatterns = [
    path("roster/", roster.listing, name="roster"),
    path("roster/<str:pk>/", roster.person, name="person"),
    path("roster/<str:pk>/portrait.jpg", roster.portrait, name="portrait"),
    path("roster/<str:pk>/brief", briefs.write, name="brief_write"),
    path("roster/<str:pk>/brief/outlook", briefs.look_ahead, name="brief_outlook"),
    path("briefs/", briefs.listing, name="briefs"),
    path("briefs/backgrounds/<slug:name>.jpg", briefs.background, name="background"),
    path("briefs/lights/<slug:light>.jpg", briefs.light, name="light"),
    path("briefs/<str:pk>/", briefs.brief, name="brief"),
    path("briefs/<str:pk>/send", briefs.send, name="brief_send"),
    path("offers/", offers.listing, name="offers"),
    path("offers/<str:pk>/", offers.offer, name="offer"),
    path("offers/<str:pk>/backgrounds/<str:plate>.jpg", offers.plate, name="plate"),
    path("offers/<str:pk>/say", offers.say, name="say"),
    path("offers/<str:pk>/counter", counters.counter, name="counter"),
    path("offers/<str:pk>/again", counters.again, name="again"),
    path("offers/<str:pk>/agree", offers.agree, name="agree"),
    path("offers/<str:pk>/extend", offers.extend, name="extend"),
    path("offers/<str:pk>/accept", offers.accept, name="accept"),
    path("offers/<str:pk>/decline", offers.decline, name="decline"),
    path("offers/<str:pk>/withdraw", offers.withdraw, name="withdraw"),
    path("offers/<str:pk>/questions", questions.listing, name="questions"),
    path("questions/<str:pk>/answer", questions.answer, name="question_answer"),
    path("calendar/", calendar.own, name="calendar"),
    path("calendar/<str:pk>/", calendar.of_model, name="calendar_of"),
    path("rates", rates.current, name="rates"),
    path("rates/<str:pk>.json", rates.as_json, name="rate_json"),
    path("rates/<str:pk>.toml", rates.as_toml, name="rate_toml"),
    path("rates/<str:pk>", rates.card, name="rate_card"),
    path("operator/rates", rates.publish, name="rates_publish"),
    path("price/", worth.own, name="price"),
    path("price/followers", worth.enter, name="followers_enter"),
    path("price/followers/<str:pk>/out", worth.take_out, name="followers_out"),
    path("price/stated/out", worth.take_out_stated, name="stated_out"),
    path("price/<str:pk>", worth.of_model, name="price_of"),
    path("popularity/", worth.of_brand, name="popularity"),
    path("agency/", agency.agency, name="agency"),
    path("agency/models.csv", agency.table, name="agency_csv"),
]
