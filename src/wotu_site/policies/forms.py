"""What is entered about rules: forms check shape, the library checks meaning."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wotu.build.snapshot import Snapshot
from wotu_site.policies import replaying
from wotu_site.ui.formats import page_language


class ReplayForm(forms.Form):
    """Which screening is replayed, and what it is compared with."""

    rule = forms.ChoiceField(label=_("Rule"))
    known_on = forms.DateField(
        label=_("As known on"), help_text=_("Batches received and judgements made until that day.")
    )
    in_force_on = forms.DateField(
        label=_("Rules in force on"), required=False, help_text=_("The same day if left empty.")
    )
    as_of = forms.DateField(
        label=_("Day of application"), required=False, help_text=_("That of the rules if empty.")
    )
    packs_of = forms.ChoiceField(label=_("Rule packs"), required=False)
    to_known_on = forms.DateField(
        label=_("Compared with: as known on"), required=False, help_text=_("Now if left empty.")
    )
    to_in_force_on = forms.DateField(
        label=_("Compared with: rules in force on"),
        required=False,
        help_text=_("The day of the present snapshot if left empty."),
    )
    to_as_of = forms.DateField(
        label=_("Compared with: day of application"),
        required=False,
        help_text=_("The day of the present snapshot if left empty."),
    )

    def __init__(self, snapshot: Snapshot, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        rules = {
            rule.id: rule.spec.label.in_language(language)
            for rule in snapshot.rulebook.rules
            if rule.spec.subject == "firm"
        }
        self.fields["rule"].choices = list(rules.items())
        self.fields["packs_of"].choices = [
            ("", _("As they are today")),
            *(
                (one.id, _("As kept with snapshot %(name)s") % {"name": one.id})
                for one in replaying.snapshots_then()
            ),
        ]
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
