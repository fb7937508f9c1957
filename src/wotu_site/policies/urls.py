"""Addresses of policies."""

from __future__ import annotations

from django.urls import path

from wotu_site.policies import replay_views, views

app_name = "policies"
urlpatterns = [
    path("", views.rule_list, name="list"),
    path("replays/", replay_views.replays, name="replays"),
    path("replays/start/", replay_views.start, name="replay-start"),
    path("replays/<str:name>/", replay_views.replay, name="replay"),
    path("replays/<str:name>/export/", replay_views.export, name="replay-export"),
    path("<str:rule_id>/", views.rule, name="rule"),
    path("<str:rule_id>/download/", views.download, name="download"),
    path("<str:rule_id>/firms/", views.firms, name="firms"),
    path("<str:rule_id>/firms/export/", views.export_firms, name="firms-export"),
    path("<str:rule_id>/conditions/<str:condition_id>/", views.condition, name="condition"),
    path(
        "<str:rule_id>/conditions/<str:condition_id>/export/",
        views.export_condition,
        name="condition-export",
    ),
]
