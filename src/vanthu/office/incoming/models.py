"""Văn bản đến."""

from __future__ import annotations

from django.db import models

from vanthu.office.incoming.states import Channel, IncomingState, LegalValue
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id


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


class TakeBackRequest(AgencyScoped):
    """The issuer wants the document back; open until somebody agreed or refused (QD28-A9)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incoming = models.ForeignKey(IncomingDocument, on_delete=models.PROTECT, related_name="take_back_requests")
    reason = models.TextField("lý do")
    asked_by = models.CharField("bên yêu cầu", max_length=300)
    notice = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    """The document that announces the recall, where the issuer sent one."""
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True)
    opinion = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["incoming"], condition=models.Q(decided_at__isnull=True), name="asked_back_once_at_a_time"
            ),
        )
