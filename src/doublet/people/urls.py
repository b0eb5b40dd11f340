"""Opening accounts, settings, mandates, invitations, identity, and the operator's page of people."""

from allauth.account.views import password_reset_from_key
from django.urls import path, re_path

from doublet.people.views import account, brands, crew, identity, importing, invitations, mandates, people

urlpatterns = [
    path("join", account.join, name="join"),
    path("invited/<str:secret>", invitations.invited, name="invited"),
    path("crew/<str:secret>", crew.crew, name="crew"),
    path("crew/<str:secret>/answer", crew.crew_answer, name="crew_answer"),
    path("crew/<str:secret>/back", crew.crew_take_back, name="crew_take_back"),
    path("crew/<str:secret>/account", crew.crew_account, name="crew_account"),
    path("crew/<str:secret>/link", crew.crew_link, name="crew_link"),
    path("people/crew", crew.crew_open, name="crew_open"),
    path("people/crew/<str:pk>/resolve", crew.crew_resolve, name="crew_resolve"),
    path("people", people.people, name="people"),
    path("people/<str:pk>/identity", identity.check, name="identity_check"),
    path("people/<str:pk>/remove", people.member_remove, name="member_remove"),
    path("identity/<str:pk>/second", identity.second_look, name="identity_second"),
    path("identity/message", identity.message, name="identity_message"),
    path("me", account.me, name="me"),
    path("me/second-proof", account.second_factor, name="second_factor"),
    path("me/identity", identity.mine, name="identity"),
    path("me/identity/begin", identity.begin, name="identity_begin"),
    path("me/profile", account.profile_change, name="profile_change"),
    path("me/brand", brands.names_change, name="brand_names"),
    path("me/bank", account.bank_change, name="bank_change"),
    path("me/mandates", mandates.give, name="mandate_give"),
    path("me/mandates/<str:pk>/end", mandates.end, name="mandate_end"),
    path("me/mandates/<str:pk>/change", mandates.change, name="mandate_change"),
    path("me/proposals/<str:pk>", mandates.answer, name="proposal_answer"),
    path("me/tokens", account.token_make, name="token_make"),
    path("me/tokens/<str:pk>/revoke", account.token_revoke, name="token_revoke"),
    path("me/data.json", account.data, name="my_data"),
    path("team", invitations.team, name="team"),
    path("team/<str:pk>", invitations.member_change, name="member_change"),
    path("invitations", invitations.invite_model, name="invite_model"),
    path("invitations/<str:pk>", invitations.invitation_change, name="invitation_change"),
    path("roster/import", importing.roster_import, name="roster_import"),
    path("roster/template.csv", importing.roster_template, name="roster_template"),
    path("ties", people.ties, name="ties"),
    path("ties/<str:pk>/end", people.tie_end, name="tie_end"),
    # Account ids have an underscore, which allauth's own pattern for this address does not take.
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>usr_[0-9a-z]+)-(?P<key>.+)/$",
        password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
