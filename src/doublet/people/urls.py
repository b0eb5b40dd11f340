"""Opening accounts, settings, the operator's page of people."""

from allauth.account.views import password_reset_from_key
from django.urls import path, re_path

from doublet.people import views

urlpatterns = [
    path("join", views.join, name="join"),
    path("people", views.people, name="people"),
    path("people/<str:pk>/age", views.age_confirm, name="age_confirm"),
    path("me", views.me, name="me"),
    path("me/profile", views.profile_change, name="profile_change"),
    path("me/bank", views.bank_change, name="bank_change"),
    path("me/mandates", views.mandate_give, name="mandate_give"),
    path("me/mandates/<str:pk>/end", views.mandate_end, name="mandate_end"),
    path("me/tokens", views.token_make, name="token_make"),
    path("me/tokens/<str:pk>/revoke", views.token_revoke, name="token_revoke"),
    path("me/data.json", views.data, name="my_data"),
    # Account ids have an underscore, which allauth's own pattern for this address does not take.
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>usr_[0-9a-z]+)-(?P<key>.+)/$",
        password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
