"""Addresses of the frame itself."""

from __future__ import annotations

from django.urls import path

from wotu_site.ui import views

app_name = "ui"
urlpatterns = [
    path("search/", views.results, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
]
