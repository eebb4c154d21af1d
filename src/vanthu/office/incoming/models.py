"""Văn bản đến."""

from __future__ import annotations

from django.db import models

from vanthu.office.incoming.states import Channel, IncomingState, LegalValue
from vanthu.office.kernel.scope import AgencyScoped


class IncomingDocument(AgencyScoped):
    """A văn bản đến; the metadata it shares with every văn bản is in `document`."""

    document = models.OneToOneField(
        "documents.Document", primary_key=True, on_delete=models.PROTECT, related_name="incoming"
    )
    state = models.CharField(max_length=12, choices=IncomingState.choices, default=IncomingState.ARRIVED)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    arrived_at = models.DateTimeField()
    legal_value = models.CharField(max_length=10, choices=LegalValue.choices)
    verdict = models.ForeignKey("signatures.VerdictKept", null=True, on_delete=models.PROTECT, related_name="+")
    possible_duplicate_of = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    arrival_number = models.PositiveIntegerField("số đến", null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.TextField("lý do trả lại", blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField("kết quả giải quyết", blank=True)

    class Meta(AgencyScoped.Meta):
        indexes = (
            models.Index(fields=["agency", "arrived_at", "document"]),
            models.Index(fields=["agency", "state", "arrived_at", "document"]),
        )
