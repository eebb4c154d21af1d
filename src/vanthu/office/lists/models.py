"""Filters that people keep, and columns they choose (F6đ of ND30-PL VI)."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.lists.states import ListName
from vanthu.runtime.ids import new_id


class SavedFilter(AgencyScoped):
    """A filter of a list under a name; `unit` is set where the head of a unit keeps it for everybody there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    list = models.CharField(max_length=10, choices=ListName.choices)
    name = models.CharField("tên bộ lọc", max_length=80)
    query = models.CharField(max_length=1000)
    """The filter as it stands in the address of the list, without the question mark."""

    class Meta(AgencyScoped.Meta):
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["person", "list", "name"], name="filter_once_by_name"),)


class ChosenColumns(AgencyScoped):
    """The columns in which one person sees a list, as their keys with commas between."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    list = models.CharField(max_length=10, choices=ListName.choices)
    keys = models.CharField(max_length=500)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["person", "list"], name="columns_once_a_list"),)
