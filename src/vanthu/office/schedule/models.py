"""Lịch công tác."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.schedule.states import Answer, EntryState
from vanthu.runtime.ids import new_id


class Entry(AgencyScoped):
    """A meeting, a journey, a visit: when and where, who chairs and who prepares it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField("nội dung", max_length=500)
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc")
    place = models.CharField("địa điểm", max_length=200, blank=True)
    chair = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    chair_elsewhere = models.CharField("chủ trì ngoài cơ quan", max_length=200, blank=True)
    others = models.CharField("thành phần khác", max_length=1000, blank=True)
    preparing = models.ForeignKey("organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    """The giấy mời it comes from."""
    series = models.UUIDField(null=True, editable=False, db_index=True)
    """What the weeks of one weekly meeting share."""
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.PROPOSED)
    reason = models.CharField("lý do", max_length=500, blank=True)
    """Why it was declined or cancelled."""
    proposed_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    state_since = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="when what the schedule says of it changed last")

    class Meta(AgencyScoped.Meta):
        ordering = ("starts_at", "id")
        indexes = (models.Index(fields=["agency", "starts_at", "ends_at"]),)
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="entry_lasts"),
        )


class Participant(AgencyScoped):
    """Somebody of the agency who is to be there, and what he says to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["entry", "person"], name="once_in_an_entry"),)


class PublishedWeek(AgencyScoped):
    """A week as it was made known; a later one of the same week makes changes known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    monday = models.DateField()
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "monday", "at"]),)


class Feed(AgencyScoped):
    """The secret address by which a calendar program of one person reads his schedule; only its hash is kept."""

    person = models.OneToOneField("organizations.Person", primary_key=True, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
