"""The dated tasks that follow a withdrawal."""

from django.urls import path

from doublet.watch import views

app_name = "watch"
urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("<str:pk>/done", views.done, name="done"),
]
