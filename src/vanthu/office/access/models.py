"""Who holds which duty, and since when."""

from __future__ import annotations

from django.db import models

from vanthu.office.access.states import Duty
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id


class DutyHeld(AgencyScoped):
    """A duty held by a person for a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="duties_held")
    duty = models.CharField(max_length=20, choices=Duty.choices)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["person", "duty"]),)
