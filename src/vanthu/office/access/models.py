"""Who holds which duty, who may sign by order or by authorisation, who stands in for whom, who is away."""

from __future__ import annotations

from django.db import models

from vanthu.office.access.states import DelegationState, Duty
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


class ByOrder(AgencyScoped):
    """Types of document which heads of units sign by order of the head of the agency (TL., ND30-A13.4)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("organizations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Whose head; empty for the head of every unit."""
    types = models.JSONField("loại văn bản")
    """Codes of types; never empty, the decree lets only some types be signed by order."""
    deputies = models.BooleanField("cấp phó ký thay", default=False)
    """Whether the head of the unit has let his deputies sign in his place (TL.…KT.)."""
    drafted_elsewhere = models.BooleanField("cả văn bản do đơn vị khác soạn", default=False)
    basis = models.CharField("căn cứ", max_length=300)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")


class Authorisation(AgencyScoped):
    """A written authorisation to sign some documents which the head himself would have to sign (TUQ., ND30-A13.3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grantor = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    grantee = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="authorisations")
    types = models.JSONField("loại văn bản")
    content = models.CharField("nội dung ủy quyền", max_length=500)
    reference = models.CharField("số, ký hiệu, ngày của văn bản ủy quyền", max_length=200)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "grantee"]),)


class Delegation(AgencyScoped):
    """A person hands work on the system over for a time, for a reason (ủy quyền xử lý, CT07-1b)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delegator = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    works = models.JSONField("việc ủy quyền")
    reason = models.CharField("lý do", max_length=500)
    reference = models.CharField("văn bản cho phép giao con dấu", max_length=200, blank=True)
    """Of the clerk's work, which includes seal and key: the written permission to hand them over (ND30-A32)."""
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DelegationState.choices, default=DelegationState.OFFERED)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        indexes = (
            models.Index(fields=["agency", "delegate", "state"]),
            models.Index(fields=["agency", "delegator", "state"]),
        )


class Absence(AgencyScoped):
    """A person is away for a time; routes then turn to substitutes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=500)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "valid_to"]),)
