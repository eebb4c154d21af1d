"""Thông báo nội bộ: what was made known, to whom, and who has read it."""

from __future__ import annotations

from django.db import models

from vanthu.office.announcements.states import AnnouncementState
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id


class Announcement(AgencyScoped):
    """Something made known inside the agency; its words never change, it is withdrawn and written anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField("tiêu đề", max_length=300)
    text = models.TextField("nội dung")
    whole_agency = models.BooleanField("cả cơ quan", default=False)
    must_confirm = models.BooleanField("phải xác nhận đã đọc", default=False)
    stands_until = models.DateField("có hiệu lực đến hết ngày", null=True)
    state = models.CharField(max_length=10, choices=AnnouncementState.choices, default=AnnouncementState.STANDING)
    reason = models.CharField("lý do", max_length=500, blank=True)
    """Why it was archived or withdrawn."""
    ended_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    unit = models.ForeignKey("organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    """The unit whose announcement it is: that of its author then."""
    by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    urged_at = models.DateTimeField(null=True)
    """When those who had not read it were reminded last."""

    class Meta(AgencyScoped.Meta):
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "-at", "-id"], name="announcements_of_an_agency"),)


class AddressedUnit(AgencyScoped):
    """A unit to which an announcement is addressed, with the units directly below it and whoever joins later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["announcement", "unit"], name="a_unit_is_addressed_once"),)


class Reader(AgencyScoped):
    """A person to whom it was made known, or who joined later and opened it, and how far he has read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["announcement", "person"], name="a_reader_once"),)
        indexes = (models.Index(fields=["person"], name="announcements_of_a_reader"),)


class AttachedFile(AgencyScoped):
    """A file that goes with an announcement; whoever may read the one may open the other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta(AgencyScoped.Meta):
        ordering = ("id",)
