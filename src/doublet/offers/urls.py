"""The roster, briefs, offers, and an agency's models."""

from django.urls import path

from doublet.offers.views import agency, briefs, calendar, counters, offers, questions, roster

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
    path("agency/", agency.agency, name="agency"),
    path("agency/models.csv", agency.table, name="agency_csv"),
]
