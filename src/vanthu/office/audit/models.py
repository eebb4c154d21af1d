"""Append-only, hash-chained facts: who did what to which thing, when."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id


class Chain(AgencyScoped):
    """The end of one agency's chain; its row is locked while a fact is added."""

    length = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["agency"], name="one_chain_per_agency"),)


class Fact(AgencyScoped):
    """One thing that happened. Never changed, never deleted (a trigger sees to it)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ordinal = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta(AgencyScoped.Meta):
        ordering = ("ordinal",)
        constraints = (models.UniqueConstraint(fields=["agency", "ordinal"], name="one_fact_per_ordinal"),)
        indexes = (models.Index(fields=["subject_type", "subject_id", "ordinal"]),)
