"""Addresses of the gallery."""

from __future__ import annotations

from django.urls import path

from wotu_site.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("evidence/", views.evidence, name="evidence"),
    path("notice/", views.notice, name="notice"),
    path("undo/", views.undo, name="undo"),
    path("job/", views.job, name="job"),
    path("fault/", views.fault, name="fault"),
    path("broken/", views.broken, name="broken"),
]
