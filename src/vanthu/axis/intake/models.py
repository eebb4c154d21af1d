"""The tables of intake; only this package writes them."""

from django.db import models

from vanthu.runtime.ids import new_id


def _another() -> str:
    """Return a name of its own for a package that may come beside others about the same document."""
    return str(new_id())


class Package(models.Model):
    """One package accepted from one system. Its bytes lie in the store under `sha256`; the rest is read from them.

    `id` is the hub id of the package as a whole (senderDocId).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("registry.System", on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey("registry.Agency", on_delete=models.PROTECT, related_name="+")
    from_code = models.CharField(max_length=35)
    message_type = models.CharField(max_length=6)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    document_id = models.CharField(max_length=800, help_text="of the document, or of the one a status is about")
    notation = models.CharField(max_length=200, blank=True, default="")
    title = models.TextField(blank=True, default="")
    status_code = models.CharField(max_length=10, blank=True, default="")
    business_type = models.PositiveSmallIntegerField(default=0)
    warnings = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField()
    document_key = models.CharField(max_length=32, blank=True, default="", help_text="who issued which document")
    instance = models.CharField(max_length=36, default=_another, help_text="empty: the document itself, once a system")

    class Meta:
        indexes = [
            models.Index(fields=["notation"], name="package_notation"),
            models.Index(fields=["document_id"], name="package_document"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["system", "sha256"], name="package_once_per_system"),
            # Also the index by which a document finds what is said about it.
            models.UniqueConstraint(fields=["document_key", "system", "instance"], name="package_document_once"),
        ]


class Refusal(models.Model):
    """One package refused, with the name of the reason; its bytes, when it came so far, are kept under `sha256`.

    Number and id of its document stand here for whoever looks for it; they are read from the bytes, and no leaf of the
    evidence covers them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("registry.System", on_delete=models.PROTECT, related_name="+")
    from_code = models.CharField(max_length=35, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    code = models.CharField(max_length=60)
    wire_code = models.CharField(max_length=4)
    sentence = models.TextField()
    refused_at = models.DateTimeField(db_index=True)
    notation = models.CharField(max_length=200, blank=True, default="")
    document_id = models.CharField(max_length=800, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["notation"], name="refusal_notation"),
            models.Index(fields=["document_id"], name="refusal_document"),
        ]


class Rate(models.Model):
    """How many packages a system with a limit has sent in its latest minute; one row a system."""

    system = models.OneToOneField("registry.System", primary_key=True, on_delete=models.PROTECT, related_name="+")
    minute = models.BigIntegerField(help_text="minutes since 1970")
    taken = models.PositiveIntegerField()
