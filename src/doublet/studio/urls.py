"""The studio."""

from django.urls import path

from doublet.studio import views

app_name = "studio"
urlpatterns = [
    path("", views.studio, name="studio"),
    path("shots/<str:pk>/cancel", views.cancel, name="cancel"),
    path("<str:pk>/", views.licence, name="licence"),
    path("<str:pk>/board", views.board, name="board"),
    path("<str:pk>/ask", views.ask, name="ask"),
    path("<str:pk>/count", views.count, name="count"),
]
