"""The page on which a task is changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wotu.targets.target import Task
from wotu_site.targets import book
from wotu_site.targets.forms import TaskChangeForm
from wotu_site.targets.pages.frame import target_address, target_crumbs
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task that is being changed."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    task_id: str
    form: TaskChangeForm
    owners: tuple[str, ...]
    target_address: str


def task_page(task: Task, form: TaskChangeForm) -> TaskPage:
    """The page of a task's form."""
    target = next(one for one in book.targets() if one.id == task.target)
    address = target_address(target.id)
    title = _("Change the task")
    return TaskPage(
        title=title,
        breadcrumbs=target_crumbs(Crumb(target.name, address), Crumb(title)),
        task_id=task.id,
        form=form,
        owners=tuple(sorted({each.owner for each in book.targets() if each.owner})),
        target_address=address,
    )
