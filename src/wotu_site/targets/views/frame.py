"""What the views of targets share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import pgettext

from wotu.targets.target import Task
from wotu_site.snapshots.queries import has_snapshot
from wotu_site.targets import book
from wotu_site.targets.book import Known
from wotu_site.ui.rendering import render_nothing_yet

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def needs_snapshot(view: View[Rest]) -> View[Rest]:
    """Answer in place of a view while there is no snapshot, from which actual values come."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not has_snapshot():
            return render_nothing_yet(request, pgettext("navigation", "Targets and evaluation"))
        return view(request, *args, **kwargs)

    return answer


def known_or_404(target_id: str) -> Known:
    """The target of this id, with how far it is."""
    found = book.known_or_none(target_id)
    if found is None:
        raise Http404
    return found


def task_or_404(task_id: str) -> Task:
    """The task of this id."""
    found = (task for one in book.known() for task in one.tasks if task.id == task_id)
    task = next(found, None)
    if task is None:
        raise Http404
    return task
