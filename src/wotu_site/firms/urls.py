"""Addresses of firms."""

from __future__ import annotations

from django.urls import path

from wotu_site.firms.views import evidence, firm, listing

app_name = "firms"
urlpatterns = [
    path("", listing.firm_list, name="list"),
    path("assign/", listing.assign, name="assign"),
    path("unassign/<str:act>/", listing.unassign, name="unassign"),
    path("export/", listing.export, name="export"),
    path("exported/<str:file_name>/<str:saved_as>", listing.exported, name="exported"),
    path("views/", listing.save_view, name="save-view"),
    path("views/<int:view_id>/remove/", listing.remove_view, name="remove-view"),
    path("views/<int:view_id>/restore/", listing.restore_view, name="restore-view"),
    path("contests/", evidence.contests, name="contests"),
    path("contests/<str:name>/settle/", evidence.settle, name="settle"),
    path("originals/<str:batch_id>/", evidence.original, name="original"),
    path("<str:firm_id>/", firm.firm, name="firm"),
    path("<str:firm_id>/officer/", firm.officer, name="officer"),
    path("<str:firm_id>/history/", firm.history, name="history"),
    path("<str:firm_id>/disagreements/", firm.disagreements, name="disagreements"),
    path("<str:firm_id>/lists/<str:contract>/", firm.rows, name="rows"),
    path("<str:firm_id>/rules/<str:rule_id>/", firm.rule, name="rule"),
    path("<str:firm_id>/advice/<str:rule_id>/", firm.advice, name="advice"),
    path("<str:firm_id>/records/<str:rule_id>/", firm.record, name="record"),
    path("<str:firm_id>/rules/<str:rule_id>/<str:condition_id>/", firm.condition, name="condition"),
    path("<str:firm_id>/rules/<str:rule_id>/<str:condition_id>/steps/", firm.steps, name="steps"),
    path("<str:firm_id>/rows/<str:contract>/", evidence.row, name="row"),
    path("<str:firm_id>/facts/<str:contract>/<str:field>/", evidence.fact, name="fact"),
    path(
        "<str:firm_id>/facts/<str:contract>/<str:field>/contest/", evidence.contest, name="contest"
    ),
    path(
        "<str:firm_id>/facts/<str:contract>/<str:field>/correct/", evidence.correct, name="correct"
    ),
    path(
        "<str:firm_id>/corrections/<str:batch_id>/undo/",
        evidence.undo_correction,
        name="undo-correction",
    ),
]
