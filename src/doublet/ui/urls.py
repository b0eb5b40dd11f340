"""The front page and the way in for each role."""

from django.urls import path

from doublet.ui import views

urlpatterns = [
    path("", views.front, name="front"),
    path("home", views.home, name="home"),
]
