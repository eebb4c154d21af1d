"""Who must do what with a document, by when."""

from __future__ import annotations

from django.db import models

from vanthu.office.assignments.states import TaskRole, TaskState
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id


class Assignment(AgencyScoped):
    """A leader's direction on a document (ý kiến chỉ đạo)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    instruction = models.TextField("ý kiến chỉ đạo", blank=True)
    due_on = models.DateField("hạn xử lý", null=True, blank=True)
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("at",)


class Task(AgencyScoped):
    """The part of one unit, perhaps of one person in it, in an assignment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=TaskRole.choices)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.WAITING)
    due_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(role=TaskRole.LEAD), name="one_lead_per_assignment"
            ),
        )
