"""The rulebook, for everybody; and the operator's pages about it."""

from django.urls import path

from doublet.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("rules", views.rules, name="rules"),
    path("rules.json", views.rules_json, name="rules_json"),
    path("rules/<str:pk>", views.rule, name="rule"),
    path("operator/rules", views.operator, name="operator"),
    path("operator/rules/raise", views.raise_rule, name="raise"),
    path("operator/rules/add", views.add_rule, name="add"),
    path("operator/setup", views.setup, name="setup"),
]
