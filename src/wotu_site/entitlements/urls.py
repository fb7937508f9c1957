"""Addresses of benefits and entitlements."""

from __future__ import annotations

from django.urls import path

from wotu_site.entitlements.views import benefits, lists, products

app_name = "entitlements"
urlpatterns = [
    path("", benefits.home, name="home"),
    path("firms/<str:firm_id>/", benefits.firm, name="firm"),
    path("confirm/<int:number>/", benefits.confirm, name="confirm"),
    path("unconfirm/<int:number>/", benefits.unconfirm, name="unconfirm"),
    path("lists/", lists.overview, name="overview"),
    path("lists/<str:rule_id>/", lists.measure, name="measure"),
    path("lists/<str:rule_id>/draft/", lists.draft, name="draft"),
    path("lists/<str:rule_id>/act/", lists.act, name="act"),
    path("lists/<str:rule_id>/export/", lists.export, name="export"),
    path("lists/<str:rule_id>/take-over/", lists.take_over, name="take-over"),
    path("undo/<int:number>/", lists.undo, name="undo"),
    path("loans/", products.loans, name="loans"),
    path("talent/", products.talent, name="talent"),
]
