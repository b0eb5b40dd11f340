"""The studio."""

from django.urls import path

from doublet.studio import retouch_views, views

app_name = "studio"
urlpatterns = [
    path("", views.studio, name="studio"),
    path("shots/<str:pk>/cancel", views.cancel, name="cancel"),
    path("shots/<str:pk>/another", views.another, name="another"),
    path("frames/<str:pk>/retouch", retouch_views.retouch, name="retouch"),
    path("frames/<str:pk>/retouch/undo", retouch_views.undo, name="retouch_undo"),
    path("recipes/<slug:preset>.jpg", retouch_views.preset, name="recipe"),
    path("<str:pk>/", views.licence, name="licence"),
    path("<str:pk>/board", views.board, name="board"),
    path("<str:pk>/ask", views.ask, name="ask"),
    path("<str:pk>/count", views.count, name="count"),
]
