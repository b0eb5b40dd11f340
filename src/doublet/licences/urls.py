"""Licences, the page where a model signs one, and what machines read of them."""

from django.urls import path

from doublet.licences import views
from doublet.licences.folder import views as folder
from doublet.licences.machine import views as machine

app_name = "licences"
urlpatterns = [
    path("licences/", views.licences, name="licences"),
    path("licences/<str:pk>/", views.licence, name="licence"),
    path("licences/<str:pk>/contract.pdf", views.contract, name="contract"),
    path("licences/<str:pk>/folder", folder.folder, name="folder"),
    path("licences/<str:pk>/folder.zip", folder.folder_zip, name="folder_zip"),
    path("licences/<str:pk>/odrl.jsonld", machine.agreement, name="odrl"),
    path("licences/<str:pk>/credential.jwt", machine.verifiable, name="credential"),
    path("licences/<str:pk>/rights-constraint.json", machine.rights, name="rights_constraint"),
    path("licences/<str:pk>/pause", views.pause, name="pause"),
    path("licences/<str:pk>/resume", views.resume, name="resume"),
    path("licences/<str:pk>/withdraw", views.withdraw, name="withdraw"),
    path("offers/<str:pk>/sign", views.sign, name="sign"),
    path("status/<str:purpose>/<int:number>", machine.status_list, name="status_list"),
    path(".well-known/jwks.json", machine.jwks, name="jwks"),
    path(".well-known/did.json", machine.did, name="did"),
    path("ns/twin", machine.words, name="words"),
    path("ns/twin.jsonld", machine.context, name="context"),
]
