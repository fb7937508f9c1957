"""Addresses of the ladder."""

from __future__ import annotations

from django.urls import path

from wotu_site.ladder.views import members, stock, work

app_name = "ladder"
urlpatterns = [
    path("", work.declare, name="home"),
    path("step/", work.step, name="step"),
    path("facts/", work.facts, name="facts"),
    path("facts/request/", work.request_facts, name="request"),
    path("expiring/", work.expiring, name="expiring"),
    path("add/", work.add, name="add"),
    path("stock/", stock.stock, name="stock"),
    path("stock/export/", stock.export, name="stock-export"),
    path("stock/backtest/", stock.backtest, name="stock-backtest"),
    path("stock/firms/", stock.firms, name="stock-firms"),
    path("stock/firms/export/", stock.export_firms, name="stock-firms-export"),
    path("unassign/<str:act>/", work.unassign, name="unassign"),
    path("work/<str:which>/act/", work.act, name="act"),
    path("work/<str:which>/export/", work.export, name="export"),
    path("lists/<str:kind>/", members.members, name="members"),
    path("lists/<str:kind>/act/", members.act, name="act-members"),
    path("lists/<str:kind>/export/", members.export, name="export-members"),
    path("members/<int:number>/", members.membership, name="membership"),
    path("members/<int:number>/quick/", members.quick, name="quick"),
    path("members/<int:number>/remove/", members.remove, name="remove"),
    path("undo/<int:number>/", members.undo, name="undo"),
]
