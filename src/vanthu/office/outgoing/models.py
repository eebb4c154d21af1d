"""Văn bản đi: the draft, its approval route, its recipients."""

from __future__ import annotations

from django.db import models

from vanthu.office.kernel.scope import AgencyScoped
from vanthu.office.outgoing.states import OutgoingState, SourceKind, StepKind, StepState
from vanthu.runtime.ids import new_id


class OutgoingDocument(AgencyScoped):
    """A văn bản đi; the metadata it shares with every văn bản is in `document`."""

    document = models.OneToOneField(
        "documents.Document", primary_key=True, on_delete=models.PROTECT, related_name="outgoing"
    )
    state = models.CharField(max_length=12, choices=OutgoingState.choices, default=OutgoingState.DRAFT)
    drafter = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=SourceKind.choices, default=SourceKind.COMPOSED)
    addressed_to = models.JSONField("kính gửi", default=list)
    body = models.TextField("nội dung", blank=True)
    """Paragraphs, one a line."""
    places = models.JSONField("nơi nhận", default=list)
    """The printed list; routing uses `Recipient`."""
    typist_and_copies = models.CharField("người soạn thảo, số bản", max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=1)
    """Grows with every change of the draft; an approval names the revision it approved (ND30-A11)."""
    source_file = models.CharField(max_length=64, blank=True)
    """SHA-256 of the PDF as it was uploaded; places are reserved in a copy of it at each submission."""
    source_file_name = models.CharField(max_length=200, blank=True)
    slots = models.JSONField(default=dict)
    """Places for number, date, signature and seal on the pages, by name (`standards.letter.Slot`)."""
    state_since = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    numbered_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (models.Index(fields=["agency", "state"]),)


class Recipient(AgencyScoped):
    """An organisation to which the document is sent through the axis."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="recipients")
    ordinal = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=35)
    name = models.CharField(max_length=300)

    class Meta(AgencyScoped.Meta):
        ordering = ("ordinal",)
        constraints = (models.UniqueConstraint(fields=["outgoing", "code"], name="a_recipient_is_named_once"),)


class ApprovalStep(AgencyScoped):
    """One step of the route of one submission; a returned draft gets a new route when submitted again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outgoing = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField()
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    person = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.WAITING)
    revision = models.PositiveIntegerField()
    decided_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField("ý kiến", blank=True)

    class Meta(AgencyScoped.Meta):
        ordering = ("round", "ordinal")
        constraints = (models.UniqueConstraint(fields=["outgoing", "round", "ordinal"], name="steps_are_in_order"),)
