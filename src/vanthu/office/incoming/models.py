"""Văn bản đến."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

from vanthu.office.incoming.states import Channel, IncomingState, LegalValue, WishKind
from vanthu.office.kernel.scope import AgencyScoped
from vanthu.runtime.ids import new_id

NO_NUMBER = 2**31 - 1
"""Where a document without số đến stands in the order of numbers that go up."""


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
    although = models.TextField("lý do vào sổ dù trùng", blank=True)
    """Why it was registered though it looks like one that is here (ND30-A21)."""
    on_page = models.JSONField("đọc từ văn bản", default=dict)
    """What the first page itself says, by name of `documents.Document` and as JSON has it; empty for a scan."""
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
            # The list by số đến; what has none yet stands last, whichever way it goes.
            models.Index(
                "agency", Coalesce("arrival_number", 0), "arrived_at", "document", name="incoming_by_number_down"
            ),
            models.Index(
                "agency", Coalesce("arrival_number", NO_NUMBER), "arrived_at", "document", name="incoming_by_number_up"
            ),
        )


class IssuerWish(AgencyScoped):
    """What the issuer wants done with a document we have; open until somebody agreed or refused (QD28-A9)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incoming = models.ForeignKey(IncomingDocument, on_delete=models.PROTECT, related_name="wishes")
    kind = models.CharField(max_length=10, choices=WishKind.choices, default=WishKind.TAKE_BACK)
    reason = models.TextField("lý do")
    asked_by = models.CharField("bên yêu cầu", max_length=300)
    changes = models.JSONField("dữ liệu mới", default=dict)
    """Of an update: the data items that change, by their name in `documents.Document`."""
    notice = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    """The document that came with the wish: it recalls this one, replaces it, or is another text of it."""
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("organizations.Person", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty for a wish that needed nobody's decision."""
    accepted = models.BooleanField(null=True)
    opinion = models.TextField(blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["incoming", "kind"], condition=models.Q(decided_at__isnull=True), name="one_open_wish_of_a_kind"
            ),
        )


class EarlyWish(AgencyScoped):
    """A wish about a document that has not arrived yet: packages may overtake each other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=WishKind.choices)
    issuer_code = models.CharField(max_length=35)
    wire_id = models.CharField("mã văn bản", max_length=200)
    reason = models.TextField("lý do")
    asked_by = models.CharField("bên yêu cầu", max_length=300)
    notice = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    came_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True, blank=True)

    class Meta(AgencyScoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=["agency", "notice", "wire_id"], name="an_early_wish_is_kept_once"),
        )
        indexes = (models.Index(fields=["agency", "wire_id"]),)
