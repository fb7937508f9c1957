"""What is entered about a draft; the service checks what it means."""

from __future__ import annotations

from django import forms


class KeepForm(forms.Form):
    """A name and a note for a draft; ``query`` is the address that asks for it."""

    name = forms.CharField(max_length=80, required=False)
    note = forms.CharField(max_length=2000, required=False)
    query = forms.CharField(max_length=8000, required=False)
    draft = forms.IntegerField(required=False)
