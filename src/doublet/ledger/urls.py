"""Money pages: statements of those who are paid, and what a brand owes."""

from django.urls import path

from doublet.ledger.views import advances, beforehand, crew, due, exchange, jackpot, owing, statements

app_name = "ledger"

urlpatterns = [
    path("statement/", statements.statement, name="statement"),
    path("statement/<str:currency>.pdf", statements.paper, name="paper"),
    path("statement/<str:currency>.csv", statements.table, name="table"),
    path("statement/<str:currency>.json", statements.data, name="data"),
    path("statement/<str:currency>", statements.period, name="period"),
    path("jackpot", jackpot.page, name="jackpot"),
    path("owing/", owing.owing, name="owing"),
    path("owing/<str:currency>.pdf", owing.paper, name="owing_paper"),
    path("owing/<str:currency>.csv", owing.table, name="owing_table"),
    path("money/advances", advances.advances, name="advances"),
    path("money/advances/<str:pk>", advances.answer, name="advance"),
    path("money/currency", exchange.currency, name="currency"),
    path("money/exchange", exchange.exchange, name="exchange"),
    path("money/exchange/note", exchange.note, name="exchange_note"),
    path("money/exchange/file", exchange.take_file, name="exchange_file"),
    path("money/due", due.due, name="due"),
    path("money/beforehand/<str:pk>", beforehand.beforehand, name="beforehand"),
    path("crew/<str:secret>/money", crew.crew_money, name="crew_money"),
]
