"""Exchange with the axis: what must leave, every try, what arrived, and the statuses both ways."""

from __future__ import annotations

from django.db import models

from vanthu.office.exchange.states import CARRIED, ReceivedState, Transfer, TransmissionState
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id
from vanthu.runtime.leases import LeasedRow


class Correspondent(models.Model):
    """An organisation of the axis' registry. Of the whole installation, not of one agency."""

    code = models.CharField(primary_key=True, max_length=35)
    old_code = models.CharField(max_length=35, blank=True)
    name = models.CharField(max_length=300)
    parent_code = models.CharField(max_length=35, blank=True)
    email = models.CharField(max_length=200, blank=True)
    receives = models.BooleanField(default=True)
    """Whether it can be a recipient (isAgency of the registry)."""
    deleted = models.BooleanField(default=False)
    version = models.PositiveBigIntegerField(default=0)
    unit_id = models.CharField(max_length=100, blank=True, default="", db_index=True)
    """Its id in the registry, by which others name it as the one above them."""
    synchronised_at = models.DateTimeField()
    search_text = models.TextField(blank=True)
    """Name and codes in small letters without marks, as people type them (`kernel.words.folded`)."""

    def __str__(self) -> str:
        return self.name


class RegistryRead(models.Model):
    """One row: how far the registry of the axis was read."""

    changes_since = models.DateTimeField(null=True, blank=True)
    """The newest change read, by the clock of the axis."""
    whole_at = models.DateTimeField(null=True, blank=True)


class Transmission(AgencyScoped, LeasedRow):
    """One document to one recipient. The package is the same for all recipients of a document."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    recipient_code = models.CharField(max_length=35)
    recipient_name = models.CharField(max_length=300)
    package = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    business = models.PositiveSmallIntegerField(default=0)
    """BussinessDocType of the package: the document itself (new, or one that replaces another), or news of it."""
    state = models.CharField(max_length=10, choices=TransmissionState.choices, default=TransmissionState.WAITING)
    hub_id = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField()
    """When trying ends; the transmission is then `failed` and shown to the clerk."""
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)
    transfer = models.CharField(max_length=10, choices=Transfer.choices, blank=True, default="")
    transfer_sentence = models.CharField(max_length=1000, blank=True, default="")
    """What the axis says of it."""
    arrived_at = models.DateTimeField(null=True, blank=True)
    """When it came into the recipient's system, as the axis tells."""
    undelivered_since = models.DateTimeField(null=True, blank=True)
    """When it was first seen that it does not arrive; empty once it has, or a clerk has seen to it."""
    settled_at = models.DateTimeField(null=True, blank=True)
    """When a clerk said that an undelivered one has been dealt with."""

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=["document", "recipient_code", "package"], name="one_transmission_each"),
        )
        indexes = (
            models.Index(fields=["finished_at", "due_at"]),
            models.Index(fields=["hub_id"], name="transmission_hub_id"),
            models.Index(
                fields=["agency"],
                condition=models.Q(undelivered_since__isnull=False),
                name="transmissions_undelivered",
            ),
        )


class Attempt(AgencyScoped):
    """One try to send one transmission."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transmission = models.ForeignKey(Transmission, on_delete=models.PROTECT, related_name="attempts")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    succeeded = models.BooleanField()
    hub_id = models.CharField(max_length=100, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("begun_at",)


class Receipt(AgencyScoped, LeasedRow):
    """The axis' signed word that it took one package of ours, asked for again until it tells the whole way."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    package = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    hub_id = models.CharField(max_length=100)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    """The newest receipt, a JSON document; empty while the axis has given none."""
    fetched_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    """When the axis took the package, by its own clock."""
    proved = models.BooleanField(default=False)
    """Whether the receipt proves that the acceptance stands in the log of the axis."""
    ends_at = models.DateTimeField()
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["agency", "hub_id"], name="one_receipt_of_a_package"),)
        indexes = (models.Index(fields=["finished_at", "due_at"]), models.Index(fields=["document"]))


