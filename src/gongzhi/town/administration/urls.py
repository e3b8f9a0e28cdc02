"""The addresses of the three administrators, under /me/."""

from django.urls import path

from gongzhi.town.administration import accounts, audit, security

urlpatterns = [
    path("accounts/", accounts.listing, name="accounts"),
    path("accounts/open/", accounts.opening, name="account-open"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/grant/", accounts.grant, name="account-grant"),
    path("accounts/<int:pk>/posts/<int:post_id>/end/", accounts.end_post, name="account-end-post"),
    path("accounts/<int:pk>/substitute/", accounts.stand_in, name="account-substitute"),
    path("accounts/<int:pk>/password/", accounts.new_password, name="account-password"),
    path("accounts/<int:pk>/switch/", accounts.switch, name="account-switch"),
    path("security/", security.security, name="security"),
    path("security/<int:pk>/end/", security.end_sessions, name="security-end"),
    path("security/<int:pk>/unlock/", security.unlock, name="security-unlock"),
    path("security/tokens/<int:pk>/revoke/", security.revoke, name="security-revoke"),
    path("audit/", audit.audit, name="audit"),
    path("audit/seals/", audit.seals, name="audit-seals"),
    path("audit/seals/verify/", audit.verify, name="audit-verify"),
    path("audit/seals/<uuid:pk>/", audit.verified, name="audit-verified"),
]
