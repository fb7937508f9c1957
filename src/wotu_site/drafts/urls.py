"""Addresses of drafts."""

from __future__ import annotations

from django.urls import path

from wotu_site.drafts import views

app_name = "drafts"
urlpatterns = [
    path("", views.draft_list, name="list"),
    path("compare/", views.compare, name="compare"),
    path("rules/<str:rule_id>/", views.rule, name="rule"),
    path("rules/<str:rule_id>/sweep/", views.sweep, name="sweep"),
    path("rules/<str:rule_id>/export/", views.export, name="export"),
    path("rules/<str:rule_id>/draft.yaml", views.draft_file, name="file"),
    path("rules/<str:rule_id>/overlay.yaml", views.overlay_file, name="overlay"),
    path("rules/<str:rule_id>/keep/", views.keep, name="keep"),
    path("<int:number>/", views.draft, name="draft"),
    path("<int:number>/state/", views.set_state, name="state"),
    path("<int:number>/delete/", views.delete, name="delete"),
    path("<int:number>/restore/", views.restore, name="restore"),
]
