"""Dated tasks, endpoints, cases, and the public report form."""

from django.urls import path

from doublet.watch.views import cases, report, tasks, webhooks

app_name = "watch"
urlpatterns = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<str:pk>/done", tasks.done, name="done"),
    path("tasks/<str:pk>/reopen", tasks.reopen, name="reopen"),
    path("tasks/<str:pk>/screenshot.jpg", tasks.screenshot, name="screenshot"),
    path("standing/", tasks.standing, name="standing"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<str:pk>/test", webhooks.test, name="webhook_test"),
    path("webhooks/<str:pk>/off", webhooks.off, name="webhook_off"),
    path("operator/cases", cases.cases, name="cases"),
    path("operator/cases/<str:pk>", cases.case, name="case"),
    path("operator/cases/<str:pk>/notice.txt", cases.notice, name="notice"),
    path("report", report.report, name="report"),
    path("report/thanks", report.reported, name="reported"),
]
