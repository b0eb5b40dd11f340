"""A model's boundaries and her consents."""

from django.urls import path

from doublet.consents import death_views, erasing_views, paper_views, views

app_name = "consents"

urlpatterns = [
    path("boundaries/", views.boundaries, name="boundaries"),
    path("boundaries/example", views.example, name="example"),
    path("boundaries/look", views.look_ahead, name="boundaries_look"),
    path("boundaries/close", views.close, name="boundaries_close"),
    path("boundaries/undo", views.undo, name="boundaries_undo"),
    path("boundaries/history", views.history, name="boundary_history"),
    path("consents/", paper_views.overview, name="list"),
    path("consents/new/<str:kind>", paper_views.write, name="write"),
    path("consents/<str:pk>", paper_views.read, name="read"),
    path("consents/<str:pk>/language", paper_views.reword, name="reword"),
    path("consents/<str:pk>/sign", paper_views.sign, name="sign"),
    path("consents/<str:pk>/withdraw", paper_views.withdraw, name="withdraw"),
    path("consents/<str:pk>/paper.pdf", paper_views.paper, name="paper"),
    path("consents/<str:pk>/receipt.json", paper_views.receipt, name="receipt"),
    path("twin/delete", erasing_views.delete_twin, name="delete_twin"),
    path("twin/deletion", erasing_views.deletion, name="deletion"),
    path("twin/deletion.pdf", erasing_views.deletion_pdf, name="deletion_pdf"),
    path("twin/deletion.json", erasing_views.deletion_json, name="deletion_json"),
    path("deaths/", death_views.overview, name="deaths"),
    path("deaths/<str:pk>/heir", death_views.heir, name="death_heir"),
    path("deaths/<str:pk>/undo", death_views.undo, name="death_undo"),
]
