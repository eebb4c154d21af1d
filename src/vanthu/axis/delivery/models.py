"""The tables of delivery; only this package writes them."""

from django.db import models
from django.db.models import Q

from vanthu.axis.delivery import states
from vanthu.runtime.ids import new_id

WAITS = Q(rank__isnull=False)
"""Said without parameters, because SQLite uses a partial index only when the query has its very words."""
WARNED = Q(rank__isnull=False, warned_at__isnull=False)
GIVEN_UP = Q(rank__isnull=True, done_at__isnull=True)


class Delivery(models.Model):
    """One package for one recipient. `id` is the hub id the receiver works with (receiverDocId).

    `mailbox` is the system that fetches it, kept here so that one index answers every list; it follows the recipient
    to another system (`operations.move_mailbox`). Null: nobody serves the recipient now.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    package = models.ForeignKey("intake.Package", on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    recipient = models.ForeignKey("registry.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    mailbox = models.ForeignKey(
        "registry.System", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    to_code = models.CharField(max_length=35, help_text="as the package names the recipient")
    message_type = models.CharField(max_length=6)
    urgency = models.PositiveSmallIntegerField(default=0, help_text="Priority of the package, 0 to 4")
    state = models.CharField(max_length=10, default=states.INITIAL)
    rank = models.PositiveSmallIntegerField(null=True, help_text="place in the mailbox; null: waits no more")
    description = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, help_text="when its bytes were given out first")
    done_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True, help_text="beyond the parent: when it arrived, as the parent tells")
    watch_at = models.DateTimeField(null=True, help_text="when it is warned about next, or given up")
    warned_at = models.DateTimeField(null=True, help_text="when its sender was warned that it still waits")

    class Meta:
        # The index of this constraint serves what asks by package, too.
        constraints = [models.UniqueConstraint(fields=["package", "recipient"], name="delivery_once_per_recipient")]
        indexes = [
            models.Index(
                fields=["mailbox", "message_type", "rank", "created_at", "id"], name="delivery_mailbox", condition=WAITS
            ),
            models.Index(
                fields=["mailbox", "message_type", "created_at"], name="delivery_ended", condition=Q(rank__isnull=True)
            ),
            models.Index(fields=["watch_at"], name="delivery_watched", condition=Q(watch_at__isnull=False)),
            # Few rows each: what the people who run the axis are shown first.
            models.Index(fields=["created_at"], name="delivery_warned", condition=WARNED),
            models.Index(fields=["updated_at"], name="delivery_expired", condition=GIVEN_UP),
        ]


class Attempt(models.Model):
    """One thing that happened to a delivery: a fetch, a transfer status, a warning, its end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts")
    kind = models.CharField(max_length=12)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    description = models.CharField(max_length=500, blank=True, default="")


class BusinessStatus(models.Model):
    """One status message, applied to one recipient of the document it is about; repeated and late ones are rows too.

    `agency` is the recipient whose handling it speaks of: who reports, or, for status 13, whom the issuer asks.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    package = models.OneToOneField("intake.Package", on_delete=models.PROTECT, related_name="+")
    document_key = models.CharField(max_length=32)
    agency = models.ForeignKey("registry.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=10)
    description = models.TextField(blank=True, default="")
    stated_at = models.DateTimeField(null=True, help_text="by the clock of the one who states it")
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["document_key"], name="business_status_document")]


class Reference(models.Model):
    """A recall, an update or a replacement names an earlier document (ResponseFor, Bussiness/DocumentId)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    package = models.ForeignKey("intake.Package", on_delete=models.PROTECT, related_name="+")
    document_key = models.CharField(max_length=32)
    document_id = models.CharField(max_length=800)

    class Meta:
        indexes = [models.Index(fields=["document_key"], name="reference_document")]


class Notice(models.Model):
    """How a system with a webhook is told that something waits: one row a system."""

    system = models.OneToOneField("registry.System", primary_key=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(help_text="not before this, unless something newer came")
    told_at = models.DateTimeField(null=True, help_text="when it answered well the last time")
    tries = models.PositiveIntegerField(default=0, help_text="since its mailbox was last without news")
    error = models.CharField(max_length=300, blank=True, default="", help_text="of the last try, empty: it answered")
