"""The tables of the console; only this package writes them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from vanthu.axis.console import states
from vanthu.runtime.ids import new_id


class Operator(AbstractBaseUser):
    """A person who runs the axis. A viewer sees everything and changes nothing."""

    VIEWER, OPERATOR = "viewer", "operator"
    ROLES: ClassVar[dict[str, str]] = {VIEWER: "Người theo dõi", OPERATOR: "Người vận hành"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120, blank=True, default="")
    role = models.CharField(max_length=10, default=OPERATOR)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = BaseUserManager["Operator"]()
    USERNAME_FIELD = "name"

    @property
    def by(self) -> str:
        """Return how facts name this person."""
        return f"operator:{self.name}"

    @property
    def label(self) -> str:
        """Return how pages name this person."""
        return self.full_name or self.name

    @property
    def role_label(self) -> str:
        """Return the role in Vietnamese."""
        return self.ROLES[self.role]


class WrongEntry(models.Model):
    """One wrong attempt to log in, kept for a quarter of an hour."""

    name = models.CharField(max_length=60)
    address = models.CharField(max_length=60)
    at = models.DateTimeField(db_index=True)


class Proposal(models.Model):
    """Something that cannot be undone, asked for by one operator; only another one may let it happen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.CharField(max_length=20)
    subject = models.CharField(max_length=100, help_text="code of an agency, systemid, id of a delivery")
    detail = models.CharField(max_length=100, blank=True, default="", help_text="successor, or minutes")
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default=states.OPEN)
    proposed_by = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey(Operator, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "subject"], name="proposal_open_once", condition=Q(state=states.OPEN)
            ),
            models.CheckConstraint(
                name="proposal_two_persons",
                condition=~Q(state__in=[states.CONFIRMED, states.REJECTED])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at"], name="proposal_state")]
