"""The table of delivery; only this package writes it."""

from django.db import models
from django.db.models import Q

from vanthu.axis.delivery import states
from vanthu.runtime.ids import new_id

WAITS = Q(rank__isnull=False)
"""Said without parameters, because SQLite uses a partial index only when the query has its very words."""


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
        ]
