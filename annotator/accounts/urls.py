"""Sign-in is allauth's but for sign-up and e-mail addresses: people are invited, the administrator keeps addresses."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from annotator.accounts import views

sign_in = [
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
]

password = [
    path("change/", allauth_views.password_change, name="account_change_password"),
    path("set/", allauth_views.password_set, name="account_set_password"),
    path("reset/", allauth_views.password_reset, name="account_reset_password"),
    path("reset/done/", allauth_views.password_reset_done, name="account_reset_password_done"),
    # A regular expression, as in allauth: the key holds a hyphen too, and <str:…> would cut at the last one.
    re_path(
        r"^reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/", include(sign_in)),
    path("accounts/password/", include(password)),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
]
