"""Addresses of the audit log."""

from __future__ import annotations

from django.urls import path

from wotu_site.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entry_list, name="list"),
    path("export.csv", views.export, name="export"),
    path("<int:entry_id>/", views.entry, name="entry"),
]
