"""Stocks have the targets of the plan; those that were kept here alone are gone."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """Drop what is kept in the book of targets now."""

    dependencies = [("ladder", "0002_stock_target")]
    operations = [migrations.DeleteModel(name="StockTarget")]
