"""The app of targets: what plans promise, how far it has come, and who answers for it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TargetsConfig(AppConfig):
    """Targets of plans, their tasks, and the evidence of their actual values."""

    name = "wotu_site.targets"

    def ready(self) -> None:
        """Fill the navigation and the search box, and name what is recorded."""
        from wotu_site.audit import services as audit
        from wotu_site.targets import finding
        from wotu_site.ui import navigation, search
        from wotu_site.ui.section_tabs import SectionTab, register

        navigation.register("targets", "targets:home")
        register("targets", SectionTab("targets:home", pgettext_lazy("plan", "Targets"), order=10))
        register("targets", SectionTab("targets:owners", _("By department"), order=20))
        register("targets", SectionTab("targets:tree", _("Tree of targets"), order=30))
        label = pgettext_lazy("plan", "Targets")
        search.register(search.Provider("targets", label, finding.find_targets, order=27))
        audit.name_kinds(
            {
                "plan_target": pgettext_lazy("plan", "Target"),
                "plan_target_list": _("List of targets"),
                "plan_task": pgettext_lazy("plan", "Task"),
                "registry_value": _("Value of an indicator"),
            }
        )
        audit.name_actions(
            {
                "plan_target.added": _("Target set"),
                "plan_target.changed": _("Target changed"),
                "plan_target.withdrawn": _("Target withdrawn"),
                "plan_target.undone": _("Last word on a target taken back"),
                "plan_target.imported": _("Plan imported"),
                "plan_target.adopted": _("Targets set from a document"),
                "plan_target_list.exported": _("List of targets exported"),
                "plan_task.added": _("Task added"),
                "plan_task.changed": _("Task changed"),
                "plan_task.done": _("Task done"),
                "plan_task.reopened": _("Task opened again"),
            }
        )
