"""Addresses of jobs."""

from __future__ import annotations

from django.urls import path

from wotu_site.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("bell/", views.bell, name="bell"),
    path("seen/", views.mark_all_seen, name="mark-all-seen"),
    path("<int:job_id>/", views.job, name="job"),
    path("<int:job_id>/panel/", views.panel, name="panel"),
    path("<int:job_id>/retry/", views.retry, name="retry"),
]
