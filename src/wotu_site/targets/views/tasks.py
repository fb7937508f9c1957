"""Tasks of targets: added, changed, done, opened again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wotu.errors import WotuError
from wotu.targets.target import Task
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS
from wotu_site.audit.services import recorded
from wotu_site.targets import services
from wotu_site.targets.forms import ReasonForm, TaskChangeForm, TaskForm, offered_task
from wotu_site.targets.pages.frame import target_address
from wotu_site.targets.pages.target import target_page
from wotu_site.targets.pages.tasks import task_page
from wotu_site.targets.views.frame import known_or_404, needs_snapshot, task_or_404
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page


@allow(*FIRM_KEEPERS)
@require_POST
@needs_snapshot
def add(request: HttpRequest, target_id: str) -> HttpResponse:
    """Add a task to a target."""
    known = known_or_404(target_id)
    form = TaskForm(request.POST)
    if not form.is_valid():
        page = target_page(known, request.user, form)
        return render_page(request, "targets/target.html", page, status=422)
    wanted = Task(id="", target=target_id, **form.cleaned_data)
    added = services.add_task(wanted, acting_user=request.user)
    undo = services.undo_address([added.id])
    notices.tell(request, _("“%(task)s” is a task now.") % {"task": added.what}, undo=undo)
    return redirect(_tasks_of(added))


@allow(*FIRM_KEEPERS)
@require_POST
@needs_snapshot
def done(request: HttpRequest, task_id: str) -> HttpResponse:
    """Say that a task is done, as of today."""
    task = task_or_404(task_id)
    services.finish_task(task, timezone.localdate(), acting_user=request.user)
    undo = services.undo_address([task.id])
    notices.tell(request, _("“%(task)s” is done.") % {"task": task.what}, undo=undo)
    return redirect(_tasks_of(task))


@allow(*FIRM_KEEPERS)
@require_POST
@needs_snapshot
def reopen(request: HttpRequest, task_id: str) -> HttpResponse:
    """Say that a task is not done after all, and why."""
    task, form = task_or_404(task_id), ReasonForm(request.POST)
    if not form.is_valid():
        notices.warn(request, _("Say why the task is opened again."))
        return redirect(_tasks_of(task))
    services.reopen_task(task, reason=form.cleaned_data["reason"], acting_user=request.user)
    undo = services.undo_address([task.id])
    notices.tell(request, _("“%(task)s” is open again.") % {"task": task.what}, undo=undo)
    return redirect(_tasks_of(task))


@recorded("plan_task", "task_id")
@allow(*FIRM_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@needs_snapshot
def change(request: HttpRequest, task_id: str) -> HttpResponse:
    """Change what a task says."""
    task = task_or_404(task_id)
    form = TaskChangeForm(request.POST or None, initial=offered_task(task))
    if request.method == "POST" and form.is_valid():
        entered = dict(form.cleaned_data)
        reason = entered.pop("reason")
        try:
            services.change_task(task, entered, reason=reason, acting_user=request.user)
        except WotuError as error:
            form.add_error(None, error.message)
        else:
            undo = services.undo_address([task.id])
            notices.tell(request, _("The task is changed."), undo=undo)
            return redirect(_tasks_of(task))
    status = 422 if form.errors else 200
    return render_page(request, "targets/task.html", task_page(task, form), status=status)


def _tasks_of(task: Task) -> str:
    return f"{target_address(task.target)}#tasks"