class Following(AgencyScoped, LeasedRow):
    """One package that the axis took: asked about until every recipient has it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hub_id = models.CharField(max_length=100)
    ends_at = models.DateTimeField()
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["agency", "hub_id"], name="one_following_of_a_package"),)
        indexes = (models.Index(fields=["finished_at", "due_at"]),)


class StatusReceived(AgencyScoped):
    """A status that a recipient reported on one of our documents; all are kept, repeated and late ones too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    wire_id = models.CharField(max_length=200)
    from_code = models.CharField(max_length=35)
    from_name = models.CharField(max_length=300, blank=True)
    status_code = models.CharField(max_length=10)
    description = models.TextField(blank=True)
    staff_name = models.CharField(max_length=200, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    hub_id = models.CharField(max_length=100)
    package = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    taken_up_at = models.DateTimeField(null=True, blank=True)
    """When a wish of an issuer (status 13) was laid before those who decide on it."""

    class Meta(AgencyScoped.Meta):
        ordering = ("received_at",)
        constraints = (models.UniqueConstraint(fields=["agency", "hub_id"], name="a_status_is_kept_once"),)
        indexes = (
            models.Index(
                fields=["received_at"],
                condition=models.Q(status_code="13", taken_up_at__isnull=True),
                name="wishes_not_taken_up",
            ),
        )


class StatusToSend(AgencyScoped, LeasedRow):
    """A status of ours that must reach the issuer of an incoming document (QD28-A6.5)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty for the refusal of a package that never became a document; `received` then names the package."""
    received = models.ForeignKey("exchange.ReceivedPackage", null=True, on_delete=models.PROTECT, related_name="+")
    recipient_code = models.CharField(max_length=35)
    """The organisation that is told: the issuer of the document."""
    package = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    """The message itself, written once, so that every try sends the same bytes and a hub knows a repetition."""
    ordinal = models.PositiveSmallIntegerField()
    """Statuses of one document leave in this order."""
    status_code = models.CharField(max_length=10)
    description = models.TextField(blank=True)
    staff_name = models.CharField(max_length=200, blank=True)
    staff_unit = models.CharField(max_length=250, blank=True)
    staff_email = models.CharField(max_length=100, blank=True)
    staff_mobile = models.CharField(max_length=100, blank=True)
    happened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=TransmissionState.choices, default=TransmissionState.WAITING)
    hub_id = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("ordinal",)
        constraints = (models.UniqueConstraint(fields=["document", "ordinal"], name="statuses_leave_in_order"),)
        indexes = (models.Index(fields=["finished_at", "due_at"]),)


class ReceivedPackage(AgencyScoped, LeasedRow):
    """A package as it arrived: exact bytes first, judged afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hub_id = models.CharField(max_length=100)
    message_type = models.CharField(max_length=10)
    from_code = models.CharField(max_length=35, blank=True)
    package = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReceivedState.choices, default=ReceivedState.KEPT)
    arrived_at = models.DateTimeField()
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    findings = models.JSONField(default=list)
    error_code = models.CharField(max_length=40, blank=True)
    error_sentence = models.TextField(blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    """When a clerk said that a refused package has been dealt with."""

    @property
    def carried(self) -> bool:
        """Whether somebody brought it as a file: no axis vouches for its sender, and none waits for a status."""
        return self.hub_id.startswith(CARRIED)

    class Meta(AgencyScoped.Meta):
        constraints = (models.UniqueConstraint(fields=["agency", "hub_id"], name="a_package_is_kept_once"),)
        indexes = (models.Index(fields=["finished_at", "due_at"]),)


class StrayDelivery(models.Model):
    """A delivery the hub lists for this installation that no agency of it can have yet.

    Its recipient's code is unknown here (the bytes are kept all the same), or the hub lists it and does not give it.
    """

    hub_id = models.CharField(primary_key=True, max_length=100)
    message_type = models.CharField(max_length=10)
    from_code = models.CharField(max_length=35, blank=True)
    to_code = models.CharField(max_length=35, blank=True)
    package = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    error_code = models.CharField(max_length=40)
    error_sentence = models.TextField()
    noticed_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    """When an agency of this installation could have it after all."""
