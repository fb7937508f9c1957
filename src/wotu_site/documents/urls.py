"""Addresses of documents."""

from __future__ import annotations

from django.urls import path

from wotu_site.documents.views import (
    conflicts,
    document,
    events,
    indicators,
    library,
    names,
    review,
    targets,
)

app_name = "documents"
_ONE = "<str:document_id>/"
_CLAIM = f"{_ONE}claims/<str:claim_id>/"
urlpatterns = [
    path("", library.home, name="home"),
    path("export/", library.export, name="export"),
    path("add/", library.add, name="add"),
    path("added/<int:job_id>/", library.added, name="added"),
    path("indicators/", indicators.indicator_list, name="indicators"),
    path("indicators/series/", indicators.series, name="series"),
    path("indicators/series/export/", indicators.export, name="export-series"),
    path("indicators/land/", indicators.land, name="land"),
    path("indicators/assign/", indicators.assign, name="assign"),
    path("targets/", targets.target_list, name="targets"),
    path("targets/export/", targets.export, name="export-targets"),
    path("firms/<str:firm_id>/", names.firm_documents, name="firm"),
    path("conflicts/", conflicts.conflict_list, name="conflicts"),
    path("conflicts/export/", conflicts.export, name="export-conflicts"),
    path("conflicts/<str:key>/settle/", conflicts.settle, name="settle"),
    path("conflicts/<str:key>/withdraw/", conflicts.withdraw, name="withdraw-settlement"),
    path(_ONE, document.document, name="document"),
    path(f"{_ONE}original/", library.original, name="original"),
    path(f"{_ONE}remove/", library.remove, name="remove"),
    path(f"{_ONE}published/", library.published, name="published"),
    path(f"{_ONE}restore/", library.restore, name="restore"),
    path(f"{_ONE}names/", names.named_firms, name="names"),
    path(f"{_ONE}events/", events.firm_events, name="events"),
    path(f"{_ONE}events/<str:event_id>/accept/", events.accept, name="accept-event"),
    path(f"{_ONE}events/<str:batch_id>/undo/", events.undo, name="undo-event"),
    path(f"{_ONE}export/", document.export, name="export-claims"),
    path(f"{_ONE}accept/", review.accept_open, name="accept-open"),
    path(f"{_ONE}add-claim/", review.add_claim, name="add-claim"),
    path(f"{_ONE}undo/", review.undo, name="undo-review"),
    path(_CLAIM, document.claim, name="claim"),
    path(f"{_CLAIM}sentence/", document.sentence, name="sentence"),
    path(f"{_CLAIM}accept/", review.accept, name="accept"),
    path(f"{_CLAIM}reject/", review.reject, name="reject"),
    path(f"{_CLAIM}correct/", review.correct, name="correct"),
    path(f"{_CLAIM}withdraw/", review.withdraw, name="withdraw"),
]
