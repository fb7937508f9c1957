"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from wotu_site.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.language, name="language"),
    path("profile/", views.profile, name="profile"),
    path("password/", views.password, name="password"),
    path("", views.account_list, name="list"),
    path("new/", views.new_account, name="new"),
    path("roles/", views.roles, name="roles"),
    path("<int:account_id>/", views.account, name="account"),
    path("<int:account_id>/disable/", views.disable, name="disable"),
    path("<int:account_id>/enable/", views.enable, name="enable"),
    path("<int:account_id>/reset-password/", views.reset_password, name="reset-password"),
]
