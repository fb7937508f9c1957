"""Addresses of targets."""

from __future__ import annotations

from django.urls import path

from wotu_site.targets.views import adding, changing, evidence, importing, lists, target, tasks

app_name = "targets"
_ONE = "<str:target_id>/"
_TASK = "tasks/<str:task_id>/"
urlpatterns = [
    path("", lists.home, name="home"),
    path("export/", lists.export, name="export"),
    path("owners/", lists.owners, name="owners"),
    path("tree/", lists.tree, name="tree"),
    path("new/", adding.new, name="new"),
    path("adopt/", adding.adopt, name="adopt"),
    path("undo/", changing.undo, name="undo"),
    path("import/", importing.hand_in, name="import"),
    path("import/<uuid:upload>/", importing.preview, name="preview"),
    path("import/<uuid:upload>/confirm/", importing.confirm, name="confirm"),
    path("import/<uuid:upload>/abandon/", importing.abandon, name="abandon"),
    path("values/<str:indicator>/<str:place>/<path:period>/", evidence.value, name="value"),
    path(f"{_TASK}done/", tasks.done, name="task-done"),
    path(f"{_TASK}reopen/", tasks.reopen, name="task-reopen"),
    path(f"{_TASK}change/", tasks.change, name="task-change"),
    path(_ONE, target.target, name="target"),
    path(f"{_ONE}actuals/<str:day>/", evidence.actual, name="actual"),
    path(f"{_ONE}change/", changing.change, name="change"),
    path(f"{_ONE}withdraw/", changing.withdraw, name="withdraw"),
    path(f"{_ONE}tasks/", tasks.add, name="task-add"),
]
