"""Addresses of data."""

from __future__ import annotations

from django.urls import path

from wotu_site.data.views import batches, builds, identity, importing, quality, quarantine

app_name = "data"
urlpatterns = [
    path("", batches.batch_list, name="home"),
    path("export/", batches.export, name="export"),
    path("batches/<str:batch_id>/", batches.batch, name="batch"),
    path("batches/<str:batch_id>/undo/", batches.undo, name="undo"),
    path("batches/<str:batch_id>/restore/", batches.restore, name="restore"),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/export/", quarantine.export, name="quarantine-export"),
    path("import/", importing.hand_in, name="import"),
    path("import/<uuid:upload_id>/", importing.upload, name="upload"),
    path("import/<uuid:upload_id>/start/", importing.start, name="import-start"),
    path("import/<uuid:upload_id>/abandon/", importing.abandon, name="import-abandon"),
    path("import/files/<int:file_id>/mapping/", importing.use_mapping, name="use-mapping"),
    path("import/files/<int:file_id>/save-mapping/", importing.save_mapping, name="save-mapping"),
    path("import/files/<int:file_id>/<int:place>/contract/", importing.contract, name="contract"),
    path("import/files/<int:file_id>/<int:place>/columns/", importing.columns, name="columns"),
    path("builds/", builds.snapshot_list, name="builds"),
    path("builds/start/", builds.build, name="build"),
    path("builds/<str:snapshot_id>/", builds.snapshot, name="snapshot"),
    path("builds/<str:snapshot_id>/publish/", builds.publish, name="publish"),
    path("quality/", quality.quality, name="quality"),
    path("identity/", identity.identity, name="identity"),
    path("identity/decide/", identity.decide, name="decide"),
    path("identity/withdraw/", identity.withdraw, name="withdraw"),
    path("identity/resume/", identity.resume, name="resume"),
]
