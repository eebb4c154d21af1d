"""Bản sao."""

from __future__ import annotations

from django.db import models

from vanthu.office.copies.states import CopyKind, CopyState, Medium
from vanthu.office.kernel.scope import AgencyScoped


class Copy(AgencyScoped):
    """A copy; the metadata it shares with every văn bản, its number and its files are in `document`."""

    document = models.OneToOneField("documents.Document", primary_key=True, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CopyState.choices, default=CopyState.ASKED)
    kind = models.CharField("hình thức sao", max_length=10, choices=CopyKind.choices)
    source = models.CharField("sao từ", max_length=10, choices=Medium.choices)
    target = models.CharField("thành", max_length=10, choices=Medium.choices)
    purpose = models.CharField("lý do sao", max_length=500)
    places = models.JSONField("nơi nhận", default=list)
    """As printed on a copy on paper (mẫu 3.1)."""
    asked_by = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    signer = models.ForeignKey("organizations.Person", on_delete=models.PROTECT, related_name="+")
    """Who decides whether it is copied, and signs the copy on paper (ND30-A27)."""
    capacity = models.JSONField(default=dict)
    """How he signs: lines, title, basis; decided when he agrees (ND30-A13)."""
    opinion = models.CharField("ý kiến", max_length=500, blank=True)
    state_since = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    """SHA-256 of the code printed on a copy on paper (ND137-A5); the code itself stands on the print alone."""

    class Meta(AgencyScoped.Meta):
        indexes = (
            models.Index(fields=["agency", "state", "asked_at"]),
            models.Index(fields=["agency", "original"]),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["code_hash"], condition=~models.Q(code_hash=""), name="a_code_is_of_one_copy"
            ),
        )
