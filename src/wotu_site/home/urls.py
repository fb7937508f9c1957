"""Addresses of the first page."""

from __future__ import annotations

from django.urls import path

from wotu_site.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
]
