"""Registers (sổ đăng ký) and the numbers they gave."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.registers.states import RegisterKind
from vanthu.runtime.ids import new_id


class Register(AgencyScoped):
    """One series of numbers of one year. `last_number` is read and written only under the lock of this row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=RegisterKind.choices)
    series = models.CharField(max_length=40, default="chung")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=["agency", "kind", "series", "year"], name="one_register_per_series"),
        )


class NumberTaken(AgencyScoped):
    """A number given to a document. Never deleted, never given again (ND30-A15.1, A22.2)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["register", "number"], name="a_number_is_given_once"),
            models.UniqueConstraint(fields=["register", "document"], name="a_document_has_one_number"),
        )
