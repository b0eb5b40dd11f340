"""Every address of the site, one line a part."""

from django.urls import include, path

urlpatterns = [
    path("", include("doublet.ui.urls")),
    path("", include("doublet.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("doublet.rulebook.urls")),
    path("capture/", include("doublet.twins.urls")),
    path("wardrobe/", include("doublet.wardrobe.urls")),
    path("", include("doublet.consents.urls")),
    path("", include("doublet.offers.urls")),
    path("", include("doublet.licences.urls")),
    path("studio/", include("doublet.studio.urls")),
    path("", include("doublet.provenance.urls")),
    path("", include("doublet.publishing.urls")),
    path("", include("doublet.ledger.urls")),
    path("payouts/", include("doublet.ledger.payouts.urls")),
    path("", include("doublet.watch.urls")),
    path("", include("doublet.packs.urls")),
    path("operator/", include("doublet.ui.operator.urls")),
    path("", include("doublet.api.urls")),
    path("", include("doublet.story.urls")),
]
