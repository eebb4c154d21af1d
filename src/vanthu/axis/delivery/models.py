"""The table of delivery; only this package writes it."""

from django.db import models

from vanthu.axis.delivery import states
from vanthu.runtime.ids import new_id


class Delivery(models.Model):
    """One package for one recipient. `id` is the hub id the receiver works with (receiverDocId)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    package = models.ForeignKey("intake.Package", on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey("registry.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    to_code = models.CharField(max_length=35, help_text="as the package names the recipient")
    message_type = models.CharField(max_length=6)
    state = models.CharField(max_length=10, default=states.INITIAL)
    description = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, help_text="when its bytes were given out first")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "recipient"], name="delivery_once_per_recipient")]
        indexes = [models.Index(fields=["recipient", "message_type", "state", "created_at"], name="delivery_waiting")]
