"""What a person was told, whether he has read it, and by which ways he wants to be told."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id
from vanthu.runtime.leases import LeasedRow


class Notice(AgencyScoped):
    """Something one person is told once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    """One of `states.KINDS`."""
    key = models.CharField(max_length=200)
    """What makes it one notice: told again under the same key, it is the same one."""
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    target = models.CharField(max_length=20, blank=True)
    """What it is about ("task", "incoming" …); the pages know where each of them is."""
    target_id = models.UUIDField(null=True)
    shown = models.BooleanField(default=True)
    """Whether it lies under the bell; a person may want some kinds by mail only, or not at all."""
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="a_person_is_told_once"),)
        indexes = (
            models.Index(fields=["person", "-at", "-id"], name="notices_of_a_person"),
            models.Index(fields=["person"], condition=models.Q(read_at=None, shown=True), name="notices_not_read"),
        )


class NoticeMail(AgencyScoped, LeasedRow):
    """A notice that goes out by e-mail; sent by the worker, with an end."""

    notice = models.OneToOneField(Notice, primary_key=True, on_delete=models.PROTECT, related_name="mail")
    ends_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["finished_at", "due_at"]),)


class Device(AgencyScoped):
    """A browser of one person that takes web pushes (RFC 8030); gone as soon as its push service says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    endpoint = models.CharField(max_length=1000)
    endpoint_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the endpoint: a browser belongs to whoever subscribed in it last."""
    public_key = models.CharField(max_length=100)
    """The browser's point on P-256 (p256dh), base64url."""
    secret = models.CharField(max_length=50)
    """What only the browser and we know (auth), base64url."""
    name = models.CharField(max_length=100)
    """As the person recognises it: "Chrome, Android"."""
    at = models.DateTimeField()

    class Meta(AgencyScoped.Meta):
        ordering = ("at", "id")
        indexes = (models.Index(fields=["person"], name="devices_of_a_person"),)


class NoticePush(AgencyScoped, LeasedRow):
    """A notice that goes to one browser; sent by the worker, with an end; gone with the browser."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="pushes")
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="pushes")
    ends_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["notice", "device"], name="a_notice_once_to_a_device"),)
        indexes = (models.Index(fields=["finished_at", "due_at"], name="pushes_that_wait"),)


class NoticeChoice(AgencyScoped):
    """By which ways a person wants notices of a kind; without a row, by those of the kind."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    ways = models.JSONField(default=list)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="one_choice_per_kind"),)
