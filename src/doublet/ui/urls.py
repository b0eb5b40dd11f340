"""The front page, the way in for each role, and the style guide."""

from django.urls import path

from doublet.ui import views

urlpatterns = [
    path("", views.front, name="front"),
    path("home", views.home, name="home"),
    path("_look", views.look, name="look"),
]
